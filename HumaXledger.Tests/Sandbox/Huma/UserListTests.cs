using System.Text.Json;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox.Huma;

public sealed class UserListTests
{
    [Fact]
    public async Task List_WithoutLimit_Gives25AndTheTotal()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var page = await sandbox.GetAsync("users?isActive=true");

        Assert.Equal(25, page.GetProperty("items").GetArrayLength());
        Assert.Equal(sandbox.World.Huma.All().Count(user => user.Active), page.GetProperty("total").GetInt32());
    }

    [Theory]
    [InlineData("limit=51", "limit")]
    [InlineData("limit=many", "limit")]
    [InlineData("offset=-1", "offset")]
    [InlineData("isActive=yes", "isActive")]
    [InlineData("orderDirection=UP", "orderDirection")]
    [InlineData("id=1", "id")]
    [InlineData("permission=any", "permission")]
    public async Task List_ParameterOutsideTheSpecification_Is400AndNamesIt(string query, string field)
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (status, body) = await sandbox.SendAsync(HttpMethod.Get, "users?" + query);

        Assert.Equal(400, status);
        Assert.Equal("field:invalid-format", body.GetProperty("errorCode").GetString());
        Assert.Equal(field, Assert.Single(body.GetProperty("fields").EnumerateArray()).GetString());
    }

    [Fact]
    public async Task List_PagedBy50_GivesEveryoneOnce()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var ids = new List<Guid>();

        foreach (var active in new[] { "true", "false" })
        {
            JsonElement page;
            var offset = 0;
            do
            {
                page = await sandbox.GetAsync($"users?isActive={active}&limit=50&offset={offset}");
                ids.AddRange(
                    page.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetGuid())
                );
                offset += 50;
            } while (offset < page.GetProperty("total").GetInt32());
        }

        Assert.Equal(sandbox.World.Huma.All().Select(user => user.Id).Order(), ids.Order());
    }

    [Theory]
    [InlineData(IsActiveOmitted.ActiveOnly, false)]
    [InlineData(IsActiveOmitted.All, true)]
    public async Task List_IsActiveOmitted_FollowsTheSwitch(IsActiveOmitted answer, bool deactivatedShown)
    {
        await using var sandbox = await HumaSandbox.StartAsync(set => set.IsActiveOmitted = answer);
        var ended = sandbox.One(SampleSituation.Ended);

        var page = await sandbox.GetAsync($"users?id={ended.Id}");

        Assert.Equal(deactivatedShown ? 1 : 0, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task List_HoldsCompactUsers_WithoutEmploymentIdAndDates()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone();

        var item = (await sandbox.GetAsync($"users?id={user.Id}")).GetProperty("items")[0];

        Assert.Equal(user.Email, item.GetProperty("email").GetString());
        Assert.Equal("user", item.GetProperty("type").GetString());
        Assert.True(item.GetProperty("status").GetProperty("active").GetBoolean());
        Assert.Equal("Fjellheim", item.GetProperty("companies")[0].GetProperty("name").GetString()![..9]);
        Assert.NotEmpty(item.GetProperty("jobTitles").EnumerateArray());
        foreach (
            var absent in new[]
            {
                "employmentId",
                "birthDate",
                "homeAddress",
                "bankAccount",
                "gender",
                "identifications",
            }
        )
            Assert.False(item.TryGetProperty(absent, out _), absent);
    }

    [Fact]
    public async Task List_ContainsTheServiceUserOfTheKey()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var item = (await sandbox.GetAsync("users?id=me")).GetProperty("items")[0];

        Assert.Equal("service_user", item.GetProperty("type").GetString());
    }

    [Fact]
    public async Task List_ByCompany_GivesItsPeopleOnly()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var company = sandbox.World.Huma.Groups().Single(group => group.Name == "Fjellheim Sverige AB");

        var page = await sandbox.GetAsync($"users?isActive=true&company={company.Id}&limit=50");

        Assert.Equal(
            sandbox.World.Huma.MembersOf(company.Id).Count(user => user.Active),
            page.GetProperty("total").GetInt32()
        );
        Assert.All(page.GetProperty("items").EnumerateArray(), item =>
            Assert.Equal(company.Id, item.GetProperty("companies")[0].GetProperty("id").GetGuid())
        );
    }

    [Fact]
    public async Task List_BySearch_LooksInNamesAndEmail()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone();

        var page = await sandbox.GetAsync($"users?search={Uri.EscapeDataString(user.Email.ToUpperInvariant())}");

        Assert.Equal(user.Id, Assert.Single(page.GetProperty("items").EnumerateArray()).GetProperty("id").GetGuid());
    }

    [Fact]
    public async Task List_ExcludedIds_AreLeftOut()
    {
        await using var sandbox = await HumaSandbox.StartAsync();
        var user = sandbox.Anyone();

        var page = await sandbox.GetAsync($"users?id={user.Id}&excludeId={user.Id}");

        Assert.Equal(0, page.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task List_MoreThan25Ids_IsRefused()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var (status, _) = await sandbox.SendAsync(
            HttpMethod.Get,
            "users?id=" + string.Join(',', Enumerable.Range(0, 26).Select(_ => Guid.NewGuid()))
        );

        Assert.Equal(400, status);
    }

    [Fact]
    public async Task List_Descending_BeginsAtTheOtherEnd()
    {
        await using var sandbox = await HumaSandbox.StartAsync();

        var page = await sandbox.GetAsync("users?isActive=true&limit=1&orderDirection=DESC");

        Assert.Equal(
            sandbox.World.Huma.All().Last(user => user.Active).Id,
            page.GetProperty("items")[0].GetProperty("id").GetGuid()
        );
    }
}
