using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Watching;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>What the list of connections shows of one connection.</summary>
/// <param name="Running">Whether a manual run is in progress.</param>
/// <param name="Problems">Open alerts; missed changes are counted by people instead.</param>
/// <param name="Waiting">People with a pending change from Huma. The next three counts: held for a decision, failed,
/// and waiting for the next synchronization.</param>
/// <param name="Missed">People who changed in Huma without a message, where nothing writes that by itself.</param>
public sealed record ConnectionSummary(
    Guid Id,
    string Name,
    ConnectionState State,
    string? GroupName,
    string EntityName,
    string HumaEnvironment,
    string XledgerEnvironment,
    DateTime? LastSyncedAt,
    bool Running,
    bool Paused,
    bool Disconnected,
    int Problems,
    int Waiting,
    int Held,
    int Failed,
    int ForManualSync,
    int Missed
)
{
    /// <summary>Synchronized at least once, and not ended.</summary>
    public bool InUse => !Disconnected && State == ConnectionState.Active;

    /// <summary>The connections that the user may see; the others do not count either.</summary>
    public static async Task<IReadOnlyList<ConnectionSummary>> ReadAllAsync(
        ReaderContexts contexts,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.ForAsync(by, cancellation);
        var (problems, missed) = (context.OpenProblems(), context.AlertedMissedChanges());
        var manual = context.Runs.UnderWay().Manual(context);
        return await context
            .Connections.OrderBy(ConnectionQueries.IsEnded)
            .ThenBy(connection => connection.Name)
            .Select(connection => new ConnectionSummary(
                connection.Id,
                connection.Name,
                connection.State,
                connection.HumaGroupName,
                connection.XledgerEntityName,
                connection.HumaEnvironment,
                connection.XledgerEnvironment,
                connection.LastSyncedAt,
                manual.Any(run => run.ConnectionId == connection.Id),
                connection.PausedAt != null,
                connection.DisconnectedAt != null,
                problems.Count(alert => alert.ConnectionId == connection.Id),
                context
                    .PendingChanges.Where(pending =>
                        pending.ConnectionId == connection.Id
                        && (pending.State == PendingChangeState.Waiting || pending.State == PendingChangeState.Writing)
                    )
                    .Select(pending => pending.HumaId)
                    .Distinct()
                    .Count(),
                context
                    .PendingChanges.Where(pending =>
                        pending.ConnectionId == connection.Id && pending.State == PendingChangeState.Held
                    )
                    .Select(pending => pending.HumaId)
                    .Distinct()
                    .Count(),
                context
                    .PendingChanges.Where(pending =>
                        pending.ConnectionId == connection.Id && pending.State == PendingChangeState.Failed
                    )
                    .Select(pending => pending.HumaId)
                    .Distinct()
                    .Count(),
                context
                    .PendingChanges.Where(pending =>
                        pending.ConnectionId == connection.Id && pending.State == PendingChangeState.ForManualSync
                    )
                    .Select(pending => pending.HumaId)
                    .Distinct()
                    .Count(),
                missed.Count(one => one.ConnectionId == connection.Id)
            ))
            .ToListAsync(cancellation);
    }
}
