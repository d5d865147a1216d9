using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Raises and clears the alerts that follow from what is stored: Xledger's allowance, people whom a guard holds back,
/// people whose changes failed, people who changed without a message. Asked now and then, for all connections at once:
/// the number of queries does not grow
/// with them. A fault of a system is raised at once where it is met.
/// </summary>
public sealed class AlertRounds(
    IDbContextFactory<SyncDbContext> contexts,
    UsageLedger usage,
    AllowanceCheck allowance,
    Reconciliation reconciliation,
    Alerts alerts,
    TimeProvider clock
)
{
    private static readonly string[] Watched =
    [
        AlertReasons.AllowanceUsedUp,
        AlertReasons.AllowanceNear,
        AlertReasons.GuardHolds,
        AlertReasons.PeopleFailed,
        AlertReasons.MissedChanges,
    ];

    /// <summary>Opens and closes the alerts of every connection that has not ended.</summary>
    public async Task WatchAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var problems = new Dictionary<(Guid ConnectionId, string Code), AlertProblem>();
        foreach (var (connection, problem) in await AllowancesAsync(context, cancellation))
        {
            problems[(connection, problem.Code)] = problem;
        }

        foreach (var (connection, people) in await PeopleAsync(context, Held(context), cancellation))
        {
            problems[(connection, AlertReasons.GuardHolds)] = AlertProblem.GuardHolds(people);
        }

        foreach (var (connection, people) in await PeopleAsync(context, Failed(context), cancellation))
        {
            problems[(connection, AlertReasons.PeopleFailed)] = AlertProblem.PeopleFailed(people);
        }

        foreach (var (connection, people) in await MissedAsync(context, cancellation))
        {
            problems[(connection, AlertReasons.MissedChanges)] = AlertProblem.MissedChanges(people);
        }

        await SetAsync(context, problems, cancellation);
    }

    // A webhook that is set up should have brought them; where checks stand in for it or reconcile, the next one does.
    private async Task<IEnumerable<(Guid ConnectionId, int People)>> MissedAsync(
        SyncDbContext context,
        CancellationToken cancellation
    )
    {
        var missed = await context
            .OpenMissedChanges()
            .GroupBy(one => one.ConnectionId)
            .Select(group => new { ConnectionId = group.Key, People = group.Count() })
            .ToDictionaryAsync(one => one.ConnectionId, one => one.People, cancellation);
        if (missed.Count == 0)
        {
            return [];
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var connections = await context
            .Connections.AsNoTracking()
            .NotEnded()
            .Where(connection => missed.Keys.Contains(connection.Id) && connection.WebhookAddress != null)
            .ToListAsync(cancellation);
        return connections
            .Where(connection => !reconciliation.Enqueues(connection, now))
            .Select(connection => (connection.Id, missed[connection.Id]));
    }

    // Only what differs is written: a problem that lasts costs nothing.
    private async Task SetAsync(
        SyncDbContext context,
        Dictionary<(Guid ConnectionId, string Code), AlertProblem> problems,
        CancellationToken cancellation
    )
    {
        var open = await context
            .Alerts.AsNoTracking()
            .Where(alert =>
                alert.ClosedAt == null
                && Watched.Contains(alert.Problem)
                && context.Connections.NotEnded().Any(connection => connection.Id == alert.ConnectionId)
            )
            .Select(alert => new
            {
                alert.Id,
                alert.ConnectionId,
                alert.Problem,
                alert.Arguments,
            })
            .ToListAsync(cancellation);
        var over = open.Where(alert => !problems.ContainsKey((alert.ConnectionId, alert.Problem)))
            .Select(alert => alert.Id)
            .ToList();
        if (over.Count > 0)
        {
            await alerts.CloseAsync(over, cancellation);
        }

        var known = open.ToDictionary(alert => (alert.ConnectionId, alert.Problem), alert => alert.Arguments);
        foreach (var (subject, problem) in problems)
        {
            if (!known.TryGetValue(subject, out var arguments) || !arguments.SequenceEqual(problem.Arguments))
            {
                await alerts.RaiseAsync(subject.ConnectionId, problem, cancellation);
            }
        }
    }

    private async Task<IEnumerable<(Guid ConnectionId, AlertProblem Problem)>> AllowancesAsync(
        SyncDbContext context,
        CancellationToken cancellation
    )
    {
        var (month, least) = (usage.ThisMonth, allowance.LeastToWarn);
        var used = await (
            from connection in context.Connections.NotEnded()
            join row in context.Usage on connection.XledgerTokenFingerprint equals row.Fingerprint
            where row.Side == Side.Xledger && row.Month == month && row.Requests >= least
            select new { connection.Id, row.Requests }
        ).ToListAsync(cancellation);
        return from one in used
            let outlook = allowance.ForecastOf(one.Requests)
            where outlook.Warns || outlook.IsUsedUp
            select (
                one.Id,
                outlook.IsUsedUp
                    ? AlertProblem.AllowanceUsedUp(outlook.Used, outlook.Allowance)
                    : AlertProblem.AllowanceNear(outlook.Used, outlook.Allowance)
            );
    }

    private static IQueryable<PendingChange> Held(SyncDbContext context) =>
        context.PendingChanges.Where(pending =>
            pending.State == PendingChangeState.Held
            && (pending.Cause == PendingChangeCause.SafetyLimit || pending.Cause == PendingChangeCause.OtherPerson)
        );

    private static IQueryable<PendingChange> Failed(SyncDbContext context) =>
        context.PendingChanges.Where(pending => pending.State == PendingChangeState.Failed);

    // How many people these are, by connection.
    private static async Task<IEnumerable<(Guid ConnectionId, int People)>> PeopleAsync(
        SyncDbContext context,
        IQueryable<PendingChange> pendingChanges,
        CancellationToken cancellation
    ) =>
        (
            await pendingChanges
                .Where(pending =>
                    context.Connections.NotEnded().Any(connection => connection.Id == pending.ConnectionId)
                )
                .GroupBy(pending => pending.ConnectionId)
                .Select(group => new
                {
                    ConnectionId = group.Key,
                    People = group.Select(pending => pending.HumaId).Distinct().Count(),
                })
                .ToListAsync(cancellation)
        ).Select(one => (one.ConnectionId, one.People));
}
