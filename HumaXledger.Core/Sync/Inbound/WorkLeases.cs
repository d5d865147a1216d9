using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>
/// Lets one node at a time work off a connection. A file has one process anyway; on a server the node that does not
/// renew in time is taken for dead.
/// </summary>
public sealed class WorkLeases(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <summary>How long a lease holds without being renewed.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(45);

    private readonly string _holder = $"{Environment.MachineName} {Guid.NewGuid():N}";

    /// <summary>Takes or renews the lease; false while another node holds it.</summary>
    public async Task<bool> TakeAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (context is SqliteSyncDbContext)
        {
            return true;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        var taken = await context
            .Leases.Where(lease => lease.ConnectionId == connectionId && (lease.Holder == _holder || lease.Until < now))
            .ExecuteUpdateAsync(
                set => set.SetProperty(lease => lease.Holder, _holder).SetProperty(lease => lease.Until, now + Lasts),
                cancellation
            );
        if (taken > 0)
        {
            return true;
        }

        if (await context.Leases.AnyAsync(lease => lease.ConnectionId == connectionId, cancellation))
        {
            return false;
        }

        context.Leases.Add(
            new WorkLease
            {
                ConnectionId = connectionId,
                Holder = _holder,
                Until = now + Lasts,
            }
        );
        try
        {
            await context.SaveChangesAsync(cancellation);
            return true;
        }
        catch (DbUpdateException) when (!cancellation.IsCancellationRequested)
        {
            // Another node was faster.
            return false;
        }
    }
}
