using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
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
    ChangeQueue queue,
    Reconciliation reconciliation,
    Alerts alerts
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
    /// Reports what a check found: an entry in the activity log, an alert where it is more than the connection's limit,
    /// and the missed changes to the queue where the connection reconciles. Does nothing for any other comparison, nor
    /// when called again after it went well.
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
            .Connections.Where(row => row.Id == report.ConnectionId)
            .Select(row => row.DriftThreshold)
            .SingleAsync(cancellation);
        var found = report.Findings;
        await alerts.SetAsync(
            report.ConnectionId,
            AlertReasons.Drift,
            found.Differences > limit ? AlertProblem.Drift(found.Differences, limit) : null,
            cancellation
        );
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, report.ConnectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == report.ConnectionId, cancellation);
        context.Activity.Add(
            ActivityRecord.Of(
                Actor.Behind(record.StartedBy, record.StartedById),
                ActivityCodes.DriftChecked,
                report.At,
                report.ConnectionId,
                [$"{found.Differences}", $"{found.Missed}", $"{found.OnlyInHuma + found.OnlyInXledger}"]
            )
        );
        var rings = await reconciliation.TakeUpAsync(context, connection, cancellation);
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        if (rings)
        {
            queue.Signal(connection.Id);
        }
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

    /// <summary>The check that is under way on a connection; null where none is.</summary>
    public Task<Guid?> UnderWayAsync(Guid connectionId, Actor by, CancellationToken cancellation) =>
        compare.UnderWayAsync(connectionId, by, cancellation, ComparisonPurpose.DriftCheck);
}
