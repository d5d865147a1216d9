using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace HumaXledger.Portal.Access;

/// <summary>The user of this circuit as of the last check; read it again for each act.</summary>
public sealed class CurrentUser(AuthenticationStateProvider state, Refusals refusals)
{
    /// <summary>The signed-in person; <see cref="Actor.Nobody"/> without a valid session.</summary>
    public Actor Actor =>
        state.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } known
            ? Claims.ActorOf(known.Result.User) with
            {
                RefusedActs = refusals,
            }
            : Actor.Nobody;

    /// <summary>Whether the user has this permission now.</summary>
    public bool May(Permission permission) => Actor.May(permission);
}
