using System.Net;
using HumaXledger.Core.Access;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;

namespace HumaXledger.Tests.Access;

/// <summary>Addresses without the permission for them, spelled in every way that a server might read alike.</summary>
public sealed class ForcedBrowsingTests(RunningPortal portal) : IClassFixture<RunningPortal>
{
    private static readonly string[] Closed =
    [
        "/connections/new",
        "/connections/{0}/people/h-{0}",
        "/connections/{0}/people/h-{0}/erase",
        "/connections/{0}/people/h-{0}/stored.csv",
        "/connections/{0}/sync",
        "/connections/{0}/sync/review",
        "/connections/{0}/disconnect",
        "/connections/{0}/keys",
        "/connections/{0}/runs/{0}",
        "/connections/{0}/runs/{0}/result.csv",
        "/connections/{0}/sync/{0}/plan.xlsx",
        "/activity",
        "/activity/export.csv",
        "/health",
        "/mail",
        "/sandbox",
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<Role> Roles => [Role.Viewer, Role.SensitiveData];

    [Theory]
    [MemberData(nameof(Roles))]
    public async Task Address_InAnySpelling_IsClosedToThisRole(Role role)
    {
        using var visitor = await Visitor.SignedInAsync(portal.Url, $"Browsing {role}", [role], Cancellation);
        var open = new List<string>();
        foreach (var address in Closed.SelectMany(path => Spellings(string.Format(null, path, Guid.Empty))))
        {
            var target = await RawRequest.StatusAsync(
                portal.Url,
                "GET",
                address,
                $"Cookie: {visitor.Session!.Name}={visitor.Session.Value}\r\n",
                [],
                Cancellation
            );
            if (target is HttpStatusCode.OK or >= HttpStatusCode.InternalServerError)
            {
                open.Add($"{address}: {target}");
            }
        }

        Assert.Empty(open);
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
