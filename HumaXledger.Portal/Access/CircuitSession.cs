using System.Security.Claims;
using HumaXledger.Core.Access;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Re-validates the sign-in and the roles of an open page at intervals. A page lives much longer than the request that
/// opened it; without this check a removed role would last until the page is reloaded.
/// </summary>
public sealed class CircuitSession(
    ILoggerFactory loggers,
    Sessions sessions,
    CircuitInput input,
    IOptions<AccessOptions> options,
    IHostApplicationLifetime process
) : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => options.Value.PageRecheckEvery;

    /// <summary>
    /// When the session ends, as of the last check; null before the first one, and when it has ended.
    /// </summary>
    public SessionEnd? End { get; private set; }

    /// <summary>Whether the page asks if the user is still there. Then only the answer counts.</summary>
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

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState,
        CancellationToken cancellationToken
    ) => IsSignedInAsync(authenticationState.User, cancellationToken);

    /// <summary>Whether the page may go on; pages are notified where roles changed.</summary>
    internal async Task<bool> IsSignedInAsync(ClaimsPrincipal user, CancellationToken cancellationToken)
    {
        if (IsStopping)
        {
            return true;
        }

        var key = user.FindFirst(Claims.SessionKey)?.Value;
        (Actor Actor, SessionEnd End)? found;
        try
        {
            found = key is null ? null : await sessions.CheckAsync(key, input.Take() && !IsAsking, cancellationToken);
        }
        catch (Exception) when (IsStopping)
        {
            return true;
        }

        if (IsStopping)
        {
            return true;
        }

        Note(found);
        if (found is not ({ } actor, _))
        {
            return false;
        }

        var known = Claims.ActorOf(user);
        if (!Same(actor, known))
        {
            // The roles, or the connections of a group, changed: pages are notified and render what is allowed now.
            SetAuthenticationState(
                Task.FromResult(
                    new AuthenticationState(Claims.Of(actor with { From = known.From }, key!, SessionCookie.Scheme))
                )
            );
        }

        return true;
    }

    // Circuits outlive the services of a process that stops, and pages would be rendered again without them: also where
    // the process begins to stop during a check.
    private bool IsStopping => process.ApplicationStopping.IsCancellationRequested;

    private void Note((Actor Actor, SessionEnd End)? found)
    {
        End = found?.End;
        EndRead?.Invoke();
    }

    private static bool Same(Actor one, Actor other) =>
        one.Name == other.Name && one.Mail == other.Mail && Claims.SameRoles(one, other);
}
