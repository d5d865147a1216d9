using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox.Huma;

/// <summary>Job titles, identifications and groups.</summary>
public sealed class RegisterTests
{
    [Fact]
    public async Task JobTitle_MissingInTheRegister_IsCreatedAndThenFound()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        Assert.Empty((await sandbox.GetAsync("job-titles?search=Isbrevakt")).EnumerateArray());

        var (status, created) = await sandbox.SendAsync(
            HttpMethod.Post,
            "job-titles",
            new { name = "Isbrevakt", description = "Vokter breen" }
        );

        Assert.Equal(200, status);
        var found = Assert.Single((await sandbox.GetAsync("job-titles?search=isbre")).EnumerateArray());
        Assert.Equal(created.GetProperty("id").GetGuid(), found.GetProperty("id").GetGuid());
        Assert.False(found.TryGetProperty("description", out _));
        Assert.Equal(
            "Vokter breen",
            (await sandbox.GetAsync($"job-titles/{found.GetProperty("id").GetGuid()}"))
                .GetProperty("description")
                .GetString()
        );
    }

    [Fact]
    public async Task JobTitles_WithoutSearch_AreAllListed()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        Assert.Equal(sandbox.World.Huma.JobTitles().Count, (await sandbox.GetAsync("job-titles")).GetArrayLength());
    }

    [Fact]
    public async Task Identification_AddedChangedAndRemoved_ShowsInTheProfile()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.One(SampleSituation.MissingInHuma, HumaXledger.Sandbox.SandboxField.Identification);

        var (status, added) = await sandbox.SendAsync(
            HttpMethod.Post,
            $"users/{user.Id}/identifications",
            new
            {
                type = "national",
                country = "NO",
                value = "1",
            }
        );
        var path = $"users/{user.Id}/identifications/{added.GetProperty("id").GetGuid()}";
        Assert.Equal(200, status);
        Assert.Equal("1", Assert.Single(await ListAsync(sandbox, user)).GetProperty("value").GetString());
        await sandbox.SendAsync(
            HttpMethod.Put,
            path,
            new
            {
                type = "national",
                country = "SE",
                value = "2",
            }
        );
        var changed = Assert.Single(await ListAsync(sandbox, user));
        Assert.Equal(
            ("2", "SE"),
            (changed.GetProperty("value").GetString(), changed.GetProperty("country").GetString())
        );
        Assert.Equal(200, (await sandbox.SendAsync(HttpMethod.Delete, path)).Status);

        Assert.Empty(await ListAsync(sandbox, user));
        Assert.Equal(404, (await sandbox.SendAsync(HttpMethod.Delete, path)).Status);
    }

    [Theory]
    [InlineData("""{"country":"NO","value":"1"}""", "type")]
    [InlineData("""{"type":"driver","country":"NO","value":"1"}""", "type")]
    [InlineData("""{"type":"national","value":"1"}""", "country")]
    [InlineData("""{"type":"national","country":"NOR","value":"1"}""", "country")]
    [InlineData("""{"type":"national","country":"NO","value":""}""", "value")]
    public async Task Identification_OutsideTheSpecification_IsRefused(string body, string field)
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (status, answer) = await sandbox.SendAsync(
            HttpMethod.Post,
            $"users/{sandbox.Anyone().Id}/identifications",
            body
        );

        Assert.Equal(400, status);
        Assert.Equal(field, Assert.Single(answer.GetProperty("fields").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task Groups_List_Gives10UnlessAskedAndAtMost25()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var page = await sandbox.GetAsync("groups");

        Assert.Equal(10, page.GetProperty("items").GetArrayLength());
        Assert.Equal(sandbox.World.Huma.Groups().Count, page.GetProperty("total").GetInt32());
        Assert.Equal(400, (await sandbox.SendAsync(HttpMethod.Get, "groups?limit=26")).Status);
    }

    [Fact]
    public async Task Groups_OfTypeCompany_CarryTheOrganizationNumber()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var companies = (await sandbox.GetAsync("groups?type=company")).GetProperty("items").EnumerateArray().ToList();

        Assert.Equal(
            ["Fjellheim Norge AS", "Fjellheim Sverige AB"],
            companies.Select(company => company.GetProperty("name").GetString()!)
        );
        Assert.All(companies, company => Assert.NotEmpty(company.GetProperty("organizationNumber").GetString()!));
    }

    [Fact]
    public async Task Group_Read_ListsItsMembers()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var company = sandbox.World.Huma.Groups().Single(group => group.Name == "Fjellheim Sverige AB");

        var members = (await sandbox.GetAsync($"groups/{company.Id}")).GetProperty("members");

        Assert.Equal(sandbox.World.Huma.MembersOf(company.Id).Count, members.GetArrayLength());
    }

    [Fact]
    public async Task User_JoinsAndLeavesAGroup()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone();
        var group = sandbox
            .World.Huma.Groups()
            .First(one => one.Type == HumaGroupType.Team && !user.Groups.Contains(one.Id));

        Assert.Equal(
            200,
            (await sandbox.SendAsync(HttpMethod.Post, $"users/{user.Id}/groups", new[] { group.Id })).Status
        );
        Assert.Contains(group.Id, sandbox.World.Huma.Find(user.Id)!.Groups);
        Assert.Equal(
            200,
            (await sandbox.SendAsync(HttpMethod.Delete, $"users/{user.Id}/groups", new[] { group.Id })).Status
        );
        Assert.DoesNotContain(group.Id, sandbox.World.Huma.Find(user.Id)!.Groups);
        Assert.Equal(
            400,
            (await sandbox.SendAsync(HttpMethod.Post, $"users/{user.Id}/groups", new[] { Guid.NewGuid() })).Status
        );
    }

    private static async Task<List<System.Text.Json.JsonElement>> ListAsync(HumaSandbox sandbox, HumaUser user) =>
        [
            .. (await sandbox.GetAsync($"users/{user.Id}"))
                .GetProperty("identifications")
                .GetProperty("value")
                .EnumerateArray(),
        ];
}
