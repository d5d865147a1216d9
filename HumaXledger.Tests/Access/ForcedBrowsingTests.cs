using System.Net;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Addresses of what is there, without the permission for them: each opens for an administrator, and for no one else in
/// any spelling that a server might read alike.
/// </summary>
public sealed class ForcedBrowsingTests(OrganizationInReview organization) : IClassFixture<OrganizationInReview>
{
    private const string Group = "forced";

    /// <summary>0: the connection, 1: a person, 2: a run, 3: the open comparison. With the permission for it.</summary>
    private static readonly Dictionary<string, Permission> Closed = new()
    {
        ["/connections/new"] = Permission.SetUp,
        ["/connections/{0}"] = Permission.SeeStatus,
        ["/connections/{0}/differences"] = Permission.SeePeople,
        ["/connections/{0}/people/{1}"] = Permission.SeePeople,
        ["/connections/{0}/people/{1}/erase"] = Permission.ChangeSettings,
        ["/connections/{0}/people/{1}/stored.json"] = Permission.SeePeople,
        ["/connections/{0}/sync"] = Permission.Prepare,
        ["/connections/{0}/sync/review"] = Permission.Prepare,
        ["/connections/{0}/disconnect"] = Permission.SetUp,
        ["/connections/{0}/keys"] = Permission.SetUp,
        ["/connections/{0}/runs/{2}"] = Permission.SeePeople,
        ["/connections/{0}/runs/{2}/undo"] = Permission.Synchronize,
        ["/connections/{0}/runs/{2}/result.csv"] = Permission.SeePeople,
        ["/connections/{0}/sync/{3}/plan.xlsx"] = Permission.Prepare,
        ["/activity"] = Permission.SeeActivity,
        ["/activity/export.csv"] = Permission.SeeActivity,
        ["/health"] = Permission.SeeActivity,
        ["/mail"] = Permission.SeePeople,
        ["/sandbox"] = Permission.SetUp,
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<Role> Roles => [.. Enum.GetValues<Role>()];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Address_OfWhatIsThere_OpensForTheRolesOfTheMatrix(Role role)
    {
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            $"Browsing {role}",
            [role],
            Cancellation
        );
        foreach (var (path, permission) in Closed)
        {
            var status = await StatusAsync(visitor, await FilledAsync(path));
            Assert.True(
                status == (RoleRules.Gives(role, permission) ? HttpStatusCode.OK : HttpStatusCode.Forbidden),
                $"{path}: {status}"
            );
        }
    }

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.SensitiveData)]
    public async Task Address_InAnySpelling_IsClosedToThisRole(Role role)
    {
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            $"Spelling {role}",
            [role],
            Cancellation
        );
        await AssertClosedAsync(visitor, [.. Closed.Keys.Where(path => !RoleRules.Gives(role, Closed[path]))]);
    }

    [Fact]
    public async Task Address_OfAConnectionOfAnotherGroup_IsClosedInAnySpelling()
    {
        await PlaceAsync("north");
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            "Browsing elsewhere",
            Enum.GetValues<Role>(),
            Cancellation,
            Group
        );

        await AssertClosedAsync(visitor, [.. Closed.Keys]);
    }

    [Fact]
    public async Task Address_OfAConnectionOfTheGroup_OpensButNothingOfAllConnections()
    {
        await PlaceAsync(Group);
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            "Browsing in the group",
            [Role.IntegrationAdministrator],
            Cancellation,
            Group
        );

        foreach (var path in Closed.Keys)
        {
            var status = await StatusAsync(visitor, await FilledAsync(path));
            var isOfOne = path.Contains("{0}", StringComparison.Ordinal);
            Assert.True(status == (isOfOne ? HttpStatusCode.OK : HttpStatusCode.Forbidden), $"{path}: {status}");
        }
    }

    private async Task AssertClosedAsync(Visitor visitor, IReadOnlyList<string> paths)
    {
        var open = new List<string>();
        foreach (var path in paths)
        {
            foreach (var address in Spellings(await FilledAsync(path)))
            {
                if (
                    await StatusAsync(visitor, address)
                    is var status
                        and (HttpStatusCode.OK or >= HttpStatusCode.InternalServerError)
                )
                {
                    open.Add($"{address}: {status}");
                }
            }
        }

        Assert.Empty(open);
    }

    private Task<HttpStatusCode?> StatusAsync(Visitor visitor, string address) =>
        RawRequest.StatusAsync(
            organization.Portal.Url,
            "GET",
            address,
            $"Cookie: {visitor.Session!.Name}={visitor.Session.Value}\r\n",
            [],
            Cancellation
        );

    private async Task<string> FilledAsync(string path) =>
        string.Format(
            null,
            path,
            organization.ConnectionId,
            organization.PersonKey,
            organization.RunId,
            (await organization.SessionAsync(Cancellation)).Record.Id
        );

    private async Task PlaceAsync(string group)
    {
        await using var store = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var shown = await store
            .Connections.Where(connection => connection.Id == organization.ConnectionId)
            .Select(connection => connection.AccessGroup)
            .SingleAsync(Cancellation);
        Assert.Null(
            await organization
                .Portal.Get<ConnectionGroups>()
                .PlaceAsync(organization.ConnectionId, shown, group, Actor.System, Cancellation)
        );
    }

    private static IEnumerable<string> Spellings(string path)
    {
        string[] other =
        [
            path,
            path + "/",
            path + "//",
            "/" + path,
            path.ToUpperInvariant(),
            path.Insert(1, "./"),
            path.Insert(1, "x/../"),
            path.Insert(1, "%2e%2e/"),
            path.Insert(1, "..%2f"),
            $"/%{(int)path[1]:X2}{path[2..]}",
            path + "?returnTo=/",
            path.Replace("/", "%2F", StringComparison.Ordinal).Insert(0, "/"),
            path.Replace("/", "\\", StringComparison.Ordinal).Insert(0, "/"),
            $"{path}?X-Original-URL=/sign-in",
        ];
        // Any other word after the connection is a tab of its page, which every role may see.
        return path.Count(sign => sign == '/') == 3
            ? other
            : [.. other, path + "%20", path + "%00", path + ";a=b", path + ".html"];
    }
}
