using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Looks at intervals whether the sign-in of an open page still holds, and as what. A page lives long after the request
/// that opened it: without this a removed role would last
/// until somebody reloads.
/// </summary>
public sealed class CircuitSession(
    ILoggerFactory loggers,
    Sessions sessions,
    CircuitActivity activity,
    IOptions<AccessOptions> options
) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => options.Value.PageRecheckEvery;

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        var user = authenticationState.User;
        if (
            user.FindFirst(Claims.SessionKey)?.Value is not { } key
            || await sessions.FindAsync(key, activity.Take(), cancellationToken) is not { } actor
        )
        {
            return false;
        }

        var known = Claims.ActorOf(user);
        if (!Same(actor, known))
        {
            // Other roles: the pages are told, and show what these may see.
            SetAuthenticationState(
                Task.FromResult(
                    new AuthenticationState(Claims.Of(actor with { From = known.From }, key, SessionCookie.Scheme))
                )
            );
        }

        return true;
    }

    private static bool Same(Actor one, Actor other) =>
        one.Name == other.Name && one.Mail == other.Mail && one.Roles.SetEquals(other.Roles);
}

/// <summary>
/// Whether the person did something on this circuit: a click counts as use of the sign-in, an open page alone does not.
/// </summary>
public sealed class CircuitActivity : CircuitHandler
{
    private volatile bool _any;

    /// <summary>Whether there was any since the last time this was asked.</summary>
    public bool Take()
    {
        var any = _any;
        _any = false;
        return any;
    }

    public override Func<CircuitInboundActivityContext, Task> CreateInboundActivityHandler(
        Func<CircuitInboundActivityContext, Task> next
    ) =>
        context =>
        {
            _any = true;
            return next(context);
        };
}
