using System.Net;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using static HumaXledger.Tests.Access.EntraSteps;

namespace HumaXledger.Tests.Access;

/// <summary>Sign-in with Entra ID from the outside: the Portal as in production, an issuer over real HTTP.</summary>
public sealed class EntraSignInTests
{
    private const string Start = "/";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_ValidToken_SetsAHostCookieAndReturnsToTheRequestedPage()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        using var answer = await visitor.OpenAsync(
            (await visitor.AtEntraAsync(Cancellation, "/connections?x=1")).ToString(),
            Cancellation
        );

        Assert.Equal("/connections?x=1", answer.Headers.Location!.ToString());
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"), header =>
            header.StartsWith(SessionCookie.HostName, StringComparison.Ordinal)
        );
        var rules = cookie.Split("; ").Skip(1).Order();
        Assert.Equal(["httponly", "path=/", "samesite=lax", "secure"], rules);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Start));
        var session = Assert.Single(await SessionsAsync(portal));
        Assert.Equal(
            ($"{TestIssuer.Tenant}:{portal.Issuer.Person.ObjectId}", "Kari Nordmann", "kari.nordmann@example.no"),
            (session.Subject, session.Name, session.Mail)
        );
    }

    [Fact]
    public async Task SignIn_CodeOrStateUsedAgain_IsRefused()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var first = portal.Visitor();
        var callback = await first.AtEntraAsync(Cancellation);
        using (await first.OpenAsync(callback.ToString(), Cancellation))
        {
            Assert.NotNull(first.Session);
        }

        // The same response again, in the same browser.
        Assert.Equal("/sign-in?failed=state", await LandsAsync(first, callback.ToString()));
        // In another browser, which does not have the correlation cookie.
        using var stranger = portal.Visitor();
        Assert.Equal("/sign-in?failed=state", await LandsAsync(stranger, callback.ToString()));
        Assert.Null(stranger.Session);
        // The used code in a sign-in that another browser started correctly.
        using var thief = portal.Visitor();
        var own = await thief.AtEntraAsync(Cancellation);
        var mixed = own.ToString().Replace(Query(own, "code"), Query(callback, "code"), StringComparison.Ordinal);
        Assert.Equal("/sign-in?failed=code", await LandsAsync(thief, mixed));
        Assert.Null(thief.Session);
    }

    [Fact]
    public async Task SignIn_BegunTooLongAgo_IsRefusedAlthoughTheBrowserKeptItsCookies()
    {
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var portal = await EntraPortal.StartAsync(clock, Cancellation);
        using var late = portal.Visitor();
        var callback = await late.AtEntraAsync(Cancellation);
        clock.Advance(TimeSpan.FromMinutes(16));
        using var prompt = portal.Visitor();
        var fresh = await prompt.AtEntraAsync(Cancellation);
        clock.Advance(TimeSpan.FromMinutes(14));

        Assert.Equal("/sign-in?failed=state", await LandsAsync(late, callback.ToString()));
        Assert.Null(late.Session);
        Assert.Equal("/", await LandsAsync(prompt, fresh.ToString()));
        Assert.NotNull(prompt.Session);
    }

    [Fact]
    public async Task SignIn_ResponsesBeyondTheLimit_AreRefusedAndTheOtherPagesAreNot()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation, "--Limits:SignInStepsPerMinute=3");
        using var visitor = portal.Visitor();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("/sign-in?failed=state", await LandsAsync(visitor, "/signin-oidc?code=guess&state=guess"));
        }

        using var refused = await visitor.OpenAsync("/signin-oidc?code=guess&state=guess", Cancellation);
        using var page = await visitor.OpenAsync(SignInRoutes.Page, Cancellation);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    // The browser removes the cookies of a sign-in when it is finished; an attacker's program does not.
    [Fact]
    public async Task SignIn_AnswerReplayedWithItsCookies_IsTakenOnceByAllNodes()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        await using var node = await portal.OtherNodeAsync(Cancellation);
        using var first = portal.Visitor();
        var callback = await first.AtEntraAsync(Cancellation);
        var cookies = first.Cookies.GetAllCookies().ToList();
        var copies = Enumerable.Range(0, 20).Select(index => WithCookies(index % 2 == 0 ? portal : node)).ToList();

        var lands = await Task.WhenAll(
            copies.Select((copy, index) => LandsAsync(copy, index % 2 == 0 ? $"{callback}" : callback.PathAndQuery))
        );

        Assert.Equal(1, portal.Issuer.TokenCalls);
        Assert.Equal(1, lands.Count(place => place == "/"));
        Assert.Equal(19, lands.Count(place => place == "/sign-in?failed=state"));
        Assert.Single(await SessionsAsync(portal));
        copies.ForEach(copy => copy.Dispose());

        Visitor WithCookies(EntraPortal at)
        {
            var copy = at.Visitor();
            cookies.ForEach(cookie =>
                copy.Cookies.Add(at.Url, new Cookie(cookie.Name, cookie.Value) { Secure = true })
            );
            return copy;
        }
    }

    [Fact]
    public async Task SignOut_ResponsesBeyondTheLimit_AreRefused()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation, "--Limits:SignInStepsPerMinute=3");
        using var visitor = portal.Visitor();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("/sign-in?out=1", await LandsAsync(visitor, "/SIGNOUT-callback-oidc?state=guess"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(visitor, "/signout-callback-oidc?state=guess"));
    }

    [Fact]
    public async Task Issuer_RedirectsItsTokenEndpoint_NothingIsSentOnward()
    {
        await using var elsewhere = await StubServer.StartAsync(context => StubServer.JsonAsync(context, "{}"));
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        portal.Issuer.TokensMovedTo = elsewhere.Address;
        using var another = portal.Visitor();

        Assert.Equal("/sign-in?failed=unreachable", await another.SignInWithEntraAsync(Cancellation));

        // The refresh token has nowhere to go either; the known roles apply for the time being.
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Start));
        Assert.Null(another.Session);
        Assert.Empty(elsewhere.Requests);
    }

    [Fact]
    public async Task SignIn_UnusedCodeOfAnotherPerson_IsRefusedWithoutTheVerifier()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var victim = portal.Visitor();
        using var thief = portal.Visitor();
        var stolen = Query(await victim.AtEntraAsync(Cancellation), "code");
        var own = await thief.AtEntraAsync(Cancellation);

        Assert.Equal(
            "/sign-in?failed=code",
            await LandsAsync(thief, own.ToString().Replace(Query(own, "code"), stolen, StringComparison.Ordinal))
        );
        Assert.Null(thief.Session);
    }

    // The token is genuine and for this sign-in; only its way is wrong. In an implicit response the browser holds it.
    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    public async Task SignIn_ImplicitResponse_IsRefused(string method)
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        using var begun = await visitor.OpenAsync(SignInRoutes.Entra, Cancellation);
        var response = new Dictionary<string, string>
        {
            ["state"] = Query(begun.Headers.Location!, "state"),
            ["id_token"] = portal.Issuer.IdToken(Query(begun.Headers.Location!, "nonce")),
        };

        using var answer =
            method == "POST"
                ? await visitor.PostAsync("/signin-oidc", response, Cancellation)
                : await visitor.OpenAsync(QueryHelpers.AddQueryString("/signin-oidc", response!), Cancellation);

        Assert.Equal("/sign-in?failed=state", $"{answer.Headers.Location}");
        Assert.Null(visitor.Session);
        Assert.Empty(await SessionsAsync(portal));
    }

    [Fact]
    public async Task SignIn_RefusedAtEntra_IsReportedWithoutASession()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        using var begun = await visitor.OpenAsync(SignInRoutes.Entra, Cancellation);
        var state = Uri.EscapeDataString(Query(begun.Headers.Location!, "state"));

        Assert.Equal(
            "/sign-in?failed=denied",
            await LandsAsync(visitor, $"/signin-oidc?error=access_denied&state={state}")
        );
        Assert.Null(visitor.Session);
    }

    [Fact]
    public async Task SignIn_IssuerAwayAtStart_SaysWhyAndWorksWhenItIsBack()
    {
        var issuer = await TestIssuer.StartAsync(Cancellation);
        issuer.Away = true;
        await using var portal = await EntraPortal.StartAsync(issuer, Cancellation);
        using var visitor = portal.Visitor();
        Assert.Equal("/sign-in?failed=unreachable", await LandsAsync(visitor, SignInRoutes.Entra));
        using (var page = await visitor.OpenAsync("/sign-in?failed=unreachable", Cancellation))
        {
            Assert.Equal(HttpStatusCode.OK, page.StatusCode);
            var html = await page.Content.ReadAsStringAsync(Cancellation);
            Assert.Contains("sign-in does not answer at the moment", html, StringComparison.Ordinal);
            Assert.Contains($"href=\"{SignInRoutes.Entra}", html, StringComparison.Ordinal);
        }

        issuer.Away = false;

        Assert.Equal("/", await visitor.SignInWithEntraAsync(Cancellation));
        Assert.NotNull(visitor.Session);
    }

    [Fact]
    public async Task SignIn_IssuerHasANewKey_IsFoundWithoutARestart()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var before = portal.Visitor();
        await before.SignInWithEntraAsync(Cancellation);
        portal.Issuer.RotateKey();

        using var after = portal.Visitor();

        Assert.Equal("/", await after.SignInWithEntraAsync(Cancellation));
        Assert.NotNull(after.Session);
    }

    [Theory]
    [InlineData("https://evil.example.com/")]
    [InlineData("//evil.example.com")]
    [InlineData("/\\evil.example.com")]
    public async Task SignIn_ReturnAddressOfAnotherSite_LeadsToTheStartPage(string returnTo)
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();

        Assert.Equal("/", await visitor.SignInWithEntraAsync(Cancellation, returnTo));
    }

    [Fact]
    public async Task SignIn_Again_StartsANewSessionAndTheOldKeyIsInvalid()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        var old = visitor.Session!.Value;

        await visitor.SignInWithEntraAsync(Cancellation);

        Assert.NotEqual(old, visitor.Session!.Value);
        Assert.Single(await SessionsAsync(portal));
        using var withTheOldKey = portal.Visitor();
        withTheOldKey.Cookies.Add(portal.Url, new Cookie(SessionCookie.HostName, old) { Secure = true });
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(withTheOldKey, Start));
    }

    [Fact]
    public async Task SignOut_WithTheFormOfThePage_EndsItHereAndAtEntra()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        var key = visitor.Session!.Value;
        var token = await visitor.TokenAsync(SignInRoutes.NoAccess, Cancellation);

        using var answer = await visitor.PostAsync(SignInRoutes.Out, [token], Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        var there = answer.Headers.Location!.ToString();
        Assert.StartsWith($"{portal.Issuer.Address}{TestIssuer.Tenant}/logout", there, StringComparison.Ordinal);
        Assert.Contains(
            Uri.EscapeDataString(new Uri(portal.Url, "/signout-callback-oidc").ToString()),
            there,
            StringComparison.Ordinal
        );
        Assert.Equal("/sign-in?out=1", await LandsAsync(visitor, "/signout-callback-oidc"));
        Assert.Empty(await SessionsAsync(portal));
        using var withTheOldKey = portal.Visitor();
        withTheOldKey.Cookies.Add(portal.Url, new Cookie(SessionCookie.HostName, key) { Secure = true });
        Assert.Equal(HttpStatusCode.Redirect, await StatusAsync(withTheOldKey, Start));
    }

    [Fact]
    public async Task SignOut_RequestedByAFrameOfAnotherSite_KeepsTheCookie()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);

        // The path of the handler for front-channel logout.
        using var answer = await visitor.OpenAsync("/signout-oidc", Cancellation);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Start));
    }

    [Fact]
    public async Task SignOut_RequestedByAnotherSite_IsRefused()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);

        using var answer = await visitor.PostAsync(SignInRoutes.Out, [], Cancellation);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(visitor, Start));
    }

    [Fact]
    public async Task Person_WithoutARole_IsSignedInAndSeesOnlyTheNoAccessPage()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        portal.Issuer.Person = portal.Issuer.Person with { Roles = ["Administrator", "2"] };
        using var visitor = portal.Visitor();

        await visitor.SignInWithEntraAsync(Cancellation);

        Assert.Equal("/no-access?returnTo=%2F", await LandsAsync(visitor, Start));
    }

    [Fact]
    public async Task Portal_WithACertificate_AuthenticatesWithItInsteadOfASecret()
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, EntraPortal.NewCertificate("CN=portal.example.com"), Cancellation);
            await using var portal = await EntraPortal.StartAsync(
                Cancellation,
                "--AzureAd:ClientSecret=",
                "--AzureAd:ClientCertificates:0:SourceType=Path",
                $"--AzureAd:ClientCertificates:0:CertificateDiskPath={file}",
                "--AzureAd:ClientCertificates:0:CertificatePassword=test"
            );
            using var visitor = portal.Visitor();

            await visitor.SignInWithEntraAsync(Cancellation);

            Assert.NotNull(visitor.Session);
            var proof = new JsonWebToken(portal.Issuer.LastProof);
            Assert.Equal(("PS256", TestIssuer.ClientId, TestIssuer.ClientId), (proof.Alg, proof.Issuer, proof.Subject));
            Assert.Equal($"{portal.Issuer.Address}{TestIssuer.Tenant}/token", Assert.Single(proof.Audiences));
            Assert.NotEmpty(proof.GetHeaderValue<string>("x5t#S256"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("AzureAd:ClientSecret", "--AzureAd:ClientSecret=")]
    [InlineData("AzureAd:TenantId", "--AzureAd:TenantId=")]
    [InlineData("AzureAd:Instance", "--AzureAd:Instance=http://login.example.com")]
    [InlineData("AzureAd:ClientCertificates:0", "--AzureAd:ClientCertificates:0:SourceType=Path")]
    [InlineData("Access:AllowedTenants", "--AzureAd:TenantId=organizations")]
    public async Task Start_WithAnIncompleteRegistration_NamesTheKey(string key, string setting)
    {
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
            await EntraPortal.StartAsync(Cancellation, setting)
        );

        Assert.Contains(key, refused.Message, StringComparison.Ordinal);
    }

    private static string Query(Uri address, string name) =>
        System.Web.HttpUtility.ParseQueryString(address.Query)[name]!;
}
