using System.Net;
using System.Net.WebSockets;
using HumaXledger.Core.Access;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Tests.Access;

/// <summary>Responses of the production Portal to hostile requests.</summary>
public sealed class HardeningTests(EntraFixture fixture) : IClassFixture<EntraFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/sign-in", false)]
    [InlineData("/", false)]
    [InlineData("/", true)]
    [InlineData("/connections/new", true)]
    [InlineData("/no/such/page", true)]
    [InlineData("/error", false)]
    [InlineData("/logo.svg", false)]
    [InlineData("/hubs/sync-progress", false)]
    [InlineData("/webhooks/huma/nobody", false)]
    public async Task Response_OfAnyKind_HasTheSecurityHeaders(string path, bool signedIn)
    {
        using var visitor = fixture.Portal.Visitor();
        if (signedIn)
        {
            await visitor.SignInWithEntraAsync(Cancellation);
        }

        using var answer = await visitor.OpenAsync(path, Cancellation);

        var policy = Header(answer, "Content-Security-Policy").Split("; ");
        Assert.Contains("default-src 'none'", policy);
        Assert.Contains("frame-ancestors 'none'", policy);
        Assert.Contains("script-src 'self'", policy);
        Assert.Contains("base-uri 'self'", policy);
        Assert.Contains("object-src 'none'", policy);
        Assert.DoesNotContain(policy, part =>
            part.StartsWith("script-src", StringComparison.Ordinal)
            && (
                part.Contains("unsafe-inline", StringComparison.Ordinal)
                || part.Contains("unsafe-eval", StringComparison.Ordinal)
            )
        );
        Assert.Equal(
            ("nosniff", "DENY", "no-referrer"),
            (
                Header(answer, "X-Content-Type-Options"),
                Header(answer, "X-Frame-Options"),
                Header(answer, "Referrer-Policy")
            )
        );
        Assert.Contains("camera=()", Header(answer, "Permissions-Policy"), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Server"));
        Assert.False(answer.Headers.Contains("X-Powered-By"));
    }

    [Fact]
    public async Task Page_WithPeople_IsNotCacheable()
    {
        using var visitor = fixture.Portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);

        using var page = await visitor.OpenAsync("/connections", Cancellation);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal("no-store", Header(page, "Cache-Control"));
    }

    [Fact]
    public async Task Response_UnderARealHostName_HasHstsForAYear()
    {
        using var visitor = fixture.Portal.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, SignInRoutes.Page)
        {
            Headers = { Host = "portal.example.com" },
        };

        using var answer = await visitor.SendAsync(request, Cancellation);

        Assert.Equal("max-age=31536000", Header(answer, "Strict-Transport-Security"));
    }

    [Fact]
    public async Task DevelopmentSignIn_InProduction_IsNotFound()
    {
        using var visitor = fixture.Portal.Visitor();
        using var page = await visitor.OpenAsync(SignInRoutes.Page, Cancellation);
        Assert.DoesNotContain(
            SignInRoutes.Development,
            await page.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );

        using var answer = await visitor.PostAsync(
            SignInRoutes.Development,
            [new("name", "Kari"), new("roles", nameof(Role.IntegrationAdministrator))],
            Cancellation
        );

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Null(visitor.Session);
    }

    [Fact]
    public async Task ForwardedHeaders_FromAnUnknownProxy_AreIgnored()
    {
        using var visitor = fixture.Portal.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, SignInRoutes.Entra);
        request.Headers.Add("X-Forwarded-Host", "evil.example.com");
        request.Headers.Add("X-Forwarded-Proto", "http");

        using var answer = await visitor.SendAsync(request, Cancellation);

        Assert.Contains(
            $"redirect_uri={Uri.EscapeDataString(new Uri(fixture.Portal.Url, "/signin-oidc").ToString())}",
            answer.Headers.Location!.Query,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task ForwardedHeaders_FromATrustedProxy_GiveTheClientAddress()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation, "--Proxies:Trusted:0=127.0.0.0/8");
        using var visitor = portal.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, SignInRoutes.Entra);
        request.Headers.Add("X-Forwarded-Host", "portal.example.com");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await visitor.SendAsync(request, Cancellation);

        Assert.Contains(
            $"redirect_uri={Uri.EscapeDataString("https://portal.example.com/signin-oidc")}",
            answer.Headers.Location!.Query,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Socket_OpenedByAPageOfAnotherSite_IsRefused()
    {
        using var visitor = fixture.Portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);

        Assert.Null(await ConnectAsync(visitor, fixture.Portal.Url.GetLeftPart(UriPartial.Authority)));
        Assert.Contains(
            "403",
            (await ConnectAsync(visitor, "https://evil.example.com"))!.Message,
            StringComparison.Ordinal
        );
        Assert.Contains("403", (await ConnectAsync(visitor, "null"))!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_TriedRepeatedly_IsRateLimited()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation, "--Limits:SignInStepsPerMinute=2");
        using var visitor = portal.Visitor();
        var answers = new List<HttpStatusCode>();
        foreach (var path in new[] { SignInRoutes.Entra, SignInRoutes.Entra + "/", SignInRoutes.Entra + "//" })
        {
            using var answer = await visitor.OpenAsync(path, Cancellation);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal([HttpStatusCode.Redirect, HttpStatusCode.Redirect, HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task Connections_OfOnePerson_AreLimitedIndependentlyOfOthers()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation, "--Limits:OpenConnections=2");
        using var first = portal.Visitor();
        await first.SignInWithEntraAsync(Cancellation);
        using var held = new ClientWebSocket();
        using var held2 = new ClientWebSocket();
        Assert.Null(await ConnectAsync(first, origin: null, held));
        Assert.Null(await ConnectAsync(first, origin: null, held2));

        Assert.Contains("429", (await ConnectAsync(first, origin: null))!.Message, StringComparison.Ordinal);
        portal.Issuer.Person = portal.Issuer.Person with { ObjectId = "22222222-2222-2222-2222-222222222222" };
        using var other = portal.Visitor();
        await other.SignInWithEntraAsync(Cancellation);
        Assert.Null(await ConnectAsync(other, origin: null));
    }

    [Fact]
    public async Task Body_LargerThanAnyForm_IsNotRead()
    {
        using var visitor = fixture.Portal.Visitor();
        using var content = new ByteArrayContent(new byte[(1 << 20) + 1]);
        content.Headers.ContentType = new("application/x-www-form-urlencoded");
        using var request = new HttpRequestMessage(HttpMethod.Post, SignInRoutes.Out) { Content = content };
        // Otherwise the connection may be closed while the body is still being sent, and the answer is lost.
        request.Headers.ExpectContinue = true;

        using var answer = await visitor.SendAsync(request, Cancellation);

        Assert.True(
            answer.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest,
            $"{answer.StatusCode}"
        );
    }

    private static string Header(HttpResponseMessage answer, string name) =>
        Assert.Single(answer.Headers.GetValues(name));

    private static async Task<WebSocketException?> ConnectAsync(
        Visitor visitor,
        string? origin,
        ClientWebSocket? keep = null
    )
    {
        using var once = new ClientWebSocket();
        var socket = keep ?? once;
        socket.Options.Cookies = visitor.Cookies;
        socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        if (origin is not null)
        {
            socket.Options.SetRequestHeader("Origin", origin);
        }

        try
        {
            await socket.ConnectAsync(
                new UriBuilder(new Uri(visitor.Portal, SyncProgressHub.Path)) { Scheme = "wss" }.Uri,
                Cancellation
            );
            return null;
        }
        catch (WebSocketException refused)
        {
            return refused;
        }
    }
}
