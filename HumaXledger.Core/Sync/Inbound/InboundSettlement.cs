using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>Ends the pending changes that a run was writing, by what its journal says of each person.</summary>
internal static class InboundSettlement
{
    /// <returns>Why the run broke off; null where it came to its end. People it did not reach wait on.</returns>
    public static async Task<RunFailure?> SettleAsync(
        SyncDbContext context,
        Guid runId,
        StoreTime time,
        CancellationToken cancellation
    )
    {
        context.ChangeTracker.Clear();
        var run = await context.Runs.AsNoTracking().SingleAsync(row => row.Id == runId, cancellation);
        if (run.FinishedAt is null)
        {
            return RunFailure.TakenOver;
        }

        var batch = await ChangeBatch.OfRunAsync(context, run, time.Ahead, cancellation);
        var changes = (
            await context
                .Changes.AsNoTracking()
                .Where(change => change.RunId == runId && change.HumaId != null)
                .ToListAsync(cancellation)
        ).ToLookup(change => change.HumaId!.Value);
        var approvals = await PendingApprovals.OfAsync(context, run.ConnectionId, batch.People, cancellation);
        var links = await context
            .Links.Where(link => link.ConnectionId == run.ConnectionId && batch.People.Contains(link.HumaId))
            .ToDictionaryAsync(link => link.HumaId, cancellation);
        var failure = RunFailure.Of(run);
        var now = time.Node;
        foreach (var person in batch.People)
        {
            Settle(
                batch,
                approvals,
                person,
                [.. changes[person]],
                links.GetValueOrDefault(person),
                failure?.Reason,
                now
            );
        }

        await context.SaveChangesAsync(cancellation);
        return failure;
    }

    private static void Settle(
        ChangeBatch batch,
        PendingApprovals approvals,
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
        if (held.Count > 0 && link is { Doubted: true } or { OtherPersonAt: not null })
        {
            // Found when the record was read before it was written to.
            var remains = link.Doubted ? Remaining.Doubted : Remaining.OtherPerson;
            batch.End(person, remains, PendingChangeState.Held, now);
            return;
        }

        if (held.Count > 0 && link is null)
        {
            batch.End(person, PendingChangeState.ForManualSync, new Reason(InboundReasons.Unlinked), now);
            return;
        }

        foreach (var change in held)
        {
            // Xledger moved while a decision, or only a gap, was to be followed: decided anew on what is there now.
            approvals.Put(
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
            approvals.Remove(person, change.Field);
        }

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
            batch.End(person, Remaining.Asked(held.Count), PendingChangeState.Written, now);
        }
        else
        {
            batch.End(person, batch.RemainsOf(person), PendingChangeState.Written, now);
        }
    }

    private static Reason ReasonOf(ChangeRecord change) => change.Reason ?? new Reason(RunReasons.Unforeseen);
}
