using System.Text.Json;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox.Huma;

public sealed class PositionTests
{
    [Fact]
    public async Task Position_CreatedReadChangedAndDeleted_HasTheGivenValues()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.NoPosition);
        var title = sandbox.World.Huma.JobTitles()[0];

        var (created, position) = await sandbox.SendAsync(
            HttpMethod.Post,
            $"users/{user.Id}/positions",
            new
            {
                contractStartDate = "2024-02-01",
                contractType = "Permanent",
                titleId = title.Id,
                probationEndDate = "2024-08-01",
            }
        );
        var path = $"users/{user.Id}/positions/{position.GetProperty("id").GetGuid()}";
        var (changed, after) = await sandbox.SendAsync(
            HttpMethod.Patch,
            path,
            new { terminationNoticeDate = "2026-10-01", contractEndDate = "2026-12-31" }
        );

        Assert.Equal((200, 200), (created, changed));
        Assert.Equal("2024-02-01", Value(after, "contractStartDate").GetString());
        Assert.Equal("2024-08-01", Value(after, "probationEndDate").GetString());
        Assert.Equal("2026-10-01", Value(after, "terminationNoticeDate").GetString());
        Assert.Equal("2026-12-31", Value(after, "contractEndDate").GetString());
        Assert.Equal(title.Name, Value(after, "title").GetProperty("name").GetString());
        Assert.Equal(100, Value(after, "percentage").GetInt32());
        Assert.Equal(after.GetRawText(), (await sandbox.GetAsync(path)).GetRawText());
        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Delete, path)).Status);
        Assert.Equal(404, (await sandbox.SendAsync(HttpMethod.Get, path)).Status);
    }

    [Fact]
    public async Task Position_Status_FollowsTheDate()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.NoPosition);
        var title = sandbox.World.Huma.JobTitles()[0];
        await sandbox.SendAsync(
            HttpMethod.Post,
            $"users/{user.Id}/positions",
            new
            {
                contractStartDate = "2026-12-01",
                contractEndDate = "2026-12-31",
                contractType = "Temporary",
                titleId = title.Id,
            }
        );

        var before = await StatusAsync(sandbox, user);
        sandbox.Clock.Now = new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.FromHours(1));
        var first = await StatusAsync(sandbox, user);
        sandbox.Clock.Now = new DateTimeOffset(2026, 12, 31, 23, 0, 0, TimeSpan.FromHours(1));
        var last = await StatusAsync(sandbox, user);
        sandbox.Clock.Now = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.FromHours(1));
        var after = await StatusAsync(sandbox, user);

        Assert.Equal(("UPCOMING", "CURRENT", "CURRENT", "ENDED"), (before, first, last, after));
    }

    [Fact]
    public async Task Positions_List_IsASummaryWithoutProbationAndNotice()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.SeveralPositions);

        var list = await sandbox.GetAsync($"users/{user.Id}/positions");

        Assert.Equal(3, list.GetProperty("total").GetInt32());
        var items = list.GetProperty("items").EnumerateArray().ToList();
        Assert.Equal(
            ["CURRENT", "CURRENT", "ENDED"],
            items.Select(item => item.GetProperty("status").GetString()!).Order()
        );
        Assert.All(items, item => Assert.False(item.TryGetProperty("probationEndDate", out _)));
        Assert.Equal(JsonValueKind.String, items[0].GetProperty("contractStartDate").ValueKind);
    }

    [Theory]
    [InlineData(MainPositionRule.HighestPercentage, 80)]
    [InlineData(MainPositionRule.EarliestStart, 80)]
    [InlineData(MainPositionRule.LatestStart, 20)]
    public async Task Profile_OfAPersonWithSeveralPositions_ShowsTheMainOneOfTheSwitch(
        MainPositionRule rule,
        int percentage
    )
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.MainPosition = rule);
        var user = sandbox.One(SampleSituation.SeveralPositions);

        var profile = await sandbox.GetAsync($"users/{user.Id}");

        Assert.Equal(percentage, Value(profile, "employmentPercentage").GetInt32());
        Assert.Equal(2, profile.GetProperty("currentPositions").GetArrayLength());
    }

    [Theory]
    [InlineData("contractStartDate")]
    [InlineData("contractType")]
    [InlineData("titleId")]
    public async Task Position_WithoutARequiredValue_IsRefused(string missing)
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var input = new Dictionary<string, string>
        {
            ["contractStartDate"] = "2024-02-01",
            ["contractType"] = "Permanent",
            ["titleId"] = sandbox.World.Huma.JobTitles()[0].Id.ToString(),
        };
        input.Remove(missing);

        var (status, body) = await sandbox.SendAsync(HttpMethod.Post, $"users/{sandbox.Anyone().Id}/positions", input);

        Assert.Equal(400, status);
        Assert.Equal(missing, Assert.Single(body.GetProperty("fields").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Position_WithAnUnknownJobTitle_IsNotFound()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (status, body) = await sandbox.SendAsync(
            HttpMethod.Post,
            $"users/{sandbox.Anyone().Id}/positions",
            new
            {
                contractStartDate = "2024-02-01",
                contractType = "Permanent",
                titleId = Guid.NewGuid(),
            }
        );

        Assert.Equal(404, status);
        Assert.Equal("JobTitle", body.GetProperty("interpolations").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Position_OfADeactivatedPerson_StaysAsItWas()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.Ended);

        await sandbox.SendAsync(
            HttpMethod.Patch,
            $"users/{user.Id}/positions/{user.Positions[0].Id}",
            new { contractEndDate = "2030-01-01" }
        );
        var (created, _) = await sandbox.SendAsync(
            HttpMethod.Post,
            $"users/{user.Id}/positions",
            new
            {
                contractStartDate = "2024-02-01",
                contractType = "Permanent",
                titleId = sandbox.World.Huma.JobTitles()[0].Id,
            }
        );

        Assert.Equal(400, created);
        Assert.Equal(user, sandbox.World.Huma.Find(user.Id));
    }

    private static JsonElement Value(JsonElement body, string name) => body.GetProperty(name).GetProperty("value");

    private static async Task<string> StatusAsync(HumaSandbox sandbox, HumaUser user)
    {
        // The clock is past the token's lifetime.
        await sandbox.SignInAsync(sandbox.World.HumaAccess.Keys[0]);
        return (await sandbox.GetAsync($"users/{user.Id}/positions"))
            .GetProperty("items")[0]
            .GetProperty("status")
            .GetString()!;
    }
}
