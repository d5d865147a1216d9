using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Re-validates the sign-in and the roles of an open page at intervals. A page lives much longer than the request that
/// opened it; without this check a removed role would last until the page is reloaded.
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
            // The roles changed: pages are notified and render what the new roles allow.
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
/// Records user activity on this circuit. An event such as a click counts as use of the session, an open page alone
/// does not.
/// </summary>
public sealed class CircuitActivity : CircuitHandler
{
    private volatile bool _any;

    /// <summary>Whether there was any activity since the previous call.</summary>
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
