using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Live;

/// <summary>
/// <see cref="RunFeed"/> for clients other than the Portal's own pages, at <see cref="Path"/>, by web sockets only.
/// Invoke <c>Watch(id)</c> with the id of a connection, a comparison or a run; the method <c>progress(id, kind,
/// value)</c> then gets the latest value at once and each newer one. Asked for again, a subject that is watched already
/// changes nothing. Requires the permission to see the status, at each call and all the time: a client whose session
/// ends is disconnected, and so is one that calls too often (<see cref="HubClient.CallBurst"/>).
/// </summary>
[Needs(Permission.SeeStatus)]
public sealed class SyncProgressHub(
    IDbContextFactory<SyncDbContext> contexts,
    ProgressForwarder forwarder,
    WatcherAccess access,
    TimeProvider clock
) : Hub
{
    /// <summary>Path of the hub.</summary>
    public const string Path = "/hubs/sync-progress";

    /// <inheritdoc />
    public override Task OnConnectedAsync()
    {
        HubClient.Open(Context, clock);
        access.Supervise(Context);
        return base.OnConnectedAsync();
    }

    /// <exception cref="HubException">No connection, comparison or run has that id.</exception>
    public async Task Watch(Guid id)
    {
        var leaving = Context.ConnectionAborted;
        var client = HubClient.Of(Context);
        if (!client.MayCall() || !await access.MayStillSeeAsync(Context, leaving))
        {
            Context.Abort();
            return;
        }

        if (!client.Begin(id))
        {
            return;
        }

        try
        {
            if (!await IsKnownAsync(id, leaving))
            {
                throw new HubException("There is no connection, comparison or run with that id.");
            }
        }
        catch
        {
            // Nothing is watched: the client may ask again.
            client.End(id);
            throw;
        }

        forwarder.Start(Context, id);
    }

    private async Task<bool> IsKnownAsync(Guid id, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Runs.AnyAsync(run => run.Id == id, cancellation)
            || await context.Comparisons.AnyAsync(comparison => comparison.Id == id, cancellation)
            || await context.Connections.AnyAsync(connection => connection.Id == id, cancellation);
    }
}
