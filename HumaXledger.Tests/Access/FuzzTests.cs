using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Tests.Access.Circuits;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Odd input at every endpoint of the running portal: paths, queries, forms, bodies, headers, and addresses within a
/// circuit. Nothing is answered with a fault, and nothing is logged as one.
/// </summary>
public sealed partial class FuzzTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private const int PerEndpoint = 30;
    private const int Seed = 20261129;

    private static readonly string[] Names =
    [
        "q",
        "returnTo",
        "language",
        "again",
        "out",
        "page",
        "part",
        "sort",
        "filter",
        "state",
        "code",
        "id",
        "from",
    ];

    private static readonly string[] Headers =
    [
        "Accept",
        "Accept-Language",
        "Cookie",
        "Content-Type",
        "Content-Encoding",
        "Origin",
        "Referer",
        "Range",
        "X-Forwarded-Host",
        "X-Forwarded-For",
        "Sec-Fetch-Mode",
        "Authorization",
        "huma-hmac-sha256",
        "huma-topic",
        "If-None-Match",
        "Upgrade",
        "Expect",
    ];

    /// <summary>As text; what they are in a request line, a header or a form is made of it.</summary>
    private static readonly string[] Odd =
    [
        "",
        "/",
        "ø",
        "/ø",
        "//evil.example.com",
        "/\\evil",
        "\u202E",
        "\u0000",
        "\u0001",
        "\uFFFE",
        "\uD83D\uDE00",
        "'",
        "\"",
        "<script>alert(1)</script>",
        "{{7*7}}",
        "..",
        "../../etc/passwd",
        "-1",
        "0",
        "1e999",
        "99999999999999999999",
        "NaN",
        "null",
        "true",
        "[]",
        "{}",
        "%",
        "%zz",
        "%ff",
        "%ed%a0%80",
        "a&b=c",
        ";",
        ",",
        "1970-13-45",
        "nb-NO",
        "x-unknown",
        new string('a', 1_500),
        new string('9', 400),
        "00000000-0000-0000-0000-000000000000",
    ];

    private static readonly byte[][] Bodies =
    [
        [],
        [0],
        [0xff, 0xfe, 0x00, 0xd8],
        "{"u8.ToArray(),
        "\"\\ud800\""u8.ToArray(),
        "{\"a\":\"\\ud800\"}"u8.ToArray(),
        "name=%ED%A0%80&mail=%00&roles=%FF"u8.ToArray(),
        "name=a&name=b&returnTo=/%C3%B8"u8.ToArray(),
        "&&&==="u8.ToArray(),
        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"u8.ToArray(),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private IReadOnlyList<RouteEndpoint> Routes =>
        [
            .. portal
                .Services.GetRequiredService<EndpointDataSource>()
                .Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null)
                // It ends the session of this test.
                .Where(endpoint => endpoint.RoutePattern.RawText != "/sign-out"),
        ];

    [Fact]
    public async Task Request_WithOddInput_IsNeverAFault()
    {
        var random = new Random(Seed);
        using var visitor = await Visitor.SignedInAsync(
            portal.Url,
            "Fuzzing",
            [Role.IntegrationAdministrator, Role.SensitiveData],
            Cancellation
        );
        var cookie = $"Cookie: {visitor.Session!.Name}={visitor.Session.Value}\r\n";
        var faults = new List<string>();
        foreach (var route in Routes.Select(endpoint => endpoint.RoutePattern.RawText!).Distinct())
        {
            for (var time = 0; time < PerEndpoint; time++)
            {
                var target = Target(route, random);
                var method = Pick(random, ["GET", "GET", "POST", "HEAD", "PUT", "OPTIONS"]);
                var headers = time % 3 == 0 ? "" : cookie;
                var contentType = Pick(
                    random,
                    [
                        "application/x-www-form-urlencoded",
                        "application/json",
                        "multipart/form-data; boundary=x",
                        "\u00f8",
                    ]
                );
                headers += $"Content-Type: {contentType}\r\n{Pick(random, Headers)}: {Header(Pick(random, Odd))}\r\n";
                var body = method is "POST" or "PUT" ? Pick(random, Bodies) : [];
                var status = await RawRequest.StatusAsync(portal.Url, method, target, headers, body, Cancellation);
                if (status >= HttpStatusCode.InternalServerError)
                {
                    faults.Add($"{method} {target} [{headers.ReplaceLineEndings(" ")}]: {status}");
                }
            }
        }

        Assert.Empty(faults);
        AssertNoFaultLogged();
    }

    [Fact]
    public async Task Redirect_ToAPathWithLettersThatNoHeaderTakes_Works()
    {
        using var visitor = new Visitor(portal.Url);

        using var answer = await visitor.OpenAsync("/culture?language=nb&returnTo=/%C3%B8", Cancellation);

        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/%C3%B8", answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Page_WithOddAddressInItsCircuit_IsNeverAFault()
    {
        var random = new Random(Seed);
        var connection = await portal.AddConnectionAsync("Fuzzed");
        using var visitor = await Visitor.SignedInAsync(
            portal.Url,
            "Fuzzing",
            [Role.IntegrationAdministrator],
            Cancellation
        );
        await using var circuit = await CircuitSocket.OpenAsync(visitor, "/connections", Cancellation);
        foreach (
            var route in Routes
                .Where(endpoint => endpoint.DisplayName?.Contains('(') == true)
                .Select(endpoint => endpoint.RoutePattern.RawText!)
                .Where(route =>
                    route.StartsWith("/connections", StringComparison.Ordinal) || route is "/activity" or "/mail"
                )
                .Distinct()
        )
        {
            for (var time = 0; time < 6; time++)
            {
                var path = Parameter()
                    .Replace(route, match => match.Value.Contains("onnectionId", StringComparison.Ordinal)
                            ? $"{connection}"
                        : match.Value.EndsWith(":guid}", StringComparison.Ordinal) ? $"{Guid.NewGuid()}"
                        : Uri.EscapeDataString(
                            // Blazor's router itself ends a circuit whose path holds U+0000.
                            Pick(random, Odd).Replace("\0", "", StringComparison.Ordinal)
                        ));
                var address = $"{portal.Url.GetLeftPart(UriPartial.Authority)}{path}?{Query(random)}";
                await circuit.CallAsync(null, "OnLocationChanged", address, null, false);
                await circuit.InvokeAsync("NoSuchMethod", 1, "[]");
                Assert.True(circuit.IsOpen, address);
            }
        }

        AssertNoFaultLogged();
    }

    private void AssertNoFaultLogged() =>
        Assert.DoesNotContain(portal.Log.Lines, line =>
            line.StartsWith("Error ", StringComparison.Ordinal)
            || line.StartsWith("Critical ", StringComparison.Ordinal)
        );

    private static string Target(string route, Random random)
    {
        var path = Parameter().Replace(route, _ => Segment(Pick(random, Odd)));
        return $"/{path.TrimStart('/')}{(random.Next(3) == 0 ? "" : "?" + Query(random))}";
    }

    private static string Query(Random random) =>
        string.Join(
            '&',
            Enumerable.Range(0, random.Next(1, 4)).Select(_ => $"{Pick(random, Names)}={Segment(Pick(random, Odd))}")
        );

    // As it is where it can stand in a request line, or percent-encoded.
    private static string Segment(string text) =>
        text.StartsWith('%') ? text : Uri.EscapeDataString(text.Length == 0 ? "x" : text);

    // Header lines end at a line end; everything else is sent as it is, as UTF-8.
    private static string Header(string text) =>
        Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text.Replace("\0", "", StringComparison.Ordinal)));

    private static T Pick<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Parameter();
}
