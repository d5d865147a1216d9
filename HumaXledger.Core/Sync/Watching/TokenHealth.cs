using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Whether the key and the token of a connection are still accepted and still belong to whom they belonged: one cheap
/// request to each system.
/// </summary>
public sealed class TokenHealth(
    OutsideSystems systems,
    IDbContextFactory<SyncDbContext> contexts,
    Alerts alerts,
    TimeProvider clock
)
{
    /// <summary>Asks both systems, keeps what they answer, and raises or clears the alerts of either.</summary>
    public async Task CheckAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(connection => connection.Id == connectionId, cancellation);
        if (connection.IsEnded)
        {
            return;
        }

        await using var meter = systems.Meter(connection);
        var huma = await HumaAsync(connection, meter, cancellation);
        await NoteAsync(context, connectionId, Side.Huma, huma, cancellation);
        await alerts.SetAsync(
            connectionId,
            AlertReasons.Huma,
            huma is null ? null : AlertProblem.Huma(huma),
            cancellation
        );
        var xledger = await XledgerAsync(connection, meter, cancellation);
        await NoteAsync(context, connectionId, Side.Xledger, xledger, cancellation);
        await alerts.SetAsync(
            connectionId,
            AlertReasons.Xledger,
            xledger is null ? null : AlertProblem.Xledger(xledger),
            cancellation
        );
    }

    /// <summary>Records that the stored key or token of these sides cannot be decrypted, without a request.</summary>
    internal async Task NoteUnreadableAsync(
        Guid connectionId,
        IReadOnlyList<Side> sides,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var why = new Reason(AlertReasons.SecretUnreadable);
        foreach (var side in sides)
        {
            await NoteAsync(context, connectionId, side, why, cancellation);
            await alerts.RaiseAsync(
                connectionId,
                side == Side.Huma ? AlertProblem.Huma(why) : AlertProblem.Xledger(why),
                cancellation
            );
        }
    }

    /// <summary>What was found last of each side; a side that was never asked is absent.</summary>
    public async Task<IReadOnlyList<SystemHealth>> LastAsync(
        Guid connectionId,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.SeeStatus, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Health.AsNoTracking()
            .Where(health => health.ConnectionId == connectionId)
            .OrderBy(health => health.Side)
            .ToListAsync(cancellation);
    }

    private async Task<Reason?> HumaAsync(Connection connection, RequestMeter meter, CancellationToken cancellation)
    {
        try
        {
            return await systems.Huma(connection, meter).OtherOrganizationAsync(connection, cancellation);
        }
        catch (HumaFault fault)
        {
            return fault.Reason;
        }
    }

    private async Task<Reason?> XledgerAsync(Connection connection, RequestMeter meter, CancellationToken cancellation)
    {
        try
        {
            // Costs as much as a bare probe, and lists the entities that the token sees; each run reads which one it
            // belongs to.
            return (await systems.Xledger(connection, meter).ReadEntitiesAsync(cancellation)).OtherThan(connection);
        }
        catch (XledgerFault fault)
        {
            return fault.Reason;
        }
    }

    private async Task NoteAsync(
        SyncDbContext context,
        Guid connectionId,
        Side side,
        Reason? why,
        CancellationToken cancellation
    )
    {
        var health = await context.Health.SingleOrDefaultAsync(
            row => row.ConnectionId == connectionId && row.Side == side,
            cancellation
        ) ?? context.Health.Add(new SystemHealth { ConnectionId = connectionId, Side = side }).Entity;
        health.CheckedAt = clock.GetUtcNow().UtcDateTime;
        (health.Accepted, health.Reason) = (why is null, why);
        health.AcceptedAt = health.Accepted ? health.CheckedAt : health.AcceptedAt;
        await context.SaveChangesAsync(cancellation);
    }
}
