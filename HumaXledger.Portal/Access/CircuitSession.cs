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

    /// <summary>
    /// When the session ends, as of the last check; null before the first one, and when it has ended.
    /// </summary>
    public SessionEnd? End { get; private set; }

    /// <summary>
    /// Whether the page asks if the user is still there. What the page does meanwhile, such as confirming that it has
    /// drawn the question, is nothing that the user did.
    /// </summary>
    public bool IsAsking { get; set; }

    /// <summary><see cref="End"/> was read.</summary>
    public event Action? EndRead;

    /// <summary>Counts as something that the user did, at once.</summary>
    public async Task StayAsync(CancellationToken cancellation)
    {
        var user = (await GetAuthenticationStateAsync()).User;
        if (user.FindFirst(Claims.SessionKey)?.Value is { } key)
        {
            Note(await sessions.CheckAsync(key, active: true, cancellation));
        }
    }

    protected override async Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    )
    {
        var user = authenticationState.User;
        var key = user.FindFirst(Claims.SessionKey)?.Value;
        var found = key is null
            ? null
            : await sessions.CheckAsync(key, activity.Take() && !IsAsking, cancellationToken);
        Note(found);
        if (found is not ({ } actor, _))
        {
            return false;
        }

        var known = Claims.ActorOf(user);
        if (!Same(actor, known))
        {
            // The roles changed: pages are notified and render what the new roles allow.
            SetAuthenticationState(
                Task.FromResult(
                    new AuthenticationState(Claims.Of(actor with { From = known.From }, key!, SessionCookie.Scheme))
                )
            );
        }

        return true;
    }

    private void Note((Actor Actor, SessionEnd End)? found)
    {
        End = found?.End;
        EndRead?.Invoke();
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
