using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.SignalR;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Live;

/// <summary>
/// <see cref="RunFeed"/> for clients other than the Portal's own pages, at <see cref="Path"/>. Invoke <c>Watch(id)</c>
/// with the id of a connection, a comparison or a run; the method <c>progress(id, kind, value)</c> then gets the latest
/// value at once and each newer one. Requires the permission to see the status; a client whose session ends is
/// disconnected.
/// </summary>
[Needs(Permission.SeeStatus)]
public sealed class SyncProgressHub(IDbContextFactory<SyncDbContext> contexts, ProgressForwarder forwarder) : Hub
{
    /// <summary>Path of the hub.</summary>
    public const string Path = "/hubs/sync-progress";

    /// <exception cref="HubException">No connection, comparison or run has that id.</exception>
    public async Task Watch(Guid id)
    {
        var leaving = Context.ConnectionAborted;
        await using (var context = await contexts.CreateDbContextAsync(leaving))
        {
            var known =
                await context.Runs.AnyAsync(run => run.Id == id, leaving)
                || await context.Comparisons.AnyAsync(comparison => comparison.Id == id, leaving)
                || await context.Connections.AnyAsync(connection => connection.Id == id, leaving);
            if (!known)
            {
                throw new HubException("There is no connection, comparison or run with that id.");
            }
        }

        forwarder.Start(Context, id);
    }
}
