using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>Ends the pending changes that a run was writing, by what its journal says of each person.</summary>
internal static class InboundSettlement
{
    /// <returns>Why the run broke off; null where it came to its end. Whom it did not reach waits on.</returns>
    public static async Task<Reason?> SettleAsync(
        SyncDbContext context,
        Guid runId,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        context.ChangeTracker.Clear();
        var run = await context.Runs.AsNoTracking().SingleAsync(row => row.Id == runId, cancellation);
        if (run.FinishedAt is null)
        {
            // Another attempt has taken it over.
            return new Reason(RunReasons.RunUnderWay);
        }

        var batch = await ChangeBatch.OfRunAsync(context, runId, cancellation);
        var changes = (
            await context
                .Changes.AsNoTracking()
                .Where(change => change.RunId == runId && change.HumaId != null)
                .ToListAsync(cancellation)
        ).ToLookup(change => change.HumaId!.Value);
        var shelf = await PendingApprovals.OfAsync(context, run.ConnectionId, batch.People, cancellation);
        var links = await context
            .Links.Where(link => link.ConnectionId == run.ConnectionId && batch.People.Contains(link.HumaId))
            .ToDictionaryAsync(link => link.HumaId, cancellation);
        var failure = run.FailureCode is { } code ? new Reason(code, run.FailureArguments) : null;
        var now = clock.GetUtcNow().UtcDateTime;
        foreach (var person in batch.People)
        {
            Settle(batch, shelf, person, [.. changes[person]], links.GetValueOrDefault(person), failure, now);
        }

        await context.SaveChangesAsync(cancellation);
        return failure;
    }

    /// <summary>Where somebody stands for whom this reason remains.</summary>
    /// <param name="otherwise">Where nothing can be done about it: it is only told.</param>
    public static PendingChangeState StateOf(Reason remains, PendingChangeState otherwise) =>
        remains.Code switch
        {
            InboundReasons.GuardHolds or InboundReasons.RuleAsks or InboundReasons.LooksLikeAnother =>
                PendingChangeState.Held,
            PlanningReasons.ForbiddenUnknown
            or PlanningReasons.ForbiddenNotClearable
            or ValueReasons.GenderNoCounterpart
            or InboundReasons.LeaverDeactivated
            or InboundReasons.LeaverDeleted => otherwise,
            _ => PendingChangeState.Failed,
        };

    private static void Settle(
        ChangeBatch batch,
        PendingApprovals shelf,
        HumaId person,
        IReadOnlyList<ChangeRecord> changes,
        PersonLink? link,
        Reason? failure,
        DateTime now
    )
    {
        if (changes.Any(change => change.State is ChangeState.Planned or ChangeState.Sending))
        {
            batch.NotReached(person, failure ?? new Reason(RunReasons.Unforeseen));
            return;
        }

        var held = changes.Where(change => change.State == ChangeState.Held).ToList();
        foreach (var change in held.Where(_ => link is not null))
        {
            // Xledger moved while a decision, or only a gap, was to be followed: somebody decides anew about what is
            // there now.
            shelf.Put(
                person,
                link!.XledgerId,
                change.PersonName,
                new HeldField(
                    change.Field,
                    change.To,
                    change.After ?? FieldValue.NotKnown,
                    link.Baseline[change.Field],
                    PolicyRule.Ask
                ),
                now
            );
            link.LastProcessed = link.LastProcessed.With(change.Field, change.To);
        }

        foreach (var change in changes.Where(change => change.State == ChangeState.Confirmed))
        {
            shelf.Remove(person, change.Field);
        }

        var remains = batch.Of(person).First() is { ReasonCode: { } code } pending
            ? new Reason(code, pending.ReasonArguments)
            : null;
        if (changes.FirstOrDefault(change => change.State == ChangeState.Refused) is { } refused)
        {
            batch.End(person, PendingChangeState.Failed, ReasonOf(refused), now);
        }
        else if (changes.FirstOrDefault(change => change.State == ChangeState.Failed) is { } failed)
        {
            batch.Later(person, ReasonOf(failed), now);
        }
        else if (held.Count > 0)
        {
            batch.End(person, PendingChangeState.Held, new Reason(InboundReasons.RuleAsks, $"{held.Count}"), now);
        }
        else
        {
            batch.End(
                person,
                remains is null ? PendingChangeState.Written : StateOf(remains, PendingChangeState.Written),
                remains,
                now
            );
        }
    }

    private static Reason ReasonOf(ChangeRecord change) =>
        change.ReasonCode is { } code ? new Reason(code, change.ReasonArguments) : new Reason(RunReasons.Unforeseen);
}
