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
/// changes nothing. Requires the permission to see the status of the connection it belongs to, at each call and all the
/// time. A client whose session ends, or who may no longer see what it watches, is disconnected, and so is one that
/// calls too often (<see cref="HubClient.CallBurst"/>).
/// </summary>
[Needs(Permission.SeeStatus)]
public sealed class SyncProgressHub(
    ReaderContexts contexts,
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
        if (!client.MayCall() || await access.AskAsync(Context, leaving) is not { } actor)
        {
            Context.Abort();
            return;
        }

        // One that the user may not see is answered as one that does not exist.
        var connection = await ConnectionOfAsync(id, actor, leaving)
            ?? throw new HubException("There is no connection, comparison or run with that id.");
        if (client.Begin(id, connection))
        {
            forwarder.Start(Context, id);
        }
    }

    private async Task<Guid?> ConnectionOfAsync(Guid id, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.ForAsync(by, cancellation);
        var runs = context.Runs.Where(run => run.Id == id).Select(run => run.ConnectionId);
        var comparisons = context.Comparisons.Where(one => one.Id == id).Select(one => one.ConnectionId);
        var connections = context.Connections.Where(connection => connection.Id == id).Select(one => one.Id);
        return await runs.Concat(comparisons)
            .Concat(connections)
            .Select(connection => (Guid?)connection)
            .FirstOrDefaultAsync(cancellation);
    }
}
