using Bunit;
using Bunit.TestDoubles;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Connection;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Components.Pages.Connection.Overview;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>Pages of a user with different roles for two connections, whatever address the browser names.</summary>
public sealed class RightsOnPagesTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public RightsOnPagesTests(SqliteStore store)
    {
        _store = store;
        Services
            .AddSingleton(store.Get<IDbContextFactory<SyncDbContext>>())
            .AddSingleton(store.Get<ReaderContexts>())
            .AddSingleton(store.Get<ComparisonArchive>())
            .AddSingleton(store.Get<DecisionStore>())
            .AddSingleton(store.Get<IStoreClock>())
            .AddSingleton<SnapshotCache>()
            .AddSingleton<OpenDifferences>()
            .AddSingleton<RunFeed>()
            .AddScoped<ChangeQueue>()
            .AddScoped<BrowserTime>()
            .AddScoped(provider => new OverviewReader(
                provider.GetRequiredService<ReaderContexts>(),
                null!,
                null!,
                null!,
                Clock
            ));
    }

    [Theory]
    [InlineData("people")]
    [InlineData("changes")]
    public async Task Tab_OfPeople_IsDecidedByTheConnectionOfThePageAndNotByTheAddress(string tab)
    {
        var (reviewed, viewed) = (await _store.AddConnectionAsync(), await _store.AddConnectionAsync());
        SignIn(Of((Role.IntegrationReviewer, reviewed), (Role.Viewer, viewed)));
        OnlyOf<ConnectionPage>();
        var navigation = Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo($"/connections/{viewed}/{tab}");

        var page = Opened(viewed);
        navigation.NavigateTo($"/connections/{reviewed}/{tab}");

        page.WaitForAssertion(() => Assert.True(page.HasComponent<Stub<OverviewTab>>()));
        Assert.False(page.HasComponent<Stub<PeopleTab>>());
        Assert.False(page.HasComponent<Stub<ChangesTab>>());
        var own = Opened(reviewed);
        own.WaitForAssertion(() => Assert.False(own.HasComponent<Stub<OverviewTab>>()));

        IRenderedComponent<ConnectionPage> Opened(Guid connection) =>
            Render<ConnectionPage>(parameters =>
                parameters.Add(one => one.ConnectionId, connection).Add(one => one.Tab, tab)
            );
    }

    [Fact]
    public async Task Lists_OfAConnectionWhosePeopleMayNotBeSeen_AreEmpty()
    {
        var people = await QueuedPeople.OpenAsync(_store);
        await people.SaveAsync(
            people.HeldValue("1"),
            people.PendingChange("2", PendingChangeState.Failed, QueuedPeople.Now)
        );

        Assert.Equal((1, 1), Listed(Role.IntegrationReviewer));
        Assert.Equal((0, 0), Listed(Role.Viewer));

        (int Values, int People) Listed(Role role)
        {
            SignIn(Of((role, people.ConnectionId)));
            var values = Render<HeldValueList>(parameters =>
                parameters
                    .Add(list => list.ConnectionId, people.ConnectionId)
                    .AddCascadingValue(MainLayout.NarrowScreen, false)
            );
            var waiting = Render<PeopleInState>(parameters =>
                parameters
                    .Add(list => list.ConnectionId, people.ConnectionId)
                    .Add(list => list.State, PendingChangeState.Failed)
                    .AddCascadingValue(MainLayout.NarrowScreen, false)
            );
            values.WaitForElement("table, .ui-empty");
            waiting.WaitForElement("table, .ui-empty");
            return (values.FindAll("tbody th a").Count, waiting.FindAll("tbody th a").Count);
        }
    }

    [Fact]
    public async Task Connection_TakenAway_LeavesTheMenuAndTheStartPage()
    {
        var connection = await _store.AddConnectionAsync();
        SignIn(Of((Role.Viewer, connection)));
        ComponentFactories.AddStub(type =>
            type != typeof(MainMenu) && type != typeof(Home) && type.Assembly == typeof(Home).Assembly
        );
        var menu = Render<MainMenu>();
        var home = Render<Home>();
        menu.WaitForAssertion(() => Assert.Equal([connection], InMenu().Select(one => one.Id)));
        home.WaitForAssertion(() => Assert.True(home.HasComponent<Stub<ConnectionCard>>()));

        SignIn(Of((Role.Viewer, Guid.NewGuid())));

        menu.WaitForAssertion(() => Assert.Empty(InMenu()));
        home.WaitForAssertion(() => Assert.False(home.HasComponent<Stub<ConnectionCard>>()));

        IReadOnlyList<MenuConnection> InMenu() =>
            menu.FindComponent<Stub<MenuLinks>>().Instance.Parameters.Get(one => one.Connections);
    }

    private void OnlyOf<TPage>() =>
        ComponentFactories.AddStub(type => type != typeof(TPage) && type.Assembly == typeof(TPage).Assembly);

    private static Actor Of(params (Role Role, Guid Connection)[] roles) =>
        Actor.Anonymous with
        {
            Id = "1",
            Name = "Kari",
            GroupRoles =
            [
                .. roles.Select(
                    (one, number) =>
                        new GroupRole(one.Role, $"group-{number}")
                        {
                            Connections = new HashSet<Guid> { one.Connection },
                        }
                ),
            ],
        };
}
