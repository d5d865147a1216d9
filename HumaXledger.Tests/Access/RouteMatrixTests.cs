using System.Net;
using System.Net.WebSockets;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Every route of the Portal with every role and with none, over real HTTP. A route that is not in the table fails the
/// test: its permission must be decided.
/// </summary>
public sealed partial class RouteMatrixTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    /// <summary>Open without a session, each for a reason.</summary>
    private static readonly string[] Open =
    [
        "/sign-in",
        "/sign-in/development",
        "/sign-out",
        "/no-access",
        "/error",
        // The sign-in page can be shown in each language.
        "/culture",
        // Huma sends an access token and signs each message.
        "/webhooks/huma/{address}",
        // A style sheet, the same for everybody.
        "/mudblazor.{version}.css",
        // A load balancer has no session; the answer is one word.
        "/health/live",
        "/health/ready",
    ];

    private static readonly Dictionary<string, Permission> Guarded = new()
    {
        ["/"] = Permission.SeeStatus,
        ["/connections"] = Permission.SeeStatus,
        ["/connections/new"] = Permission.SetUp,
        ["/connections/new/{Step}"] = Permission.SetUp,
        ["/connections/{ConnectionId:guid}"] = Permission.SeeStatus,
        ["/connections/{ConnectionId:guid}/{Tab}"] = Permission.SeeStatus,
        ["/connections/{ConnectionId:guid}/settings/{Section}"] = Permission.SeeStatus,
        ["/connections/{ConnectionId:guid}/differences"] = Permission.SeePeople,
        ["/connections/{ConnectionId:guid}/coming-up"] = Permission.SeePeople,
        ["/connections/{ConnectionId:guid}/people/{Key}"] = Permission.SeePeople,
        ["/connections/{ConnectionId:guid}/people/{Key}/erase"] = Permission.ChangeSettings,
        ["/connections/{connectionId:guid}/people/{key}/stored.{format}"] = Permission.SeePeople,
        ["/connections/{connectionId:guid}/people/{key}/stored-in-clear"] = Permission.SeeSensitive,
        ["/connections/{ConnectionId:guid}/sync"] = Permission.Prepare,
        ["/connections/{ConnectionId:guid}/sync/{Step}"] = Permission.Prepare,
        ["/connections/{ConnectionId:guid}/disconnect"] = Permission.SetUp,
        ["/connections/{ConnectionId:guid}/keys"] = Permission.SetUp,
        ["/connections/{ConnectionId:guid}/runs/{RunId:guid}"] = Permission.SeePeople,
        ["/connections/{ConnectionId:guid}/runs/{RunId:guid}/held"] = Permission.Synchronize,
        ["/connections/{ConnectionId:guid}/runs/{RunId:guid}/undo"] = Permission.Synchronize,
        ["/connections/{connectionId:guid}/runs/{runId:guid}/result.{format}"] = Permission.SeePeople,
        ["/connections/{connectionId:guid}/sync/{comparisonId:guid}/plan.{format}"] = Permission.Prepare,
        ["/connections/{connectionId:guid}/runs/{runId:guid}/result-in-clear"] = Permission.SeeSensitive,
        ["/help"] = Permission.SeeStatus,
        ["/activity"] = Permission.SeeActivity,
        ["/activity/export.{format}"] = Permission.SeeActivity,
        ["/health"] = Permission.SeeActivity,
        ["/encryption"] = Permission.RotateKeys,
        ["/mail"] = Permission.SeePeople,
        ["/sign-ins"] = Permission.SeeStatus,
        ["/sandbox"] = Permission.SetUp,
        ["/sandbox/{Tab}"] = Permission.SetUp,
        ["/not-found"] = Permission.SeeStatus,
        // Development only: style sheets and scripts added since the build.
        ["/{**path:file}"] = Permission.SeeStatus,
        ["/hubs/sync-progress"] = Permission.SeeStatus,
        ["/hubs/sync-progress/negotiate"] = Permission.SeeStatus,
        ["/_blazor"] = Permission.SeeStatus,
        ["/_blazor/negotiate"] = Permission.SeeStatus,
        ["/_blazor/disconnect"] = Permission.SeeStatus,
        ["/_blazor/initializers"] = Permission.SeeStatus,
        ["/_framework/opaque-redirect"] = Permission.SeeStatus,
    };

    /// <summary>Routes that require a second permission, which no role gives together with the first.</summary>
    private static readonly Dictionary<string, Permission> Besides = new()
    {
        ["/connections/{connectionId:guid}/runs/{runId:guid}/result-in-clear"] = Permission.SeePeople,
        ["/connections/{connectionId:guid}/people/{key}/stored-in-clear"] = Permission.SeePeople,
    };

    /// <summary>What concerns all connections or none: no role for some connections opens it.</summary>
    private static readonly string[] Everywhere =
    [
        "/connections/new",
        "/connections/new/{Step}",
        "/activity",
        "/activity/export.{format}",
        "/health",
        "/encryption",
        "/mail",
        "/sandbox",
        "/sandbox/{Tab}",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IReadOnlyList<RouteEndpoint> Routes =>
        [
            .. portal
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null),
        ];

    public static TheoryData<Role?> Roles => [(Role?)null, .. Enum.GetValues<Role>()];

    [Fact]
    public void Routes_OfThePortal_AreInTheTable()
    {
        var known = Open.Concat(Guarded.Keys).ToHashSet(StringComparer.Ordinal);

        Assert.DoesNotContain(Routes.Select(Pattern), route => !known.Contains(route));
        Assert.Equal(
            Open.Order(),
            Routes
                .Where(endpoint => endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
                .Select(Pattern)
                .Distinct()
                .Order()
        );
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public Task Route_WithThisRoleOrNone_IsOpenOrClosedAsTheTableSays(Role? role) =>
        AssertAsTheTableSaysAsync(role is { } held ? [held] : []);

    [Theory]
    [InlineData(Role.SensitiveData, Role.Viewer)]
    [InlineData(Role.SensitiveData, Role.IntegrationReviewer)]
    [InlineData(Role.SensitiveData, Role.IntegrationAdministrator)]
    public Task Route_WithTwoRoles_IsOpenOrClosedAsTheTableSaysOfThemTogether(params Role[] roles) =>
        AssertAsTheTableSaysAsync(roles);

    private async Task AssertAsTheTableSaysAsync(IReadOnlyList<Role> roles)
    {
        using var visitor =
            roles.Count > 0
                ? await Visitor.SignedInAsync(portal.Url, string.Join(' ', roles), roles, Cancellation)
                : new Visitor(portal.Url);
        var wrong = new List<string>();
        foreach (var endpoint in Routes.Where(route => Guarded.ContainsKey(Pattern(route))))
        {
            var route = Pattern(endpoint);
            var may =
                Gives(roles, Guarded[route]) && (!Besides.TryGetValue(route, out var second) || Gives(roles, second));
            foreach (
                var method in endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } only
                    ? only
                    : ["GET", "POST"]
            )
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), Path(route));
                using var answer = await visitor.SendAsync(request, Cancellation);
                if (
                    may == answer.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    || (
                        !may
                        && answer.StatusCode
                            != (roles.Count == 0 ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden)
                    )
                )
                {
                    wrong.Add($"{method} {route}: {answer.StatusCode}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.IntegrationReviewer)]
    [InlineData(Role.IntegrationAdministrator)]
    [InlineData(Role.SensitiveData)]
    [InlineData(Role.SensitiveData, Role.IntegrationReviewer)]
    public async Task Route_WithRolesForAGroup_OpensItsConnectionsAndDoesNotKnowOthers(params Role[] roles)
    {
        var group = $"g{Guid.NewGuid():N}";
        var own = await StoredSubject.AddAsync(portal, "Own", group);
        var other = await StoredSubject.AddAsync(portal, "Other", "another");
        using var visitor = await Visitor.SignedInAsync(portal.Url, $"In {group}", roles, Cancellation, group);
        var wrong = new List<string>();
        foreach (var endpoint in Routes.Where(route => Guarded.ContainsKey(Pattern(route))))
        {
            var route = Pattern(endpoint);
            var may =
                !Everywhere.Contains(route)
                && Gives(roles, Guarded[route])
                && (!Besides.TryGetValue(route, out var second) || Gives(roles, second));
            var method = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is [var only, ..]
                ? only
                : "GET";
            var open = await AnswerAsync(visitor, method, Path(route, own.Id, own.Run.Id));
            var sees = Gives(roles, Permission.SeeStatus);
            var isOfOne = route.Contains("{connectionId", StringComparison.OrdinalIgnoreCase);
            var refusal = isOfOne && !sees ? HttpStatusCode.NotFound : HttpStatusCode.Forbidden;
            if (may ? open.Status is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden : open.Status != refusal)
            {
                wrong.Add($"{method} {route}, own: {open.Status}");
            }

            if (!isOfOne)
            {
                continue;
            }

            // One that is there is answered word for word as one that is not.
            var hidden = await AnswerAsync(visitor, method, Path(route, other.Id, other.Run.Id));
            var unknown = await AnswerAsync(visitor, method, Path(route, Guid.NewGuid(), Guid.NewGuid()));
            if (hidden.Status != HttpStatusCode.NotFound || hidden != unknown)
            {
                wrong.Add($"{method} {route}, other: {hidden.Status}, unknown: {unknown.Status}");
            }
        }

        Assert.Empty(wrong);
    }

    private static async Task<(HttpStatusCode Status, string Text)> AnswerAsync(
        Visitor visitor,
        string method,
        string path
    )
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var answer = await visitor.SendAsync(request, Cancellation);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        // What differs from answer to answer: keys of the page and its forms, and the address that was asked for.
        return (answer.StatusCode, Varying().Replace(text, "").Replace(path, "", StringComparison.Ordinal));
    }

    [GeneratedRegex("""(value="CfDJ8[^"]*"|"CfDJ8[^"]*"|nonce="[^"]*"|[0-9a-f]{32,}|<!--Blazor:.*?-->)""")]
    private static partial Regex Varying();

    [Theory]
    [InlineData("/connections/new")]
    [InlineData("/no/such/page")]
    [InlineData("/.env")]
    [InlineData("/connections/../connections/new")]
    [InlineData("//connections/new")]
    [InlineData("/CONNECTIONS/NEW")]
    [InlineData("/connections/new/")]
    public async Task Address_WithoutASession_LeadsToTheSignIn(string path)
    {
        using var visitor = new Visitor(portal.Url);

        using var answer = await visitor.OpenAsync(
            new Uri(portal.Url, ".").ToString().TrimEnd('/') + path,
            Cancellation
        );

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.StartsWith("/sign-in?returnTo=", answer.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
        Assert.Equal("", await answer.Content.ReadAsStringAsync(Cancellation));
    }

    [Fact]
    public async Task Page_WithoutThePermission_ShowsTheRefusal()
    {
        using var visitor = await Visitor.SignedInAsync(portal.Url, "Kari", [Role.Viewer], Cancellation);

        using var answer = await visitor.OpenAsync("/connections/new", Cancellation);
        Assert.Equal("/no-access?returnTo=%2Fconnections%2Fnew", answer.Headers.Location!.PathAndQuery);
        using var page = await visitor.OpenAsync(answer.Headers.Location!.PathAndQuery, Cancellation);
        Assert.Contains(
            "You do not have access to this",
            await page.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Hub_WithThisRoleOrNone_RequiresSeeStatus(Role? role)
    {
        using var socket = new ClientWebSocket();
        if (role is { } held)
        {
            using var visitor = await Visitor.SignedInAsync(portal.Url, $"{held}", [held], Cancellation);
            socket.Options.Cookies = visitor.Cookies;
        }

        var address = new UriBuilder(new Uri(portal.Url, SyncProgressHub.Path)) { Scheme = "ws" }.Uri;
        if (role is { } of && RoleRules.Gives(of, Permission.SeeStatus))
        {
            await socket.ConnectAsync(address, Cancellation);
            Assert.Equal(WebSocketState.Open, socket.State);
        }
        else
        {
            var refused = await Assert.ThrowsAsync<WebSocketException>(() =>
                socket.ConnectAsync(address, Cancellation)
            );
            Assert.Contains(role is null ? "401" : "403", refused.Message, StringComparison.Ordinal);
        }
    }

    private static bool Gives(IReadOnlyList<Role> roles, Permission permission) =>
        roles.Any(role => RoleRules.Gives(role, permission));

    private static string Pattern(RouteEndpoint endpoint) => "/" + endpoint.RoutePattern.RawText!.Trim('/');

    private static string Path(string route) => Path(route, Guid.Empty, Guid.Empty);

    private static string Path(string route, Guid connection, Guid other) =>
        Parameter()
            .Replace(route, match => match.Value.Equals("{connectionId:guid}", StringComparison.OrdinalIgnoreCase)
                    ? $"{connection}"
                : match.Value.EndsWith(":guid}", StringComparison.Ordinal) ? $"{other}"
                : "csv");

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
