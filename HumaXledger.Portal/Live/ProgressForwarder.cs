using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Forwards values of the feed to one client of the hub until either ends; a hub object itself lives for one call only.
/// </summary>
public sealed partial class ProgressForwarder(
    RunFeed feed,
    IHubContext<SyncProgressHub> hub,
    Sessions sessions,
    Refusals refusals,
    IOptions<AccessOptions> access,
    TimeProvider clock,
    ILogger<ProgressForwarder> logger
)
{
    /// <summary>
    /// The client method: <c>progress(id, kind, value)</c>; <c>kind</c> is the value's type, for clients that watch
    /// several.
    /// </summary>
    public const string Method = "progress";

    /// <summary>Starts forwarding the values of one subject; ends with the client's connection.</summary>
    public void Start(HubCallerContext watcher, Guid id) => _ = ForwardAsync(watcher, id, watcher.ConnectionAborted);

    private async Task ForwardAsync(HubCallerContext watcher, Guid id, CancellationToken leaving)
    {
        var lookedAt = clock.GetUtcNow();
        try
        {
            await foreach (var value in feed.WatchAsync<object>(id, leaving))
            {
                // A connection outlives the request that opened it: the session may have ended, a role may be removed.
                if (clock.GetUtcNow() - lookedAt >= access.Value.PageRecheckEvery)
                {
                    lookedAt = clock.GetUtcNow();
                    if (!await MayStillSeeAsync(watcher, leaving))
                    {
                        watcher.Abort();
                        return;
                    }
                }

                await hub
                    .Clients.Client(watcher.ConnectionId)
                    .SendAsync(Method, id, value.GetType().Name, value, leaving);
            }
        }
        catch (OperationCanceledException) when (leaving.IsCancellationRequested)
        {
            // The client disconnected.
        }
        catch (Exception fault)
        {
            // This task is not awaited; without the log the fault would be lost.
            LogEnded(fault, id);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "Progress of {Id} is no longer forwarded to a client of the hub, which must watch again"
    )]
    private partial void LogEnded(Exception fault, Guid id);

    private async Task<bool> MayStillSeeAsync(HubCallerContext watcher, CancellationToken leaving)
    {
        if (
            watcher.User?.FindFirst(Claims.SessionKey)?.Value is not { } key
            || await sessions.FindAsync(key, active: false, leaving) is not { } actor
        )
        {
            return false;
        }

        if (!actor.May(Permission.SeeStatus))
        {
            refusals.Note(
                actor with
                {
                    From = Claims.ActorOf(watcher.User).From,
                },
                ActivityCodes.AddressRefused,
                null,
                SyncProgressHub.Path
            );
            return false;
        }

        return true;
    }
}
