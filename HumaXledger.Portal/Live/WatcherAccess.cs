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
public sealed class WatcherAccess(
    Sessions sessions,
    Refusals refusals,
    IOptions<AccessOptions> access,
    TimeProvider clock
)
{
    internal DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>Whether it is time to ask again.</summary>
    internal bool IsDue(DateTimeOffset askedAt) => Now - askedAt >= access.Value.PageRecheckEvery;

    internal async Task<bool> MayStillSeeAsync(HubCallerContext watcher, CancellationToken leaving)
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
