using System.Net;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Components.Pages.Access;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Access.Circuits;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Live;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Access;

/// <summary>
/// Two connections in two groups: a user with roles for one of them does not learn that the other exists, by lists,
/// counts, search, needs, files, pages, the hub or an open page.
/// </summary>
public sealed class ConnectionRightsTests(OrganizationInReview organization)
    : IClassFixture<OrganizationInReview>,
        IAsyncLifetime
{
    private const string OtherName = "Granskog Holding";

    private StoredSubject _other = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningPortal Portal => organization.Portal;

    public async ValueTask InitializeAsync()
    {
        await PlaceAsync("north");
        _other = await StoredSubject.AddAsync(Portal, OtherName, $"south-{Guid.NewGuid():N}");
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Theory]
    [InlineData(Role.Viewer)]
    [InlineData(Role.IntegrationAdministrator)]
    public async Task Pages_OfAUserOfOneGroup_NameNothingOfTheOther(Role role)
    {
        using var north = await SignedInAsync("north", role);
        using var south = await SignedInAsync(_other.Connection.AccessGroup!, role);
        var people = await NamesAsync();

        var own = await ShownAsync(north, "/", $"/connections/{organization.ConnectionId}");
        foreach (
            var page in new[]
            {
                "",
                "/activity",
                "/settings/access",
                "/settings/general",
                "/details",
                "/runs",
                "/people",
            }
        )
        {
            own += await ShownAsync(north, $"/connections/{organization.ConnectionId}{page}");
        }

        Assert.DoesNotContain(OtherName, own, StringComparison.Ordinal);
        Assert.DoesNotContain($"{_other.Id}", own, StringComparison.Ordinal);

        var elsewhere =
            await ShownAsync(south, "/", OtherName) + await ShownAsync(south, $"/connections/{_other.Id}/activity");
        Assert.DoesNotContain($"{organization.ConnectionId}", elsewhere, StringComparison.Ordinal);
        Assert.DoesNotContain(people, name => elsewhere.Contains(name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Lists_CountsAndSearch_LeaveTheOtherConnectionOut()
    {
        var (north, south) = (await ActorAsync("north"), await ActorAsync(_other.Connection.AccessGroup!));
        var contexts = Portal.Get<ReaderContexts>();
        var name = (await NamesAsync())[0];

        var summaries = await ConnectionSummary.ReadAllAsync(contexts, south, Cancellation);
        var found = await Portal.Get<PersonFinder>().FindAsync(name, 8, north, Cancellation);
        var notFound = await Portal.Get<PersonFinder>().FindAsync(name, 8, south, Cancellation);

        Assert.Equal([_other.Id], summaries.Select(one => one.Id));
        Assert.InRange(found.Total, 1, int.MaxValue);
        Assert.Equal(0, notFound.Total);
        Assert.NotEmpty(await NeedsAsync(north));
        Assert.Empty(await NeedsAsync(south));
        await Assert.ThrowsAsync<ActRefused>(() =>
            Portal.Get<OpenDifferences>().ReadAsync(organization.ConnectionId, south, Cancellation)
        );
        await using var seen = await contexts.ForAsync(south, Cancellation);
        Assert.Equal(1, await seen.Runs.CountAsync(Cancellation));
        Assert.Equal(1, await seen.Changes.CountAsync(Cancellation));
        Assert.Equal(0, await seen.Links.CountAsync(Cancellation));
        Assert.Equal(0, await seen.Activity.CountAsync(Cancellation));
        Assert.Equal(0, await seen.Sessions.CountAsync(Cancellation));
    }

    [Fact]
    public async Task Files_OfTheOtherConnection_AreNotThere()
    {
        using var north = await SignedInAsync("north", Role.IntegrationAdministrator);
        using var south = await SignedInAsync(_other.Connection.AccessGroup!, Role.IntegrationAdministrator);
        var comparison = (await organization.SessionAsync(Cancellation)).Record.Id;
        string[] files =
        [
            $"runs/{organization.RunId}/result.csv",
            $"people/{organization.PersonKey}/stored.json",
            $"sync/{comparison}/plan.csv",
        ];

        foreach (var file in files)
        {
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(north, organization.ConnectionId, file));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(south, organization.ConnectionId, file));
            // What belongs to another connection is not there under the address of one's own.
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(south, _other.Id, file));
        }
    }

    [Fact]
    public async Task File_OfAPersonOfBothConnections_NamesTheOtherOnlyToWhoMaySeeIt()
    {
        var person = PersonRow.IdsOf(organization.PersonKey)!.Value;
        await using (
            var store = await Portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation)
        )
        {
            var link = await store.Links.AsNoTracking().FirstAsync(row => row.HumaId == person.Huma, Cancellation);
            store.Add(Core.Storage.Inbound.PendingChange.Asked(_other.Id, link.HumaId, "Kari", DateTime.UtcNow));
            await store.SaveChangesAsync(Cancellation);
        }

        Assert.Empty(await OtherConnectionsAsync(await ActorAsync("north")));
        Assert.Contains(OtherName, await OtherConnectionsAsync(Actor.System));

        async Task<IReadOnlyList<string>> OtherConnectionsAsync(Actor by) =>
            Assert
                .IsType<Core.Sync.Activity.Answer<PersonFile>.Done>(
                    await Portal
                        .Get<PersonFiles>()
                        .ReadAsync(organization.ConnectionId, person, inClear: false, by, Cancellation)
                )
                .Value.OtherConnections;
    }

    [Fact]
    public async Task Hub_WatchOfTheOtherConnection_IsAnsweredAsOfNothing()
    {
        using var visitor = await SignedInAsync(_other.Connection.AccessGroup!, Role.Viewer);
        using var socket = await HubSocket.OpenAsync(Portal, visitor.Session!, Cancellation);

        foreach (var id in new[] { organization.ConnectionId, organization.RunId, Guid.NewGuid() })
        {
            await HubSocket.SendAsync(
                socket,
                new
                {
                    type = 1,
                    invocationId = "1",
                    target = nameof(SyncProgressHub.Watch),
                    arguments = new object[] { id },
                },
                Cancellation
            );
            Assert.Contains(
                "no connection, comparison or run",
                await HubSocket.TextAsync(socket, Cancellation),
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public async Task Circuit_WithTheComponentsOfAnotherGroupsPage_ShowsNothingOfIt()
    {
        using var north = await SignedInAsync("north", Role.IntegrationAdministrator);
        using var south = await SignedInAsync(_other.Connection.AccessGroup!, Role.IntegrationAdministrator);
        var page = $"/connections/{organization.ConnectionId}/people/{organization.PersonKey}";
        var html = await CircuitSocket.HtmlAsync(north, page, Cancellation);
        var people = await NamesAsync();

        await using var own = await CircuitSocket.OpenAsync(north, page, Cancellation, html);
        await using var taken = await CircuitSocket.OpenAsync(south, page, Cancellation, html);
        await own.UntilAsync(Cancellation, people);
        await taken.UntilAsync(Cancellation, Words.English<AccessText>("NoAccess.Title"));

        Assert.DoesNotContain(people, name => taken.Rendered.Contains(name, StringComparison.Ordinal));
    }

    private async Task PlaceAsync(string? group)
    {
        await using var store = await Portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        var connection = await store.Connections.SingleAsync(row => row.Id == organization.ConnectionId, Cancellation);
        Assert.Null(
            await Portal
                .Get<ConnectionGroups>()
                .PlaceAsync(connection.Id, connection.AccessGroup, group, Actor.System, Cancellation)
        );
    }

    private Task<Visitor> SignedInAsync(string group, Role role) =>
        Visitor.SignedInAsync(Portal.Url, $"{role} of {group}", [role], Cancellation, group);

    /// <summary>An administrator of a group, as a session of theirs says.</summary>
    private async Task<Actor> ActorAsync(string group)
    {
        var person = Actor.Anonymous with
        {
            Id = $"administrator of {group}",
            Name = "Kari",
            GroupRoles = [new GroupRole(Role.IntegrationAdministrator, group)],
        };
        var sessions = Portal.Get<Sessions>();
        var key = await sessions.BeginAsync(new SignedIn(person, null), SignInKind.Development, Cancellation);
        return (await sessions.FindAsync(key, active: false, Cancellation))!;
    }

    private async Task<IReadOnlyList<ConnectionNeed>> NeedsAsync(Actor by)
    {
        IReadOnlyList<ConnectionNeed> needs = [];
        await foreach (var found in Portal.Get<NeedReader>().ReadAsync(new HashSet<Guid>(), by, Cancellation))
        {
            needs = found.Needs;
        }

        return needs;
    }

    private async Task<IReadOnlyList<string>> NamesAsync()
    {
        var session = await organization.SessionAsync(Cancellation);
        return
        [
            .. session
                .Comparison.Matches.Pairs.Select(pair => pair.Huma.DisplayName)
                .Where(name => name.Length > 12)
                .Distinct(),
        ];
    }

    private static async Task<HttpStatusCode> StatusAsync(Visitor visitor, Guid connection, string file)
    {
        using var answer = await visitor.OpenAsync($"/connections/{connection}/{file}", Cancellation);
        return answer.StatusCode;
    }

    /// <summary>What a page draws: at first, and until it has drawn these texts.</summary>
    private static async Task<string> ShownAsync(Visitor visitor, string path, params string[] until)
    {
        await using var circuit = await CircuitSocket.OpenAsync(visitor, path, Cancellation);
        // Answered after the page was rendered for the first time.
        await circuit.InvokeAsync("NoSuchMethod", 1, "[]");
        if (until.Length > 0)
        {
            await circuit.UntilAsync(Cancellation, until);
        }

        return circuit.Rendered;
    }
}
