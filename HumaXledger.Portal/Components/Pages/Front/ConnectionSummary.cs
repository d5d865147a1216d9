using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>What a list says of a connection.</summary>
/// <param name="Running">Whether a run is under way.</param>
public sealed record ConnectionSummary(
    Guid Id,
    string Name,
    ConnectionState State,
    string? GroupName,
    string EntityName,
    string HumaEnvironment,
    string XledgerEnvironment,
    DateTime? LastSyncedAt,
    bool Running)
{
    public static async Task<IReadOnlyList<ConnectionSummary>> ReadAllAsync(IDbContextFactory<SyncDbContext> contexts, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Connections
            .OrderBy(connection => connection.Name)
            .Select(connection => new ConnectionSummary(
                connection.Id,
                connection.Name,
                connection.State,
                connection.HumaGroupName,
                connection.XledgerEntityName,
                connection.HumaEnvironment,
                connection.XledgerEnvironment,
                connection.LastSyncedAt,
                context.Runs.Any(run => run.ConnectionId == connection.Id
                    && (run.State == RunState.Waiting || run.State == RunState.Running || run.State == RunState.Stopping))))
            .ToListAsync(cancellation);
    }
}
