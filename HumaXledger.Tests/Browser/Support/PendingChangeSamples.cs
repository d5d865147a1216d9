using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>A pending change in each state, stored directly, for the pages that show them.</summary>
internal static class PendingChangeSamples
{
    /// <summary>A person who is in no comparison.</summary>
    public static readonly HumaId Stranger = new("5b9b7a50-2f0f-4a7e-9b57-0d6f6f6f0001");

    public static async Task FillAsync(
        RunningPortal portal,
        Guid connectionId,
        Guid runId,
        CancellationToken cancellation
    )
    {
        await using var context = await portal
            .Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(cancellation);
        var written = await context
            .Changes.AsNoTracking()
            .Where(change => change.RunId == runId && change.HumaId != null && change.State == ChangeState.Confirmed)
            .OrderBy(change => change.Id)
            .Take(6)
            .ToListAsync(cancellation);
        var now = DateTime.UtcNow;
        PendingChange Of(
            ChangeRecord change,
            int minutes,
            PendingChangeState state,
            Reason? reason = null,
            PendingChangeCause? cause = null,
            params IReadOnlyList<string> guards
        ) =>
            new()
            {
                ConnectionId = connectionId,
                HumaId = change.HumaId!.Value,
                PersonName = change.PersonName,
                Kind = PendingChangeKind.Updated,
                State = state,
                ReceivedAt = now.AddMinutes(-minutes),
                // Far in the future, so that the worker does not process it during the test.
                DueAt = now.AddHours(5),
                ReadAt = now.AddMinutes(-minutes).AddSeconds(0.2),
                ComparedAt = now.AddMinutes(-minutes).AddSeconds(0.3),
                EndedAt = state is PendingChangeState.Waiting ? null : now.AddMinutes(-minutes).AddSeconds(0.9),
                Attempts = state is PendingChangeState.Waiting ? 3 : 0,
                Reason = reason,
                Cause = cause,
                HeldByGuards = guards,
                RunId = state == PendingChangeState.Written ? runId : null,
            };
        context.PendingChanges.AddRange(
            written.Select((change, index) => Of(change, 1 + index, PendingChangeState.Written))
        );
        context.PendingChanges.AddRange(
            Of(
                written[0],
                20,
                PendingChangeState.Held,
                new Reason(InboundReasons.GuardHolds, nameof(GuardKind.ValuesCleared)),
                PendingChangeCause.SafetyLimit,
                nameof(GuardKind.ValuesCleared)
            ),
            Of(
                written[1],
                21,
                PendingChangeState.Held,
                new Reason(InboundReasons.RuleAsks, "2"),
                PendingChangeCause.Approval
            ),
            Of(written[2], 22, PendingChangeState.Failed, new Reason(InboundReasons.CannotBeRead)),
            Of(written[3], 23, PendingChangeState.ForManualSync, new Reason(InboundReasons.AddingIsOff)),
            Of(
                written[4],
                24,
                PendingChangeState.NothingToDo,
                new Reason(InboundReasons.LeaverDeactivated),
                PendingChangeCause.LeftHuma
            ),
            Of(written[0], 90, PendingChangeState.NothingToDo),
            Of(written[5], 25, PendingChangeState.Waiting, new Reason(InboundReasons.CannotBeRead))
        );
        context.PendingChanges.Add(
            new PendingChange
            {
                ConnectionId = connectionId,
                HumaId = Stranger,
                State = PendingChangeState.ForManualSync,
                ReceivedAt = now,
                EndedAt = now,
                Reason = new Reason(InboundReasons.UnknownPerson),
            }
        );
        context.HeldValues.AddRange(
            new[] { Field.Phone, Field.Identification }.Select(field => new HeldValue
            {
                ConnectionId = connectionId,
                HumaId = written[1].HumaId!.Value,
                XledgerId = written[1].XledgerId!.Value,
                PersonName = written[1].PersonName,
                Field = field,
                Huma = new FieldValue.Of(field == Field.Phone ? "+47 912 34 567" : "NO 13097248022"),
                Xledger = FieldValue.Nothing,
                Baseline = FieldValue.NotKnown,
                Rule = PolicyRule.Ask,
                HeldAt = now,
            })
        );
        await context.SaveChangesAsync(cancellation);
    }
}
