using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Components.Shared.Blocks;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>The lists of what waits, in parts, from a real store.</summary>
public sealed class WaitingListTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public WaitingListTests(SqliteStore store)
    {
        _store = store;
        Services
            .AddSingleton(store.Get<IDbContextFactory<SyncDbContext>>())
            .AddSingleton(store.Get<IStoreClock>())
            .AddSingleton(store.Get<ComparisonArchive>())
            .AddSingleton(store.Get<DecisionStore>())
            .AddSingleton<SnapshotCache>()
            .AddSingleton<RunFeed>()
            .AddScoped<ChangeQueue>()
            .AddScoped<BrowserTime>();
        SignIn(Role.IntegrationAdministrator);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task HeldValues_OfAPartThatIsGone_AreTheLastOnes(int page)
    {
        var people = await QueuedPeople.OpenAsync(_store);
        await people.SaveAsync([.. Numbers.Select(number => people.HeldValue(number))]);

        var list = Render<HeldValueList>(parameters =>
            parameters
                .Add(list => list.ConnectionId, people.ConnectionId)
                .Add(list => list.Page, page)
                .AddCascadingValue(MainLayout.NarrowScreen, false)
        );

        list.WaitForElement("tbody tr");
        Assert.Equal($"Person {Numbers[^1]}", TextOf(Assert.Single(list.FindAll("tbody th a"))));
        Assert.Equal("51–51 of 51", TextOf(list.Find(".ui-pager p")));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(int.MaxValue)]
    public async Task People_OfAPartThatIsGone_AreTheLastOnes(int page)
    {
        var people = await QueuedPeople.OpenAsync(_store);
        await people.SaveAsync([
            .. Numbers.Select(number => people.PendingChange(number, PendingChangeState.Failed, QueuedPeople.Now)),
        ]);

        var list = Render<PeopleInState>(parameters =>
            parameters
                .Add(list => list.ConnectionId, people.ConnectionId)
                .Add(list => list.State, PendingChangeState.Failed)
                .Add(list => list.Page, page)
                .AddCascadingValue(MainLayout.NarrowScreen, false)
        );

        list.WaitForElement("tbody tr");
        Assert.Equal($"Person {Numbers[^1]}", TextOf(Assert.Single(list.FindAll("tbody th a"))));
        Assert.Equal("51–51 of 51", TextOf(list.Find(".ui-pager p")));
    }

    private static string[] Numbers { get; } = [.. Enumerable.Range(10, Pager.Size + 1).Select(number => $"{number}")];
}
