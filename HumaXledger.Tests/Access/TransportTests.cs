using System.Net;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text.Json;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Ways around the socket's limits and checks: long polling, server-sent events, a negotiation by another site.
/// </summary>
public sealed class TransportTests(EntraFixture fixture) : IClassFixture<EntraFixture>
{
    private const string Circuits = "/_blazor";
    private const string PublicHost = "portal.example.com";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Endpoints => [SyncProgressHub.Path, Circuits];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Negotiation_OfHubAndCircuits_OffersWebSocketsOnly(string path)
    {
        using var visitor = await SignedInAsync(fixture.Portal);

        using var answer = await NegotiateAsync(visitor, path);

        var offered = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty(
            "availableTransports"
        );
        Assert.Equal("WebSockets", Assert.Single(offered.EnumerateArray()).GetProperty("transport").GetString());
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task LongPolling_WithANegotiatedConnection_CarriesNothing(string path)
    {
        using var visitor = await SignedInAsync(fixture.Portal);
        for (var connection = 0; connection < 10; connection++)
        {
            using var negotiated = await NegotiateAsync(visitor, path);
            var token = (await negotiated.Content.ReadFromJsonAsync<JsonElement>(Cancellation))
                .GetProperty("connectionToken")
                .GetString();
            var address = $"{path}?id={token}";

            using var poll = await visitor.OpenAsync(address, Cancellation);
            using var events = await visitor.SendAsync(
                new HttpRequestMessage(HttpMethod.Get, address) { Headers = { { "Accept", "text/event-stream" } } },
                Cancellation
            );
            using var sent = await visitor.SendAsync(
                new HttpRequestMessage(HttpMethod.Post, address)
                {
                    Content = new StringContent("{\"protocol\":\"json\",\"version\":1}\u001e"),
                },
                Cancellation
            );

            Assert.All([poll, events, sent], answer => Assert.InRange((int)answer.StatusCode, 400, 499));
        }
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Negotiation_ByAPageOfAnotherSite_IsRefused(string path)
    {
        using var visitor = await SignedInAsync(fixture.Portal);
        var own = fixture.Portal.Url.GetLeftPart(UriPartial.Authority);

        foreach (
            var (origins, status) in new (string[], HttpStatusCode)[]
            {
                ([own], HttpStatusCode.OK),
                ([], HttpStatusCode.OK),
                (["https://evil.example.com"], HttpStatusCode.Forbidden),
                (["null"], HttpStatusCode.Forbidden),
                ([own, "https://evil.example.com"], HttpStatusCode.Forbidden),
                ([$"{own}.evil.example.com"], HttpStatusCode.Forbidden),
            }
        )
        {
            using var answer = await NegotiateAsync(visitor, path, origins);
            Assert.Equal(status, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Connection_ThroughATrustedProxy_IsOfThePublicHost()
    {
        await using var portal = await EntraPortal.StartAsync(
            Cancellation,
            "--Proxies:Trusted:0=127.0.0.0/8",
            $"--AllowedHosts={PublicHost};127.0.0.1"
        );
        using var visitor = await SignedInAsync(portal);

        using var own = await NegotiateAsync(visitor, Circuits, [$"https://{PublicHost}"], PublicHost);
        using var other = await NegotiateAsync(visitor, Circuits, ["https://evil.example.com"], PublicHost);
        using var internalName = await NegotiateAsync(
            visitor,
            Circuits,
            [$"https://{portal.Url.Authority}"],
            PublicHost
        );
        using var socket = new ClientWebSocket();
        socket.Options.Cookies = visitor.Cookies;
        socket.Options.RemoteCertificateValidationCallback = (_, _, _, _) => true;
        socket.Options.SetRequestHeader("Origin", $"https://{PublicHost}");
        socket.Options.SetRequestHeader("X-Forwarded-Host", PublicHost);
        socket.Options.SetRequestHeader("X-Forwarded-Proto", "https");
        await socket.ConnectAsync(
            new UriBuilder(new Uri(portal.Url, SyncProgressHub.Path)) { Scheme = "wss" }.Uri,
            Cancellation
        );

        Assert.Equal(
            (HttpStatusCode.OK, HttpStatusCode.Forbidden, HttpStatusCode.Forbidden),
            (own.StatusCode, other.StatusCode, internalName.StatusCode)
        );
        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Theory]
    [InlineData("evil.example.com", HttpStatusCode.BadRequest)]
    [InlineData(PublicHost, HttpStatusCode.OK)]
    public async Task ForwardedHost_NotAmongTheAllowedHosts_IsRefused(string host, HttpStatusCode status)
    {
        await using var portal = await EntraPortal.StartAsync(
            Cancellation,
            "--Proxies:Trusted:0=127.0.0.0/8",
            $"--AllowedHosts={PublicHost};127.0.0.1"
        );
        using var visitor = portal.Visitor();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/sign-in");
        request.Headers.Add("X-Forwarded-Host", host);

        using var answer = await visitor.SendAsync(request, Cancellation);

        Assert.Equal(status, answer.StatusCode);
    }

    [Fact]
    public async Task Limits_OfSendersInOneNetwork_AreShared()
    {
        await using var portal = await EntraPortal.StartAsync(
            Cancellation,
            "--Proxies:Trusted:0=127.0.0.0/8",
            "--Limits:RequestsPerMinute=10"
        );
        using var visitor = portal.Visitor();

        async Task<HttpStatusCode> AskAsync(string path, string sender)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Add("X-Forwarded-For", sender);
            using var answer = await visitor.SendAsync(request, Cancellation);
            return answer.StatusCode;
        }

        for (var time = 0; time < 10; time++)
        {
            // Nothing is there, and it counts all the same.
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync("/webhooks/other", $"2001:db8:0:1::{time}"));
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("/webhooks/other", "2001:db8:0:1:f::1"));
        Assert.Equal(HttpStatusCode.TooManyRequests, await AskAsync("/sign-in", "2001:db8:0:1:f::1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/sign-in", "2001:db8:0:2::1"));
        Assert.Equal(HttpStatusCode.OK, await AskAsync("/health/live", "2001:db8:0:1:f::1"));
    }

    [Fact]
    public async Task Webhook_AskedByAnotherMethod_CountsAsARefusal()
    {
        await using var portal = await EntraPortal.StartAsync(
            Cancellation,
            "--Webhook:RefusalBurst=3",
            "--Webhook:RefusalsPerSecond=1"
        );
        using var visitor = portal.Visitor();
        var answers = new List<HttpStatusCode>();
        for (var time = 0; time < 30; time++)
        {
            using var answer = await visitor.OpenAsync("/webhooks/huma/anything", Cancellation);
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answers[0]);
        Assert.Contains(HttpStatusCode.TooManyRequests, answers);
    }

    private static async Task<Visitor> SignedInAsync(EntraPortal portal)
    {
        var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        return visitor;
    }

    private static async Task<HttpResponseMessage> NegotiateAsync(
        Visitor visitor,
        string path,
        string[]? origins = null,
        string? forwardedHost = null
    )
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{path}/negotiate?negotiateVersion=1");
        foreach (var origin in origins ?? [])
        {
            request.Headers.TryAddWithoutValidation("Origin", origin);
        }

        if (forwardedHost is not null)
        {
            request.Headers.Add("X-Forwarded-Host", forwardedHost);
            request.Headers.Add("X-Forwarded-Proto", "https");
        }

        return await visitor.SendAsync(request, Cancellation);
    }
}
