using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sandbox;

/// <summary>Faults that change the sandbox's data, or what a call returns.</summary>
public sealed class FaultEffectTests
{
    private const string Employees =
        "query Employees($after: String) { employees(first: 2, after: $after) "
        + "{ edges { cursor node { dbId } } pageInfo { hasNextPage } } }";
    private const string Update =
        "mutation Update($employees: [UpdateEmployeesInput!]!) { updateEmployees(inputs: $employees) "
        + "{ edges { clientId } } }";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(4, 2)]
    [InlineData(1, 1)]
    public async Task PartialCommit_OfAMutation_WritesTheFirstHalfAndAnswersAnError(int nodes, int written)
    {
        await using var sandbox = await StartAsync();
        var rows = sandbox.World.Xledger.Employees.All().Take(nodes).ToList();
        sandbox.World.Faults.Add(new FaultRule(FaultKind.PartialCommit) { Contains = "mutation" });

        var answer = await AskAsync(
            sandbox,
            Update,
            new JsonObject
            {
                ["employees"] = new JsonArray([
                    .. rows.Select(row => new JsonObject
                    {
                        ["node"] = new JsonObject
                        {
                            ["dbId"] = row.DbId,
                            ["info"] = "x",
                            ["employmentTo"] = "2040-01-31",
                        },
                    }),
                ]),
            }
        );

        Assert.Null(answer["data"]);
        Assert.Single(answer["errors"]!.AsArray());
        Assert.Equal(
            written,
            rows.Count(row => sandbox.World.Xledger.Employees.Find(row.DbId)!.EmploymentTo == new DateOnly(2040, 1, 31))
        );
    }

    [Fact]
    public async Task PartialCommit_InHuma_ExecutesTheCallAndAnswersAServerError()
    {
        await using var sandbox = await StartAsync();
        using var http = await HumaAsync(sandbox);
        var user = Anybody(sandbox);
        sandbox.World.Faults.Add(new FaultRule(FaultKind.PartialCommit) { Contains = "PATCH" });

        using var answer = await http.PatchAsJsonAsync(
            $"huma/users/{user}",
            new { phone = "+4740000001" },
            Cancellation
        );

        Assert.Equal(500, (int)answer.StatusCode);
        Assert.Equal("+4740000001", sandbox.World.PersonByHumaId(user)!.Huma[SandboxField.Phone]);
    }

    [Fact]
    public async Task AccessRevoked_FromTheNthCallOn_AppliesUntilTheFaultsAreRemoved()
    {
        await using var sandbox = await StartAsync();
        sandbox.World.Faults.Add(
            new FaultRule(FaultKind.AccessRevoked) { System = OutsideSystem.Xledger, FromCall = 2 }
        );
        sandbox.World.Faults.Add(
            new FaultRule(FaultKind.AccessRevoked) { System = OutsideSystem.Huma, Contains = "/users" }
        );
        using var http = await HumaAsync(sandbox);

        Assert.Null((await AskAsync(sandbox, Employees))["errors"]);
        Assert.NotNull((await AskAsync(sandbox, Employees))["errors"]);
        Assert.NotNull((await AskAsync(sandbox, Employees))["errors"]);
        Assert.Equal(401, (int)(await http.GetAsync("huma/users?limit=1", Cancellation)).StatusCode);
        Assert.Equal(401, (int)(await TokenAsync(sandbox)).StatusCode);

        sandbox.World.ClearFaults();

        Assert.Null((await AskAsync(sandbox, Employees))["errors"]);
        Assert.Equal(200, (int)(await TokenAsync(sandbox)).StatusCode);
    }

    [Fact]
    public async Task RightRemoved_OfTheCaller_LetsReadAndNotWrite()
    {
        await using var sandbox = await StartAsync();
        using var http = await HumaAsync(sandbox);
        var (user, row) = (Anybody(sandbox), sandbox.World.Xledger.Employees.All()[0]);
        sandbox.World.Faults.Add(
            new FaultRule(FaultKind.RightRemoved)
            {
                System = OutsideSystem.Xledger,
                Right = new XledgerRight(XledgerScope.Employee, XledgerAccess.Write),
            }
        );
        sandbox.World.Faults.Add(new FaultRule(FaultKind.RightRemoved) { System = OutsideSystem.Huma });
        var before = sandbox.World.PersonByHumaId(user)!.Huma[SandboxField.Phone];

        Assert.Null((await AskAsync(sandbox, Employees))["errors"]);
        Assert.NotNull(
            (
                await AskAsync(
                    sandbox,
                    Update,
                    new JsonObject
                    {
                        ["employees"] = new JsonArray(
                            new JsonObject
                            {
                                ["node"] = new JsonObject { ["dbId"] = row.DbId, ["info"] = "x" },
                            }
                        ),
                    }
                )
            )["errors"]
        );
        await http.PatchAsJsonAsync($"huma/users/{user}", new { phone = "+4740000001" }, Cancellation);
        await http.PatchAsJsonAsync($"huma/users/{user}", new { phone = "+4740000001" }, Cancellation);
        Assert.Equal(before, sandbox.World.PersonByHumaId(user)!.Huma[SandboxField.Phone]);

        sandbox.World.ClearFaults();

        await http.PatchAsJsonAsync($"huma/users/{user}", new { phone = "+4740000001" }, Cancellation);
        Assert.Equal("+4740000001", sandbox.World.PersonByHumaId(user)!.Huma[SandboxField.Phone]);
    }

    [Theory]
    [InlineData(FaultKind.BurstReached, "BAD_REQUEST.BURST_RATE_LIMIT_REACHED")]
    [InlineData(FaultKind.ConcurrencyReached, "BAD_REQUEST.CONCURRENCY_LIMIT_REACHED")]
    [InlineData(FaultKind.CreditsUsedUp, "BAD_REQUEST.INSUFFICIENT_CREDITS")]
    public async Task Limit_Reached_IsAnsweredInXledgersFormAndAsA429ByHuma(FaultKind kind, string code)
    {
        await using var sandbox = await StartAsync();
        using var http = await HumaAsync(sandbox);
        sandbox.World.Faults.Add(new FaultRule(kind) { Times = 2, RetryAfterText = "Wed, 21 Oct 2065 07:28:00 GMT" });

        var error = (await AskAsync(sandbox, Employees))["errors"]![0]!;
        using var answer = await http.GetAsync("huma/users?limit=1", Cancellation);

        Assert.Equal((code, code), ((string?)error["code"], (string?)error["extensions"]!["code"]));
        Assert.Equal(kind == FaultKind.CreditsUsedUp, error["extensions"]!["resetAt"] is not null);
        Assert.Equal(429, (int)answer.StatusCode);
        Assert.Equal(2065, answer.Headers.RetryAfter!.Date!.Value.Year);
    }

    [Fact]
    public async Task PageRepeated_OfBothSystems_ReturnsThePreviousPageAgain()
    {
        await using var sandbox = await StartAsync();
        using var http = await HumaAsync(sandbox);
        sandbox.World.Faults.Add(
            new FaultRule(FaultKind.PageRepeated) { System = OutsideSystem.Xledger, FromCall = 2 }
        );
        sandbox.World.Faults.Add(
            new FaultRule(FaultKind.PageRepeated) { System = OutsideSystem.Huma, Contains = "offset" }
        );

        var first = await AskAsync(sandbox, Employees, new JsonObject { ["after"] = null });
        var after = (string?)first["data"]!["employees"]!["edges"]![1]!["cursor"];
        var repeated = await AskAsync(sandbox, Employees, new JsonObject { ["after"] = after });
        var second = await AskAsync(sandbox, Employees, new JsonObject { ["after"] = after });

        Assert.Equal(first.ToJsonString(), repeated.ToJsonString());
        Assert.NotEqual(first.ToJsonString(), second.ToJsonString());
        var pages = new List<string>();
        foreach (var offset in (int[])[2, 2, 0])
        {
            pages.Add(await http.GetStringAsync($"huma/users?isActive=true&limit=2&offset={offset}", Cancellation));
        }

        Assert.Equal(pages[2], pages[0]);
        Assert.NotEqual(pages[1], pages[0]);
    }

    [Fact]
    public async Task EditedMeanwhile_ByAPersonsId_IsEditedBeforeTheCallExecutes()
    {
        await using var sandbox = await StartAsync();
        using var http = await HumaAsync(sandbox);
        var user = Anybody(sandbox);
        sandbox.World.Faults.Add(
            new FaultRule(FaultKind.EditedMeanwhile)
            {
                System = OutsideSystem.Huma,
                Edit = new MeanwhileEdit(OutsideSystem.Huma, $"{user}", SandboxField.Phone, "+4740000002"),
            }
        );

        Assert.Contains("+4740000002", await http.GetStringAsync($"huma/users/{user}", Cancellation));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task DemoRefreshed_InTheMiddle_ResetsXledgerAndKeepsOnlyTokensMadeInLive(bool madeInDemo)
    {
        await using var sandbox = await StartAsync();
        var person = sandbox.World.Catalogue.Pairs.First(pair => pair is { Agrees: true, EmployeeDbId: not null });
        var before = sandbox.World.PersonByEmployee(person.EmployeeDbId!.Value)!.Xledger[SandboxField.JobTitle];
        sandbox.World.EditInXledger(person.EmployeeDbId.Value, SandboxField.JobTitle, "Fyrvokter");
        sandbox.World.EditInHuma(person.HumaId!.Value, SandboxField.JobTitle, "Fyrvokter");
        var hired = sandbox.World.HireInXledger();

        sandbox.World.RefreshDemo(madeInDemo);

        Assert.Equal(before, sandbox.World.PersonByEmployee(person.EmployeeDbId.Value)!.Xledger[SandboxField.JobTitle]);
        Assert.Equal("Fyrvokter", sandbox.World.PersonByHumaId(person.HumaId.Value)!.Huma[SandboxField.JobTitle]);
        Assert.Null(sandbox.World.Xledger.Employees.Find(hired));
        Assert.Equal(madeInDemo, (await AskAsync(sandbox, Employees))["errors"] is not null);
        sandbox.World.ClearFaults();
        Assert.Null((await AskAsync(sandbox, Employees))["errors"]);
    }

    [Fact]
    public async Task NoAnswer_UntilTheDelayIsOver_ExecutesNothing()
    {
        await using var sandbox = await StartAsync();
        var row = sandbox.World.Xledger.Employees.All()[0];
        sandbox.World.Faults.Add(new FaultRule(FaultKind.NoAnswer) { Delay = TimeSpan.FromMilliseconds(50) });

        await Assert.ThrowsAsync<HttpRequestException>(() =>
            AskAsync(
                sandbox,
                Update,
                new JsonObject
                {
                    ["employees"] = new JsonArray(
                        new JsonObject
                        {
                            ["node"] = new JsonObject { ["dbId"] = row.DbId, ["employmentTo"] = "2040-01-31" },
                        }
                    ),
                }
            )
        );

        Assert.NotEqual(new DateOnly(2040, 1, 31), sandbox.World.Xledger.Employees.Find(row.DbId)!.EmploymentTo);
    }

    private static Task<SandboxServer> StartAsync() =>
        SandboxServer.StartAsync(
            new SandboxOptions { Url = "http://127.0.0.1:0", People = 250 },
            TimeProvider.System,
            null,
            Cancellation
        );

    private static Guid Anybody(SandboxServer sandbox) =>
        sandbox.World.Catalogue.Pairs.First(pair => pair is { Agrees: true, HumaId: not null }).HumaId!.Value;

    private static async Task<JsonNode> AskAsync(SandboxServer sandbox, string query, JsonObject? variables = null)
    {
        using var http = new HttpClient();
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "token",
            sandbox.World.FullXledgerToken.Text
        );
        using var answer = await http.PostAsJsonAsync(
            sandbox.XledgerEndpoint,
            new
            {
                operationName = query.Split(' ', '(')[1],
                query,
                variables,
            },
            Cancellation
        );
        return (await answer.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!;
    }

    private static async Task<HttpResponseMessage> TokenAsync(SandboxServer sandbox)
    {
        using var http = new HttpClient();
        var key = sandbox.World.FullHumaKey;
        var form = new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = $"{key.ClientId}",
            ["client_secret"] = key.Text,
        };
        return await http.PostAsync(
            $"{sandbox.HumaBaseAddress}/auth/oauth/token",
            new FormUrlEncodedContent(form),
            Cancellation
        );
    }

    private static async Task<HttpClient> HumaAsync(SandboxServer sandbox)
    {
        var token = await (await TokenAsync(sandbox)).Content.ReadFromJsonAsync<JsonNode>(Cancellation);
        var http = new HttpClient { BaseAddress = new Uri(sandbox.HumaBaseAddress, "/") };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            (string?)token!["access_token"]
        );
        return http;
    }
}
