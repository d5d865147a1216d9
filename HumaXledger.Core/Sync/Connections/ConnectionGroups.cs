using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Which connections are in which group. Placing a connection decides who sees it, so it takes a role for all
/// connections.
/// </summary>
public sealed class ConnectionGroups(
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    SnapshotCache snapshots,
    TimeProvider clock
)
{
    /// <summary>The groups that connections are in, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> InUseAsync(Actor by, CancellationToken cancellation)
    {
        by.DemandEverywhere(Permission.ChangeSettings);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Connections.Where(connection => connection.AccessGroup != null)
            .Select(connection => connection.AccessGroup!)
            .Distinct()
            .OrderBy(group => group)
            .ToListAsync(cancellation);
    }

    /// <summary>
    /// Places a connection in a group, or in none; open pages follow within a minute. Names of other connections that
    /// are stored with it, and with those of the group that it leaves, are removed. Refused where it is in another
    /// group by now than was shown.
    /// </summary>
    /// <param name="shown">The group that the page showed; null for none.</param>
    /// <param name="wanted">See <see cref="GroupRole.IsGroup"/>; null for none.</param>
    /// <returns>Why not; null where the connection is in that group now.</returns>
    public async Task<Reason?> PlaceAsync(
        Guid connectionId,
        string? shown,
        string? wanted,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.DemandEverywhere(Permission.ChangeSettings);
        if (wanted is not null && !GroupRole.IsGroup(wanted))
        {
            return new Reason(ConnectionReasons.GroupUnusable, $"{GroupRole.LongestGroup}");
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await context.Connections.SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.AccessGroup == wanted)
        {
            return null;
        }

        if (connection.AccessGroup != shown)
        {
            return new Reason(ConnectionReasons.GroupOvertaken, connection.AccessGroup ?? "–");
        }

        connection.AccessGroup = wanted;
        context.Activity.Add(
            ActivityRecord.Of(
                by,
                ActivityCodes.ConnectionGroupChanged,
                clock.GetUtcNow().UtcDateTime,
                connectionId,
                [wanted ?? "–"]
            )
        );
        await context.SaveChangesAsync(cancellation);
        // Who reads a connection of no group may see all others.
        var limited = await context
            .Connections.Where(row => row.AccessGroup != null && (row.Id == connectionId || row.AccessGroup == shown))
            .Select(row => row.Id)
            .ToListAsync(cancellation);
        await NamesOfOthers.HideAsync(context, archive, limited, cancellation);
        await transaction.CommitAsync(cancellation);
        foreach (var reader in limited)
        {
            snapshots.Forget(reader);
        }

        return null;
    }
}
