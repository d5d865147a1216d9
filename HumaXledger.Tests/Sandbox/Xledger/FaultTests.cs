using System.Diagnostics;
using System.Text.Json;
using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class FaultTests
{
    private const string Countries =
        "query Countries { countries(first: 3) { edges { node { code } } pageInfo { hasNextPage } } }";

    [Fact]
    public async Task Fault_AppliesToTheNthMatchingCallsOnly()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Faults.Add(
            new FaultRule(FaultKind.Status500)
            {
                System = OutsideSystem.Xledger,
                Contains = "query countries",
                FromCall = 2,
                Times = 2,
            }
        );
        xledger.Faults.Add(new FaultRule(FaultKind.Status500) { System = OutsideSystem.Huma });

        var statuses = new List<int>();
        foreach (var query in new[] { Countries, "{ __typename }", Countries, Countries, Countries })
            statuses.Add((await xledger.SendAsync(query)).Status);

        Assert.Equal([200, 200, 500, 500, 200], statuses);
        Assert.Equal(OutsideSystem.Huma, Assert.Single(xledger.Faults.Pending).System);
    }

    [Theory]
    [InlineData(FaultKind.Status502Html, 502, "text/html")]
    [InlineData(FaultKind.HtmlInsteadOfJson, 200, "text/html")]
    [InlineData(FaultKind.Status429, 429, "application/json")]
    public async Task Fault_StatusOrHtml_IsAnsweredAndNothingIsExecuted(FaultKind kind, int status, string type)
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Faults.Add(
            new FaultRule(kind) { RetryAfter = kind == FaultKind.Status429 ? TimeSpan.FromSeconds(7) : null }
        );

        using var response = await Post(xledger, Update(xledger));

        Assert.Equal((status, type), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.Equal(kind == FaultKind.Status429 ? TimeSpan.FromSeconds(7) : null, response.Headers.RetryAfter?.Delta);
        Assert.Equal("1", xledger.Store.Employees.All().Single().Code);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetBefore, "1")]
    [InlineData(FaultKind.ConnectionResetAfter, "2")]
    public async Task Fault_ConnectionReset_BreaksTheCallBeforeOrAfterItsExecution(FaultKind kind, string code)
    {
        await using var xledger = await XledgerHost.StartAsync();
        var update = Update(xledger);
        xledger.Faults.Add(new FaultRule(kind));

        await Assert.ThrowsAsync<HttpRequestException>(() => Post(xledger, update));

        Assert.Equal(code, xledger.Store.Employees.All().Single().Code);
    }

    [Fact]
    public async Task Fault_AnswerLost_ExecutesAndBreaksAfterTheDelay()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var update = Update(xledger);
        xledger.Faults.Add(new FaultRule(FaultKind.AnswerLost) { Delay = TimeSpan.FromMilliseconds(50) });

        await Assert.ThrowsAsync<HttpRequestException>(() => Post(xledger, update));

        Assert.Equal("2", xledger.Store.Employees.All().Single().Code);
    }

    [Fact]
    public async Task Fault_SlowAnswer_IsTheCorrectAnswerLater()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Faults.Add(new FaultRule(FaultKind.SlowAnswer) { Delay = TimeSpan.FromMilliseconds(80) });
        var clock = Stopwatch.StartNew();

        Assert.Equal(["NO", "SE", "DK"], (await xledger.SendAsync(Countries)).Nodes("countries", "code"));

        Assert.True(clock.ElapsedMilliseconds >= 70);
    }

    [Fact]
    public async Task Fault_TruncatedJson_IsDeliveredCorrectlyAndCannotBeRead()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Faults.Add(new FaultRule(FaultKind.TruncatedJson));

        using var response = await xledger.PostRawAsync(
            $"token {xledger.Full}",
            JsonSerializer.Serialize(new { query = Countries }),
            "gzip"
        );
        var text = await response.Content.ReadAsStringAsync();

        Assert.StartsWith("{\"data\":{\"countries\"", text);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(text));
    }

    [Fact]
    public async Task Fault_GraphQlErrors_ComeWithTheDataOrInsteadOfIt()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Faults.Add(new FaultRule(FaultKind.GraphQlErrorWithData) { ErrorMessage = "Partly." });
        xledger.Faults.Add(
            new FaultRule(FaultKind.GraphQlErrorWithoutData)
            {
                ErrorCode = "BAD_REQUEST.INSUFFICIENT_CREDITS",
                FromCall = 2,
            }
        );

        var beside = await xledger.SendAsync(Countries);
        var instead = await xledger.SendAsync(Countries);

        Assert.Equal(["NO", "SE", "DK"], beside.Nodes("countries", "code"));
        Assert.Equal("Partly.", beside.Message);
        Assert.Equal("null", instead.Data.GetRawText());
        Assert.Equal("BAD_REQUEST.INSUFFICIENT_CREDITS", instead.Code);
    }

    [Fact]
    public async Task Fault_PageMissing_RemovesTheEdgesOnly()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Faults.Add(new FaultRule(FaultKind.PageMissing));

        var reply = await xledger.SendAsync(Countries);

        Assert.Equal("{\"edges\":null,\"pageInfo\":{\"hasNextPage\":true}}", reply.At("countries"));
    }

    private static string Update(XledgerHost xledger) =>
        $"mutation {{ updateEmployees(inputs: {{ node: {{ dbId: {xledger.Hire("1").DbId}, code: \"2\" }} }}) "
        + $"{{ edges {{ clientId }} }} }}";

    private static Task<HttpResponseMessage> Post(XledgerHost xledger, string query) =>
        xledger.PostRawAsync($"token {xledger.Full}", JsonSerializer.Serialize(new { query }));
}
