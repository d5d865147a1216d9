using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>
/// Lets one node at a time process a connection. A file has one process anyway; on a server the node that does not
/// renew in time is taken for dead. Times are those of the database's clock: a node whose own clock is wrong neither
/// takes a lease that holds nor keeps one for longer.
/// </summary>
public sealed class WorkLeases(IDbContextFactory<SyncDbContext> contexts)
{
    /// <summary>
    /// How long a lease holds without being renewed. Another node finds what waits within three seconds afterwards.
    /// </summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromSeconds(12);

    private readonly string _holder = $"{Environment.MachineName} {Guid.NewGuid():N}";

    /// <summary>Takes or renews the lease; false while another node holds it.</summary>
    public async Task<bool> TakeAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        // One statement: of nodes that come at the same moment the second one waits for the first and then finds that
        // its lease holds.
        return context is SqliteSyncDbContext
            || await context.Database.ExecuteSqlAsync(
                $"""
                INSERT INTO "Leases" AS lease ("ConnectionId", "Holder", "Until")
                VALUES ({connectionId}, {_holder}, now() + {Lasts})
                ON CONFLICT ("ConnectionId") DO UPDATE
                SET "Holder" = excluded."Holder", "Until" = excluded."Until"
                WHERE lease."Holder" = excluded."Holder" OR lease."Until" < now()
                """,
                cancellation
            ) > 0;
    }

    /// <summary>Gives back all leases of this node. Its work must have ended.</summary>
    public async Task ReleaseAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (context is not SqliteSyncDbContext)
        {
            await context.Leases.Where(lease => lease.Holder == _holder).ExecuteDeleteAsync(cancellation);
        }
    }
}
