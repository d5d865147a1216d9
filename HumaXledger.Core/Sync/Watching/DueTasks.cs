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
/// afterwards. Asks for all connections at once: the number of queries does not grow with them.
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

    /// <summary>
    /// A check of Huma that could not be completed is tried again after this time, where it has to notice what a
    /// webhook did not bring.
    /// </summary>
    internal static readonly TimeSpan QuickAgainAfter = TimeSpan.FromHours(1);

    /// <summary>
    /// As many of a kind in one answer, those first that have waited longest. A round stays short when a night of
    /// thousands of connections has to be made up for; the others follow in the next ones.
    /// </summary>
    internal const int MostOfAKind = 200;

    /// <summary>
    /// Longer than from one time of day to the same on the next day, also when the clocks are set back.
    /// </summary>
    private static readonly TimeSpan MoreThanADay = TimeSpan.FromHours(26);

    /// <summary>What is due now, of all connections.</summary>
    public async Task<IReadOnlyList<Due>> FindAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var due = (await HealthAsync(context, now, cancellation)).ConvertAll(id => new Due(id, DueKind.TokenHealth));
        // What runs on a connection goes first; a minute later it is asked again.
        var busy = (await BusyAsync(context, cancellation)).ToHashSet();
        var dates = await DatedChanges.DueAsync(context, SystemDay.Of(clock.GetUtcNow()), cancellation);
        due.AddRange(dates.Where(id => !busy.Contains(id)).Take(MostOfAKind).Select(id => new Due(id, DueKind.Dates)));

        var scheduled = await ScheduledAsync(context, cancellation);
        scheduled.RemoveAll(connection => busy.Contains(connection.Id));
        var lately = await LatelyAsync(context, now, cancellation);
        var drift = await DriftChecksAsync(context, scheduled, lately, now, cancellation);
        due.AddRange(drift.Take(MostOfAKind).Select(id => new Due(id, DueKind.DriftCheck)));
        // A difference check sees whatever the scheduled check of Huma would see.
        var checkedAnyway = drift.ToHashSet();
        due.AddRange(
            scheduled
                .Where(connection => !checkedAnyway.Contains(connection.Id))
                .Select(connection => (connection.Id, At: QuickComparisonAt(connection, lately[connection.Id], now)))
                .Where(one => now >= one.At)
                .OrderBy(one => one.At)
                .Take(MostOfAKind)
                .Select(one => new Due(one.Id, DueKind.QuickComparison))
        );
        return due;
    }

    private Task<List<Guid>> HealthAsync(SyncDbContext context, DateTime now, CancellationToken cancellation)
    {
        var (every, again) = (now - health.Value.Every, now - health.Value.AgainAfter);
        return context
            .Connections.NotEnded()
            .Where(connection =>
                context.Health.Any(row =>
                    row.ConnectionId == connection.Id && row.CheckedAt <= (row.Accepted ? every : again)
                ) || (connection.CreatedAt <= every && !context.Health.Any(row => row.ConnectionId == connection.Id))
            )
            .OrderBy(connection =>
                context.Health.Where(row => row.ConnectionId == connection.Id).Min(row => (DateTime?)row.CheckedAt)
                ?? connection.CreatedAt
            )
            .Select(connection => connection.Id)
            .Take(MostOfAKind)
            .ToListAsync(cancellation);
    }

    private static Task<List<Guid>> BusyAsync(SyncDbContext context, CancellationToken cancellation) =>
        context
            .Runs.UnderWay()
            .Select(run => run.ConnectionId)
            .Union(
                context
                    .Comparisons.Where(comparison => comparison.State == ComparisonState.Running)
                    .Select(comparison => comparison.ConnectionId)
            )
            .ToListAsync(cancellation);

    private static Task<List<Scheduled>> ScheduledAsync(SyncDbContext context, CancellationToken cancellation) =>
        context
            .Connections.NotEnded()
            .Where(connection =>
                connection.State == ConnectionState.Active
                && (
                    connection.DriftCheckAt != null
                    || connection.QuickComparisonMinutes != null
                    || connection.WebhookAddress != null
                    || connection.Reconciles
                )
            )
            .Select(connection => new Scheduled(
                connection.Id,
                connection.CreatedAt,
                connection.LastSyncedAt,
                connection.DriftCheckAt,
                connection.PausedAt != null,
                connection.QuickComparisonMinutes,
                connection.LastQuickComparisonAt,
                connection.LastCompletedQuickComparisonAt,
                connection.WebhookAddress != null,
                connection.WebhookAddress != null ? connection.LastMessageAt : null,
                connection.Reconciles
            ))
            .ToListAsync(cancellation);

    // When the scheduled check of Huma is due; null where there is none.
    private DateTime? QuickComparisonAt(Scheduled connection, IEnumerable<Check> checks, DateTime now)
    {
        if (connection.IsPaused)
        {
            return null;
        }

        var byInterval =
            connection.Reconciles
            || WebhookHealthReading.Of(connection.LastMessageAt, now, quick.Value) != WebhookHealth.Reporting
                ? ByInterval(connection)
                : null;
        var toNotice = connection.HasWebhook || connection.Reconciles ? ToNotice(connection, checks) : (DateTime?)null;
        return byInterval < toNotice ? byInterval : toNotice ?? byInterval;
    }

    // A run postpones it, but not where messages of a webhook may be behind each run.
    private static DateTime? ByInterval(Scheduled connection)
    {
        var (looked, synced) = (connection.LastQuickComparisonAt, connection.LastSyncedAt);
        var last = looked > synced || connection.Reconciles ? looked : synced;
        return connection.QuickComparisonMinutes is { } minutes
            ? (last ?? DateTime.MinValue).AddMinutes(minutes)
            : null;
    }

    // Half of the time is left for a check that fails and is made up for, and for the check itself.
    private DateTime ToNotice(Scheduled connection, IEnumerable<Check> checks)
    {
        var read = checks
            .Where(check => check.FailedAt is null)
            .Select(check => check.StartedAt)
            .Append(connection.LastCompletedQuickComparisonAt ?? connection.CreatedAt)
            .Max();
        var due = read + quick.Value.NoticeWithin / 2;
        return
            connection.LastQuickComparisonAt is { } tried
            && !(connection.LastCompletedQuickComparisonAt >= tried)
            && tried + QuickAgainAfter > due
            ? tried + QuickAgainAfter
            : due;
    }

    // The difference checks of the last day.
    private static async Task<ILookup<Guid, Check>> LatelyAsync(
        SyncDbContext context,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var since = now - MoreThanADay;
        return (
            await context
                .Comparisons.Where(comparison =>
                    comparison.Purpose == ComparisonPurpose.DriftCheck && comparison.StartedAt >= since
                )
                .Select(comparison => new Check(
                    comparison.ConnectionId,
                    comparison.StartedAt,
                    comparison.State == ComparisonState.Failed ? comparison.FinishedAt : null
                ))
                .ToListAsync(cancellation)
        ).ToLookup(check => check.ConnectionId);
    }

    // Those that have waited longest first.
    private static async Task<List<Guid>> DriftChecksAsync(
        SyncDbContext context,
        List<Scheduled> scheduled,
        ILookup<Guid, Check> lately,
        DateTime now,
        CancellationToken cancellation
    )
    {
        List<(Guid Id, DateTime Moment)> due = [];
        List<(Guid Id, DateTime Moment)> perhapsFirst = [];
        foreach (var connection in scheduled)
        {
            if (
                connection.DriftCheckAt is not { } at
                || ScheduleOffset.Last(connection.Id, at, now) is var moment && moment < connection.CreatedAt
            )
            {
                continue;
            }

            if (
                lately.Contains(connection.Id)
                    ? IsDue(lately[connection.Id], moment, now)
                    : moment >= connection.LastSyncedAt
            )
            {
                due.Add((connection.Id, moment));
            }
            else if (!lately.Contains(connection.Id))
            {
                perhapsFirst.Add((connection.Id, moment));
            }
        }

        due.AddRange(await NotTheFirstAsync(context, perhapsFirst, cancellation));
        return [.. due.OrderBy(one => one.Moment).Select(one => one.Id)];
    }

    private static bool IsDue(IEnumerable<Check> checks, DateTime moment, DateTime now)
    {
        var last = checks.MaxBy(check => check.StartedAt)!;
        return last.StartedAt < moment
            || (
                last.FailedAt + DriftAgainAfter <= now && checks.Count(check => check.StartedAt >= moment) < DriftTries
            );
    }

    // The first check has nothing to report before a synchronization.
    private static async Task<IEnumerable<(Guid Id, DateTime Moment)>> NotTheFirstAsync(
        SyncDbContext context,
        List<(Guid Id, DateTime Moment)> connections,
        CancellationToken cancellation
    )
    {
        if (connections.Count == 0)
        {
            return [];
        }

        var ids = connections.ConvertAll(connection => connection.Id);
        var known = await context
            .Comparisons.Where(comparison =>
                comparison.Purpose == ComparisonPurpose.DriftCheck && ids.Contains(comparison.ConnectionId)
            )
            .Select(comparison => comparison.ConnectionId)
            .Distinct()
            .ToListAsync(cancellation);
        return connections.Where(connection => known.Contains(connection.Id));
    }

    /// <param name="LastMessageAt">Null without a webhook.</param>
    private sealed record Scheduled(
        Guid Id,
        DateTime CreatedAt,
        DateTime? LastSyncedAt,
        TimeOnly? DriftCheckAt,
        bool IsPaused,
        int? QuickComparisonMinutes,
        DateTime? LastQuickComparisonAt,
        DateTime? LastCompletedQuickComparisonAt,
        bool HasWebhook,
        DateTime? LastMessageAt,
        bool Reconciles
    );

    /// <param name="FailedAt">Null unless it failed.</param>
    private sealed record Check(Guid ConnectionId, DateTime StartedAt, DateTime? FailedAt);
}
