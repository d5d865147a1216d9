using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;

namespace HumaXledger.Portal.Access;

/// <summary>The user of this circuit as of the last check; read it again for each act.</summary>
public sealed class CurrentUser(AuthenticationStateProvider state, Refusals refusals)
{
    /// <summary>The signed-in person; <see cref="Actor.Anonymous"/> without a valid session.</summary>
    public Actor Actor =>
        state.GetAuthenticationStateAsync() is { IsCompletedSuccessfully: true } known
            ? Claims.ActorOf(known.Result.User) with
            {
                RefusedActs = refusals,
            }
            : Actor.Anonymous;

    /// <inheritdoc cref="Actor.May"/>
    public bool May(Permission permission, Guid? connectionId) => Actor.May(permission, connectionId);

    /// <inheritdoc cref="Actor.MayEverywhere"/>
    public bool MayEverywhere(Permission permission) => Actor.MayEverywhere(permission);

    /// <inheritdoc cref="Actor.MaySomewhere"/>
    public bool MaySomewhere(Permission permission) => Actor.MaySomewhere(permission);
}
