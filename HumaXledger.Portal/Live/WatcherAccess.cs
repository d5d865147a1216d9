using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Access;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Whether a watcher of the hub may still see. Its connection lives longer than the request that opened it: the sign-in
/// may have ended, a role may have gone.
/// </summary>
public sealed partial class WatcherAccess(
    Sessions sessions,
    Refusals refusals,
    IOptions<AccessOptions> access,
    TimeProvider clock,
    ILogger<WatcherAccess> logger
)
{
    /// <summary>
    /// Asks at intervals, whether or not anything is published, until the client leaves; disconnects it when it may no
    /// longer see, and when that cannot be found out.
    /// </summary>
    internal void Supervise(HubCallerContext watcher) =>
        _ = Watching.RunAsync(
            leaving => AskAtIntervalsAsync(watcher, leaving),
            fault =>
            {
                LogNotAsked(fault);
                watcher.Abort();
                return Task.CompletedTask;
            },
            watcher.ConnectionAborted
        );

    private async Task AskAtIntervalsAsync(HubCallerContext watcher, CancellationToken leaving)
    {
        using var interval = new PeriodicTimer(access.Value.PageRecheckEvery, clock);
        while (await interval.WaitForNextTickAsync(leaving))
        {
            if (
                await AskAsync(watcher, leaving) is not { } actor
                || !HubClient.Of(watcher).Connections.All(one => actor.May(Permission.SeeStatus, one))
            )
            {
                watcher.Abort();
                return;
            }
        }
    }

    /// <returns>The user as of now; null when the client must be disconnected.</returns>
    internal async Task<Actor?> AskAsync(HubCallerContext watcher, CancellationToken leaving)
    {
        if (
            watcher.User?.FindFirst(Claims.SessionKey)?.Value is not { } key
            || await sessions.FindAsync(key, active: false, leaving) is not { } actor
        )
        {
            return null;
        }

        if (!actor.MaySomewhere(Permission.SeeStatus))
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
            return null;
        }

        return actor;
    }

    [LoggerMessage(
        LogLevel.Error,
        "Whether a client of the hub may still see could not be found out; it must connect again"
    )]
    private partial void LogNotAsked(Exception fault);
}
