using System.Net;
using HumaXledger.Core.Access;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static HumaXledger.Tests.Access.EntraSteps;

namespace HumaXledger.Tests.Access;

/// <summary>What Entra ID is asked again while a session goes on.</summary>
public sealed class EntraRecheckTests
{
    private const string Start = "/";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Role_Removed_IsGoneAtTheNextCheck()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/connections/new"));

        portal.Issuer.Person = portal.Issuer.Person with { Roles = ["Viewer"] };

        Assert.Equal("/no-access?returnTo=%2Fconnections%2Fnew", await LandsAsync(visitor, "/connections/new"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Start));
    }

    [Fact]
    public async Task Role_NarrowedToAGroup_OpensItsConnectionsOnlyFromTheNextCheck()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, "/activity"));

        // A group that is written otherwise than the portal writes them gives nothing.
        portal.Issuer.Person = portal.Issuer.Person with
        {
            Roles = ["IntegrationReviewer:north", "IntegrationAdministrator:North"],
        };

        Assert.Equal("/no-access?returnTo=%2Factivity", await LandsAsync(visitor, "/activity"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Start));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(visitor, $"/connections/{Guid.NewGuid()}"));
        Assert.Equal(["IntegrationReviewer:north"], Assert.Single(await SessionsAsync(portal)).Roles);
    }

    [Fact]
    public async Task Account_Disabled_IsSignedOutAtTheNextCheck()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);

        portal.Issuer.Person = portal.Issuer.Person with { Disabled = true };

        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(visitor, Start));
        Assert.Empty(await SessionsAsync(portal));
    }

    // A page that is left while Entra ID is asked. The refresh token is used up; without the new one the next check
    // would end the session.
    [Fact]
    public async Task Recheck_CancelledWhileEntraAnswers_KeepsTheNewRefreshToken()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        portal.Issuer.AtRefresh = () =>
        {
            asked.TrySetResult();
            return answer.Task;
        };
        using var left = new CancellationTokenSource();
        var check = FindAsync(portal, visitor, left.Token);
        await asked.Task.WaitAsync(Cancellation);

        await left.CancelAsync();
        answer.SetResult();

        Assert.NotNull(await check);
        Assert.NotNull(await FindAsync(portal, visitor, Cancellation));
        Assert.Single(await SessionsAsync(portal));
    }

    [Fact]
    public async Task Recheck_DueForTwoRequestsAtOnce_AsksOnce()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        var (asked, answer) = (new TaskCompletionSource(), new TaskCompletionSource());
        var times = 0;
        portal.Issuer.AtRefresh = () =>
        {
            Interlocked.Increment(ref times);
            asked.TrySetResult();
            return answer.Task;
        };
        var first = FindAsync(portal, visitor, Cancellation);
        await asked.Task.WaitAsync(Cancellation);

        Assert.NotNull(await FindAsync(portal, visitor, Cancellation));

        answer.SetResult();
        Assert.NotNull(await first);
        Assert.Equal(1, times);
    }

    [Fact]
    public async Task Issuer_UnreachableForAWhile_KeepsTheSessions()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);

        portal.Issuer.Down = true;

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Start));
        using var newcomer = portal.Visitor();
        Assert.Equal("/sign-in?failed=unreachable", await newcomer.SignInWithEntraAsync(Cancellation));
    }

    /// <summary>Looks the visitor's session up as a request does.</summary>
    private static Task<Actor?> FindAsync(EntraPortal portal, Visitor visitor, CancellationToken cancellation)
    {
        var cookie = portal
            .Services.GetRequiredService<IOptionsMonitor<CookieAuthenticationOptions>>()
            .Get(SessionCookie.Scheme);
        var key = cookie.TicketDataFormat.Unprotect(visitor.Session!.Value)!.Principal.FindFirst(Claims.SessionKey)!;
        return portal.Services.GetRequiredService<Sessions>().FindAsync(key.Value, active: true, cancellation);
    }
}
