using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Reads both systems completely and reports what a manual synchronization would find, what no message announced, and
/// what changed in Xledger. Writes to neither system, and leaves the comparison that is open for decisions as it is.
/// </summary>
public sealed class DriftCheck(
    IDbContextFactory<SyncDbContext> contexts,
    Compare compare,
    ChangeQueue board,
    Alerts alerts,
    ActivityLog activity
)
{
    /// <summary>
    /// Stores the request for a check; <see cref="Compare.RunAsync"/> carries it out and <see cref="ConcludeAsync"/>
    /// reports what it found. A running check is joined. Refused while a run writes: what it has not reached yet would
    /// be reported as missing.
    /// </summary>
    public async Task<Answer<Guid>> StartAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Prepare, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == connectionId, cancellation);
        return connection.EndedBecause() is { } ended ? new Answer<Guid>.Refused(ended)
            : await context.UnderWay(connectionId).AnyAsync(cancellation)
                ? new Answer<Guid>.Refused(new Reason(RunReasons.RunUnderWay))
            : new Answer<Guid>.Done(
                await compare.StartAsync(connectionId, by, cancellation, ComparisonPurpose.DriftCheck)
            );
    }

    /// <summary>
    /// Reports what a check found: an entry in the activity log, and an alert where it is more than the connection's
    /// limit. Does nothing for any other comparison, nor when called again after it went well.
    /// </summary>
    public async Task ConcludeAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var record = await context
            .Comparisons.AsNoTracking()
            .SingleAsync(comparison => comparison.Id == comparisonId, cancellation);
        if (
            await context
                .DriftReports.AsNoTracking()
                .SingleOrDefaultAsync(report => report.ComparisonId == comparisonId, cancellation)
            is not { } report
        )
        {
            return;
        }

        // The entry has the time of the report, so that a second call, on any node, finds it. It is saved last.
        if (
            await context.Activity.AnyAsync(
                entry =>
                    entry.ConnectionId == report.ConnectionId
                    && entry.What == ActivityCodes.DriftChecked
                    && entry.At == report.At,
                cancellation
            )
        )
        {
            return;
        }

        var limit = await context
            .Connections.Where(connection => connection.Id == report.ConnectionId)
            .Select(connection => connection.DriftThreshold)
            .SingleAsync(cancellation);
        var found = report.Findings;
        await alerts.SetAsync(
            report.ConnectionId,
            AlertReasons.Drift,
            found.Differences > limit ? AlertProblem.Drift(found.Differences, limit) : null,
            cancellation
        );
        context.Activity.Add(
            ActivityRecord.Of(
                Actor.Behind(record.StartedBy, record.StartedById),
                ActivityCodes.DriftChecked,
                report.At,
                report.ConnectionId,
                [$"{found.Differences}", $"{found.Missed}", $"{found.OnlyInHuma + found.OnlyInXledger}"]
            )
        );
        await context.SaveChangesAsync(cancellation);
    }

    /// <summary>The newest report of a connection; null before the first.</summary>
    public async Task<DriftReport?> LastAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .DriftReports.AsNoTracking()
            .Where(report => report.ConnectionId == connectionId)
            .OrderByDescending(report => report.At)
            .FirstOrDefaultAsync(cancellation);
    }

    /// <summary>
    /// People whose changes a check found without a message, and who were not looked at since: by a later message, or
    /// by a synchronization of a newer comparison.
    /// </summary>
    public async Task<IReadOnlyList<HumaId>> MissedAsync(DriftReport report, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, report.ConnectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await MissedAsync(context, report, cancellation);
    }

    private static async Task<IReadOnlyList<HumaId>> MissedAsync(
        SyncDbContext context,
        DriftReport report,
        CancellationToken cancellation
    )
    {
        var reviewed = await (
            from run in context.Runs
            join plan in context.Plans on run.PlanId equals plan.Id
            join comparison in context.Comparisons on plan.ComparisonId equals comparison.Id
            where
                run.ConnectionId == report.ConnectionId
                && run.State == RunState.Completed
                && comparison.StartedAt > report.At
                && (plan.Origin == PlanOrigin.Reviewed || plan.Origin == PlanOrigin.Rest)
            select run.Id
        ).AnyAsync(cancellation);
        var since = await context
            .PendingChanges.Where(pending =>
                pending.ConnectionId == report.ConnectionId && pending.ReceivedAt >= report.At
            )
            .Select(pending => pending.HumaId)
            .Distinct()
            .ToListAsync(cancellation);
        return reviewed ? [] : [.. report.Findings.MissedPeople.Except(since)];
    }

    /// <summary>The check that is under way on a connection; null where none is.</summary>
    public Task<Guid?> UnderWayAsync(Guid connectionId, Actor by, CancellationToken cancellation) =>
        compare.UnderWayAsync(connectionId, by, cancellation, ComparisonPurpose.DriftCheck);

    /// <summary>
    /// Queues the people whose changes a check found without a message: their changes are written as if a message had
    /// announced them.
    /// </summary>
    /// <returns>How many people.</returns>
    public async Task<int> BringAsync(Guid comparisonId, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context.DemandOfComparisonAsync(by, Permission.Synchronize, comparisonId, cancellation);
        var report = await context
            .DriftReports.AsNoTracking()
            .SingleAsync(report => report.ComparisonId == comparisonId, cancellation);
        var people = await MissedAsync(context, report, cancellation);
        if (people.Count > 0)
        {
            var (left, gone) = (report.Findings.LeftPeople.ToHashSet(), report.Findings.GonePeople.ToHashSet());
            foreach (
                var kind in people.GroupBy(person =>
                    left.Contains(person) ? PendingChangeKind.Other
                    : gone.Contains(person) ? PendingChangeKind.Deleted
                    : PendingChangeKind.Updated
                )
            )
            {
                await board.PutAsync(
                    report.ConnectionId,
                    [.. kind],
                    PendingChangeSource.DriftCheck,
                    kind.Key,
                    null,
                    cancellation
                );
            }

            await activity.AppendAsync(
                by,
                ActivityCodes.MissedBrought,
                report.ConnectionId,
                [$"{people.Count}"],
                cancellation
            );
        }

        return people.Count;
    }
}
