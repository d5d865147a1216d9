using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>The choice of the main position for one person with several.</summary>
public sealed class MainPositions(IDbContextFactory<SyncDbContext> contexts, ChangeQueue queue, TimeProvider clock)
{
    /// <summary>
    /// Chooses the position that gives the person's job title, probation and notice, or leaves that to the connection's
    /// rule again; the person is read again. Refused where the connection was ended or the person has no such position.
    /// </summary>
    /// <param name="positionId">Null: by the rule.</param>
    public async Task<Reason?> ChooseAsync(
        Guid connectionId,
        HumaId person,
        string? positionId,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (
            (
                await context
                    .Connections.AsNoTracking()
                    .SingleAsync(connection => connection.Id == connectionId, cancellation)
            ).EndedBecause() is
            { } ended
        )
        {
            return ended;
        }

        var link = await context.Links.SingleOrDefaultAsync(
            link => link.ConnectionId == connectionId && link.HumaId == person,
            cancellation
        );
        if (
            link is null
            || (positionId is not null && link.Outlook?.Positions.Any(position => position.Id == positionId) != true)
        )
        {
            return new Reason(RunReasons.PositionGone);
        }

        var now = clock.GetUtcNow().UtcDateTime;
        link.ChooseMainPosition(positionId);
        context.PendingChanges.Add(PendingChange.Asked(connectionId, person, who, now));
        context.Activity.Add(
            ActivityRecord.Of(
                by,
                ActivityCodes.MainPositionChosen,
                now,
                connectionId,
                [person.Value, link.XledgerId.Value]
            )
        );
        await context.SaveChangesAsync(cancellation);
        queue.Signal(connectionId, atOnce: true);
        return null;
    }
}
