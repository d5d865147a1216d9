using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>What is due.</summary>
public enum DueKind
{
    DriftCheck,
    QuickComparison,
    TokenHealth,

    /// <summary>People with a date that has come, on which a position begins or has ended.</summary>
    Dates,
}

/// <summary>Scheduled work of one connection whose time has come.</summary>
public readonly record struct Due(Guid ConnectionId, DueKind Kind);

/// <summary>
/// Says what scheduled work is due, from the settings of the connections and from what was done last. So a changed
/// setting counts at once, and what fell into a time when nothing ran is done once
/// afterwards.
/// </summary>
public sealed class DueTasks(
    IDbContextFactory<SyncDbContext> contexts,
    IOptions<HealthOptions> health,
    IOptions<QuickComparisonOptions> quick,
    TimeProvider clock
)
{
    /// <summary>A failed difference check is tried again after this time, this many times in all.</summary>
    internal static readonly TimeSpan DriftAgainAfter = TimeSpan.FromHours(1);

    internal const int DriftTries = 3;

    /// <summary>What is due now, of all connections.</summary>
    public async Task<IReadOnlyList<Due>> FindAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var today = SystemDay.Of(clock.GetUtcNow());
        var due = new List<Due>();
        foreach (var connection in await context.Connections.AsNoTracking().NotEnded().ToListAsync(cancellation))
        {
            if (await IsHealthDueAsync(context, connection, now, cancellation))
            {
                due.Add(new Due(connection.Id, DueKind.TokenHealth));
            }

            // What runs on the connection goes first; a minute later it is asked again.
            if (!connection.IsInUse || await IsBusyAsync(context, connection.Id, cancellation))
            {
                continue;
            }

            if (!connection.IsPaused && await DatedChanges.AnyDueAsync(context, connection.Id, today, cancellation))
            {
                due.Add(new Due(connection.Id, DueKind.Dates));
            }

            if (await IsDriftCheckDueAsync(context, connection, now, cancellation))
            {
                due.Add(new Due(connection.Id, DueKind.DriftCheck));
            }
            else if (IsQuickComparisonDue(connection, now))
            {
                due.Add(new Due(connection.Id, DueKind.QuickComparison));
            }
        }

        return due;
    }

    private bool IsQuickComparisonDue(Connection connection, DateTime now) =>
        connection is { IsPaused: false, QuickComparisonMinutes: { } minutes }
        && WebhookHealthReading.Of(connection, now, quick.Value) != WebhookHealth.Reporting
        && now
            >= (
                connection.LastQuickComparisonAt > connection.LastSyncedAt
                    ? connection.LastQuickComparisonAt
                    : connection.LastSyncedAt ?? DateTime.MinValue
            )?.AddMinutes(minutes);

    private static async Task<bool> IsDriftCheckDueAsync(
        SyncDbContext context,
        Connection connection,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (
            connection.DriftCheckAt is not { } at
            || ScheduleOffset.Last(connection.Id, at, now) is var moment && moment < connection.CreatedAt
        )
        {
            return false;
        }

        var checks = await context
            .Comparisons.AsNoTracking()
            .Where(comparison =>
                comparison.ConnectionId == connection.Id && comparison.Purpose == ComparisonPurpose.DriftCheck
            )
            .OrderByDescending(comparison => comparison.StartedAt)
            .Take(DriftTries)
            .ToListAsync(cancellation);
        // The first one has nothing to report before a synchronization.
        return checks.Count == 0
            ? moment >= connection.LastSyncedAt
            : checks[0].StartedAt < moment
                || (
                    checks[0].State == ComparisonState.Failed
                    && checks[0].FinishedAt + DriftAgainAfter <= now
                    && checks.Count(check => check.StartedAt >= moment) < DriftTries
                );
    }

    private async Task<bool> IsHealthDueAsync(
        SyncDbContext context,
        Connection connection,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var last = await context
            .Health.AsNoTracking()
            .Where(row => row.ConnectionId == connection.Id)
            .ToListAsync(cancellation);
        return last.Count == 0
            ? now - connection.CreatedAt >= health.Value.Every
            : last.Exists(row => now - row.CheckedAt >= (row.Accepted ? health.Value.Every : health.Value.AgainAfter));
    }

    private static async Task<bool> IsBusyAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        await context.UnderWay(connectionId).AnyAsync(cancellation)
        || await context.Comparisons.AnyAsync(
            comparison => comparison.ConnectionId == connectionId && comparison.State == ComparisonState.Running,
            cancellation
        );
}
