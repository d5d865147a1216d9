using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Problems of connections from when they are noticed until they are over. A problem is raised each time it is met and
/// cleared when it is seen to be gone. One is open per connection and problem, so that administrators are mailed once,
/// and once more when it is over.
/// </summary>
public sealed class Alerts(
    IDbContextFactory<SyncDbContext> contexts,
    IOptions<AlertOptions> options,
    TimeProvider clock
)
{
    /// <summary>
    /// Notes a problem (<see cref="AlertProblem"/>). One that is open already keeps its beginning and gets the newest
    /// particulars.
    /// </summary>
    public async Task RaiseAsync(Guid connectionId, AlertProblem problem, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var now = clock.GetUtcNow().UtcDateTime;
        var late = now - options.Value.OverAfter;
        var known = await context
            .Alerts.Where(alert =>
                alert.ConnectionId == connectionId
                && alert.Problem == problem.Code
                && (alert.ClosedAt == null || (alert.ClosedAt > late && alert.OverMailedAt == null))
            )
            .OrderByDescending(alert => alert.Id)
            .FirstOrDefaultAsync(cancellation);
        if (known is not null)
        {
            // It came back before a mail could say that it was over.
            known.ClosedAt = null;
            known.Why = problem.Why;
            if (!known.Arguments.SequenceEqual(problem.Arguments))
            {
                known.Arguments = problem.Arguments;
            }
        }
        else
        {
            context.Alerts.Add(
                new Alert
                {
                    ConnectionId = connectionId,
                    Problem = problem.Code,
                    Arguments = problem.Arguments,
                    Why = problem.Why,
                    Remedy = problem.Remedy,
                    OpenedAt = now,
                }
            );
            context.Activity.Add(
                ActivityRecord.Of(Actor.System, ActivityCodes.AlertOpened, now, connectionId, [problem.Code])
            );
        }

        try
        {
            await context.SaveChangesAsync(cancellation);
        }
        catch (DbUpdateException) when (known is null)
        {
            // Another node was faster: the database keeps one open.
            if (
                !await context.Alerts.AnyAsync(
                    alert =>
                        alert.ConnectionId == connectionId && alert.Problem == problem.Code && alert.ClosedAt == null,
                    cancellation
                )
            )
            {
                throw;
            }
        }
    }

    /// <summary>Raises this problem, or clears the one with this code where it is null.</summary>
    public Task SetAsync(
        Guid connectionId,
        string problemCode,
        AlertProblem? problem,
        CancellationToken cancellation
    ) =>
        problem is null
            ? ClearAsync(connectionId, problemCode, cancellation)
            : RaiseAsync(connectionId, problem, cancellation);

    /// <summary>Closes a problem. One query where there was none.</summary>
    public async Task ClearAsync(Guid connectionId, string problemCode, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var open = context.Alerts.Where(alert =>
            alert.ConnectionId == connectionId && alert.Problem == problemCode && alert.ClosedAt == null
        );
        if (await open.AnyAsync(cancellation))
        {
            await open.ExecuteUpdateAsync(
                set => set.SetProperty(alert => alert.ClosedAt, clock.GetUtcNow().UtcDateTime),
                cancellation
            );
        }
    }

    /// <summary>Closes these, each by its <see cref="Alert.Id"/>.</summary>
    internal async Task CloseAsync(IReadOnlyCollection<long> ids, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await context
            .Alerts.Where(alert => ids.Contains(alert.Id) && alert.ClosedAt == null)
            .ExecuteUpdateAsync(
                set => set.SetProperty(alert => alert.ClosedAt, clock.GetUtcNow().UtcDateTime),
                cancellation
            );
    }

    /// <summary>The problems of a connection that are there now, the oldest first.</summary>
    public async Task<IReadOnlyList<Alert>> OpenAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Alerts.AsNoTracking()
            .Where(alert => alert.ConnectionId == connectionId && alert.ClosedAt == null)
            .OrderBy(alert => alert.Id)
            .ToListAsync(cancellation);
    }
}
