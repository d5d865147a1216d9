using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace HumaXledger.Portal.Access;

/// <summary>Who uses this circuit, as of its last check; ask it anew for each act.</summary>
public sealed class CurrentUser(AuthenticationStateProvider state, Refusals refusals)
{
    public Actor Actor =>
        state.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } known
            ? Claims.ActorOf(known.Result.User) with
            {
                RefusedActs = refusals,
            }
            : Actor.Nobody;

    public bool May(Permission permission) => Actor.May(permission);
}
