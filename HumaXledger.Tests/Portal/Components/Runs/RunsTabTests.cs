using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Runs;

/// <summary>The runs of a connection, from a real store.</summary>
public sealed class RunsTabTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public RunsTabTests(SqliteStore store)
    {
        _store = store;
        Services
            .AddSingleton(store.Get<IDbContextFactory<SyncDbContext>>())
            .AddSingleton<RunFeed>()
            .AddScoped<BrowserTime>();
        SignIn(Role.IntegrationReviewer);
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public async Task Runs_ShowStatusWhoHowLongAndWhatWasWritten()
    {
        var connection = await ConnectionAsync();
        await AddAsync(
            connection,
            1,
            RunState.Completed,
            [ChangeState.Confirmed, ChangeState.Undone, ChangeState.Held]
        );

        var tab = await ShownAsync(connection);

        Assert.Equal(
            ["Synchronization", "Status", "Started", "Duration", "Started by", "Values written", "Not written"],
            tab.FindAll("thead th").Select(TextOf)
        );
        var row = TextOf(tab.Find("tbody tr"));
        Assert.StartsWith("Synchronization 1 Completed", row, StringComparison.Ordinal);
        Assert.EndsWith("14 s Kari 2 1", row, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ChangesFromHuma_AreListedOnDemand()
    {
        var connection = await ConnectionAsync();
        await AddAsync(connection, 1, RunState.Completed, [], PlanOrigin.FromHuma);
        await AddAsync(connection, 2, RunState.Stopped, []);
        await AddAsync(connection, 3, RunState.Failed, []);

        var tab = await ShownAsync(connection);
        Assert.Equal(["Synchronization 3", "Synchronization 2"], tab.FindAll("tbody th a").Select(TextOf));
        Assert.Equal(
            ["Started by people 2", "Changes from Huma 1", "All 3", "Stopped 1", "Interrupted 1"],
            tab.FindAll(".ui-chip").Select(TextOf)
        );

        await tab.FindAll(".ui-chip")[1].ClickAsync();
        Assert.EndsWith("/runs?show=FromHuma", Navigation.Uri, StringComparison.Ordinal);
        var other = await ShownAsync(connection);
        Assert.Equal("Synchronization 1", TextOf(Assert.Single(other.FindAll("tbody th a"))));
    }

    [Theory]
    [InlineData("?state=Failed", "Synchronization 2")]
    [InlineData("?show=All&page=9", "Synchronization 2, Synchronization 1")]
    [InlineData("?state=Nonsense&show=7&page=x", "Synchronization 2, Synchronization 1")]
    public async Task Address_IsTheListAgain(string query, string runs)
    {
        var connection = await ConnectionAsync();
        await AddAsync(connection, 1, RunState.Completed, []);
        await AddAsync(connection, 2, RunState.Failed, []);

        var tab = await ShownAsync(connection, query);

        Assert.Equal(runs, string.Join(", ", tab.FindAll("tbody th a").Select(TextOf)));
    }

    [Fact]
    public async Task NoRuns_SaysHowToStart()
    {
        var tab = await ShownAsync(await ConnectionAsync());

        Assert.Equal(Words.English<RunText>("List.None"), TextOf(tab.Find(".ui-empty-title")));
    }

    [Fact]
    public async Task Many_AreInParts()
    {
        var connection = await ConnectionAsync();
        for (var number = 1; number <= 52; number++)
        {
            await AddAsync(connection, number, RunState.Completed, []);
        }

        var tab = await ShownAsync(connection, "?page=2");

        Assert.Equal(["Synchronization 2", "Synchronization 1"], tab.FindAll("tbody th a").Select(TextOf));
        Assert.Equal("51–52 of 52", TextOf(tab.Find(".ui-pager p")));
    }

    [Fact]
    public async Task FollowUp_SaysWhatItFollowsFrom_OnAPhoneAsACard()
    {
        var connection = await ConnectionAsync();
        var first = await AddAsync(connection, 1, RunState.Completed, [ChangeState.Confirmed]);
        await AddAsync(connection, 2, RunState.Running, [ChangeState.Planned], PlanOrigin.Undo, first);

        var cards = (await ShownAsync(connection, narrow: true)).FindAll("li.ui-card").Select(TextOf).ToList();

        Assert.StartsWith("Synchronization 2 In progress Undoes synchronization 1", cards[0], StringComparison.Ordinal);
        Assert.Contains("0 values written · 1 not written", cards[0], StringComparison.Ordinal);
        Assert.Contains(Words.English<RunText>("Later.Undo", 2), cards[1], StringComparison.Ordinal);
    }

    private async Task<IRenderedComponent<RunsTab>> ShownAsync(
        Connection connection,
        string? query = null,
        bool narrow = false
    )
    {
        if (query is not null || !Navigation.Uri.Contains("/runs", StringComparison.Ordinal))
        {
            Navigation.NavigateTo($"/connections/{connection.Id}/runs{query}");
        }

        var tab = Render<RunsTab>(parameters =>
            parameters.Add(tab => tab.Connection, connection).AddCascadingValue(MainLayout.NarrowScreen, narrow)
        );
        await tab.WaitForStateAsync(() => tab.FindAll(".ui-chips").Count > 0);
        return tab;
    }

    private async Task<Connection> ConnectionAsync()
    {
        var id = await _store.AddConnectionAsync();
        await using var context = _store.Open();
        return await context.Connections.AsNoTracking().SingleAsync(row => row.Id == id, Cancellation);
    }

    private async Task<Guid> AddAsync(
        Connection connection,
        int number,
        RunState state,
        IReadOnlyList<ChangeState> changes,
        PlanOrigin origin = PlanOrigin.Reviewed,
        Guid? earlier = null
    )
    {
        var made = await _store.AddPlanAsync(
            connection.Id,
            [.. changes.Select((_, index) => Samples.Change(index + 1))]
        );
        var run = Samples.Run(made, number);
        run.State = state;
        run.FinishedAt = state == RunState.Running ? null : run.CreatedAt.AddSeconds(14);
        await using var context = _store.Open();
        context.Add(run);
        await context.SaveChangesAsync(Cancellation);
        await context
            .Plans.Where(plan => plan.Id == made.Id)
            .ExecuteUpdateAsync(
                set => set.SetProperty(plan => plan.Origin, origin).SetProperty(plan => plan.EarlierRunId, earlier),
                Cancellation
            );
        foreach (var change in await context.Changes.Where(row => row.PlanId == made.Id).ToListAsync(Cancellation))
        {
            change.State = changes[change.Sequence - 1];
        }

        await context.SaveChangesAsync(Cancellation);
        return run.Id;
    }
}
