using System.IO.Compression;
using System.Text.Json;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class LimitTests
{
    private const string Probe = "{ __typename }";

    [Fact]
    public async Task Requests_MoreThan20In5Seconds_AreRefusedInsideHttp200_UntilTheWindowMoves()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var other = xledger.Token("other", xledger.Norway, XledgerRight.AskedForByHuma);
        for (var request = 0; request < 20; request++)
            Assert.False((await xledger.SendAsync(Probe)).HasErrors);

        var refused = await xledger.SendAsync(Probe);
        Assert.Equal(200, refused.Status);
        Assert.Equal("null", refused.Data.GetRawText());
        Assert.Equal("BAD_REQUEST.BURST_RATE_LIMIT_REACHED", refused.Error.GetProperty("code").GetString());
        Assert.Equal("BAD_REQUEST.BURST_RATE_LIMIT_REACHED", refused.Code);
        Assert.Contains("Too many requests", refused.Message);
        Assert.False((await xledger.SendAsync(Probe, token: other)).HasErrors);

        xledger.Clock.Now += TimeSpan.FromSeconds(5);
        Assert.False((await xledger.SendAsync(Probe)).HasErrors);
    }

    [Fact]
    public async Task Requests_MoreThanAllowedAtATime_AreRefused()
    {
        await using var xledger = await XledgerHost.StartAsync(limits: limits => limits.Concurrency = 0);

        Assert.Equal("BAD_REQUEST.CONCURRENCY_LIMIT_REACHED", (await xledger.SendAsync(Probe)).Code);
    }

    [Fact]
    public async Task Credits_UsedUp_ReportTheirReset_AndResetThen()
    {
        await using var xledger = await XledgerHost.StartAsync(limits: limits =>
            (limits.Credits, limits.CreditWindow) = (2, TimeSpan.FromMinutes(20))
        );
        await xledger.SendAsync(Probe);
        await xledger.SendAsync(Probe);

        var refused = await xledger.SendAsync(Probe);
        Assert.Equal("BAD_REQUEST.INSUFFICIENT_CREDITS", refused.Code);
        Assert.Equal("2026-01-15T12:20:00", refused.Error.GetProperty("extensions").GetProperty("resetAt").GetString());

        xledger.Clock.Now += TimeSpan.FromMinutes(20);
        Assert.False((await xledger.SendAsync(Probe)).HasErrors);
    }

    [Fact]
    public async Task Credits_LargePagesAndBatches_CostMoreThanOne()
    {
        await using var xledger = await XledgerHost.StartAsync(limits: limits => limits.Credits = 100);

        Assert.Equal(
            "BAD_REQUEST.INSUFFICIENT_CREDITS",
            (await xledger.SendAsync("{ employees(first: 10000) { edges { cursor } } }")).Code
        );
        Assert.False((await xledger.SendAsync("{ employees(first: 1000) { edges { cursor } } }")).HasErrors);
    }

    [Fact]
    public async Task Meter_CountsRequestsWritesAndBytes_AndStartsOverWithTheMonthInOslo()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");
        var body = JsonSerializer.Serialize(new { query = Probe });
        using var response = await xledger.PostRawAsync($"token {xledger.Full}", body);
        var down = (await response.Content.ReadAsByteArrayAsync()).Length;

        Assert.Equal(
            new MeterReading(new DateOnly(2026, 1, 1), 1, 0, body.Length, down) { Credits = 1 },
            xledger.Meter.ThisMonth
        );

        await xledger.SendAsync(
            $"mutation {{ updateEmployees(inputs: {{ node: {{ dbId: {employee.DbId}, code: \"2\" }} }}) "
                + $"{{ edges {{ clientId }} }} }}"
        );
        Assert.Equal((2, 1), (xledger.Meter.ThisMonth.Requests, xledger.Meter.ThisMonth.WriteRequests));

        xledger.Clock.Now = new DateTimeOffset(2026, 1, 31, 22, 59, 0, TimeSpan.Zero);
        Assert.Equal(2, xledger.Meter.ThisMonth.Requests);
        xledger.Clock.Now = new DateTimeOffset(2026, 1, 31, 23, 0, 0, TimeSpan.Zero);
        Assert.Equal(new MeterReading(new DateOnly(2026, 2, 1), 0, 0, 0, 0), xledger.Meter.ThisMonth);
    }

    [Fact]
    public async Task Answer_ClientTakesGzip_IsCompressed()
    {
        await using var xledger = await XledgerHost.StartAsync();
        using var response = await xledger.PostRawAsync(
            $"token {xledger.Full}",
            JsonSerializer.Serialize(new { query = "{ countries(first: 3) { edges { node { code } } } }" }),
            "gzip"
        );

        Assert.Equal(["gzip"], response.Content.Headers.ContentEncoding);
        await using var plain = new GZipStream(await response.Content.ReadAsStreamAsync(), CompressionMode.Decompress);
        Assert.Equal(
            "{\"data\":{\"countries\":{\"edges\":[{\"node\":{\"code\":\"NO\"}},{\"node\":{\"code\":\"SE\"}},{\"node\":{\"code\":\"DK\"}}]}}}",
            await new StreamReader(plain).ReadToEndAsync()
        );
    }

    [Theory]
    [InlineData("no json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"query\":5}")]
    public async Task Request_BodyWithoutGraphQl_IsRefusedAndCounted(string body)
    {
        await using var xledger = await XledgerHost.StartAsync();

        using var response = await xledger.PostRawAsync($"token {xledger.Full}", body);

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(1, xledger.Meter.ThisMonth.Requests);
    }

    [Theory]
    [InlineData(DataOnError.Varies, false, true)]
    [InlineData(DataOnError.Null, true, true)]
    [InlineData(DataOnError.Absent, false, false)]
    public async Task Errors_DataIsNullOrAbsent_AsTheSwitchSays(DataOnError form, bool onInvalid, bool onRefused)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.DataOnError = form);

        var invalid = await xledger.SendAsync("{ nobody }");
        var refused = await xledger.SendAsync("{ employees(first: 10001) { edges { cursor } } }");

        Assert.Equal(
            (onInvalid, onRefused),
            (invalid.Root.TryGetProperty("data", out _), refused.Root.TryGetProperty("data", out _))
        );
    }

    [Theory]
    [InlineData(200, 200)]
    [InlineData(400, 400)]
    public async Task Errors_StatusOfInvalidDocumentsAndRefusedMutations_IsASwitch(int validation, int mutation)
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            (switches.ValidationErrorStatus, switches.RefusedMutationStatus) = (validation, mutation)
        );

        Assert.Equal(validation, (await xledger.SendAsync("{ nobody }")).Status);
        Assert.Equal(
            mutation,
            (
                await xledger.SendAsync(
                    "mutation { updateEmployees(inputs: { node: { dbId: 1 } }) { edges { clientId } } }"
                )
            ).Status
        );
    }

    [Fact]
    public async Task Subscription_OverHttp_IsRefused()
    {
        await using var xledger = await XledgerHost.StartAsync();

        Assert.Equal(
            "INVALID_OPERATION",
            (await xledger.SendAsync("subscription { employeesMutated { edges { syncVersion node { dbId } } } }")).Code
        );
    }

    [Fact]
    public async Task Introspection_TheUsualQuery_DescribesTheDeclaredTypes()
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync(
            """
            query IntrospectionQuery {
              __schema {
                description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
                types { ...FullType }
                directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } }
              }
              __type(name: "UpdateEmployeesInputNode") { inputFields { name type { kind ofType { name } } } }
            }
            fragment FullType on __Type {
              kind name description specifiedByURL isOneOf
              fields(includeDeprecated: true) {
                name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef }
                isDeprecated deprecationReason
              }
              inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
              enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason }
              possibleTypes { ...TypeRef }
            }
            fragment InputValue on __InputValue {
              name description type { ...TypeRef } defaultValue isDeprecated deprecationReason
            }
            fragment TypeRef on __Type {
              kind name
              ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } }
            }
            """
        );

        var types = reply
            .Data.GetProperty("__schema")
            .GetProperty("types")
            .EnumerateArray()
            .ToDictionary(type => type.GetProperty("name").GetString()!);
        Assert.Equal("\"Query\"", reply.At("__schema", "queryType", "name"));
        Assert.Equal("OBJECT", types["Employee"].GetProperty("kind").GetString());
        Assert.Contains(types["Contact"].GetProperty("fields").EnumerateArray(), field =>
            field.GetProperty("name").GetString() == "socialSec"
        );
        Assert.Equal(
            ["CURRENT", "UPPER", "LOWER", "MINE", "ALL"],
            types["OwnerSet"]
                .GetProperty("enumValues")
                .EnumerateArray()
                .Select(value => value.GetProperty("name").GetString())
        );
        Assert.Equal(
            "{\"name\":\"dbId\",\"type\":{\"kind\":\"NON_NULL\",\"ofType\":{\"name\":\"Int64String\"}}}",
            reply.At("__type", "inputFields", 0)
        );
    }
}
