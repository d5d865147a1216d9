using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Browser;

/// <summary>Something of everything that can become of word of a person, as the store keeps it, for looking at the pages.</summary>
internal static class ToldByHuma
{
    /// <summary>Somebody whom no comparison has seen.</summary>
    public static readonly HumaId Stranger = new("5b9b7a50-2f0f-4a7e-9b57-0d6f6f6f0001");

    public static async Task FillAsync(RunningPortal portal, Guid connectionId, Guid runId, CancellationToken cancellation)
    {
        await using var context = await portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(cancellation);
        var written = await context.Changes.AsNoTracking().Where(change => change.RunId == runId && change.HumaId != null && change.State == ChangeState.Confirmed).OrderBy(change => change.Id).Take(6).ToListAsync(cancellation);
        var now = DateTime.UtcNow;
        Notice Of(ChangeRecord change, int minutes, NoticeState state, Reason? reason = null) => new()
        {
            ConnectionId = connectionId,
            HumaId = change.HumaId!.Value,
            PersonName = change.PersonName,
            Kind = NoticeKind.Updated,
            State = state,
            ReceivedAt = now.AddMinutes(-minutes),
            // The worker must not take it up while it is looked at.
            DueAt = now.AddHours(5),
            ReadAt = now.AddMinutes(-minutes).AddSeconds(0.2),
            ComparedAt = now.AddMinutes(-minutes).AddSeconds(0.3),
            EndedAt = state is NoticeState.Waiting ? null : now.AddMinutes(-minutes).AddSeconds(0.9),
            Attempts = state is NoticeState.Waiting ? 3 : 0,
            ReasonCode = reason?.Code,
            ReasonArguments = reason?.Arguments ?? [],
            RunId = state == NoticeState.Written ? runId : null,
        };
        context.Notices.AddRange(written.Select((change, index) => Of(change, 1 + index, NoticeState.Written)));
        context.Notices.AddRange(
            Of(written[0], 20, NoticeState.Held, new Reason(InboundReasons.GuardHolds, nameof(GuardKind.ValuesCleared))),
            Of(written[1], 21, NoticeState.Held, new Reason(InboundReasons.RuleAsks, "2")),
            Of(written[2], 22, NoticeState.Failed, new Reason(InboundReasons.CannotBeRead)),
            Of(written[3], 23, NoticeState.ForManualSync, new Reason(InboundReasons.AddingIsOff)),
            Of(written[4], 24, NoticeState.NothingToDo, new Reason(InboundReasons.LeaverDeactivated)),
            Of(written[0], 90, NoticeState.NothingToDo),
            Of(written[5], 25, NoticeState.Waiting, new Reason(InboundReasons.CannotBeRead)));
        context.Notices.Add(new Notice { ConnectionId = connectionId, HumaId = Stranger, State = NoticeState.ForManualSync, ReceivedAt = now, EndedAt = now, ReasonCode = InboundReasons.UnknownPerson });
        context.HeldValues.AddRange(new[] { Field.Phone, Field.Identification }.Select(field => new HeldValue
        {
            ConnectionId = connectionId,
            HumaId = written[1].HumaId!.Value,
            XledgerId = written[1].XledgerId!.Value,
            PersonName = written[1].PersonName,
            Field = field,
            Huma = new FieldValue.Of(field == Field.Phone ? "+47 912 34 567" : "NO 13097248022"),
            Xledger = FieldValue.Nothing,
            Agreed = FieldValue.NotKnown,
            Rule = PolicyRule.Ask,
            HeldAt = now,
        }));
        await context.SaveChangesAsync(cancellation);
    }
}
