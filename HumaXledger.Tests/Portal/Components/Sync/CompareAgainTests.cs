using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Sync;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>"Compare again" ends the open review: where it has choices, the page asks first.</summary>
public sealed class CompareAgainTests : ComponentTest
{
    private const string Question = "dialog[aria-labelledby] .ui-actions button";

    [Fact]
    public async Task Again_WithChoicesOfSeveral_AsksAndComparesOnlyWhenConfirmed()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        await using var quartz = Quartz();
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var page = Shown(fixture, quartz, shown);
        // Made on other pages since this one was opened.
        await DecideAsync(fixture, shown, 3, SyncFixture.Administrator);
        await DecideAsync(fixture, shown, 5, SyncFixture.Administrator with { Id = "ola", Name = "Ola" });

        await AgainAsync(page);

        Assert.StartsWith(
            "Compare again? 8 choices of this review are discarded. Chosen by: Kari, Ola.",
            string.Join(' ', page.FindAll("dialog h2, dialog p").Select(TextOf)),
            StringComparison.Ordinal
        );
        Assert.Equal(["Keep the choices", "Discard and compare"], page.FindAll(Question).Select(TextOf));
        Assert.Null(await UnderWayAsync(fixture, shown));

        await page.FindAll(Question)[0].ClickAsync();
        Assert.Empty(page.FindAll(Question));
        Assert.Null(await UnderWayAsync(fixture, shown));

        await AgainAsync(page);
        await DecideAsync(fixture, shown, 1, SyncFixture.Administrator);
        await page.FindAll(Question)[1].ClickAsync();
        Assert.StartsWith("9 choices", TextOf(page.Find("dialog p")), StringComparison.Ordinal);
        Assert.Null(await UnderWayAsync(fixture, shown));

        await page.FindAll(Question)[1].ClickAsync();
        Assert.Empty(page.FindAll(Question));
        Assert.NotNull(await UnderWayAsync(fixture, shown));
    }

    [Fact]
    public async Task Again_WithoutChoicesThatGetLost_ComparesAtOnce()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        await using var quartz = Quartz();
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var pair = shown.Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Probable).Link;
        // Kept for good.
        await fixture
            .Get<Review>()
            .DecideMatchesAsync(shown, [new MatchDecision(pair.Huma, null)], SyncFixture.Administrator, Cancellation);
        var page = Shown(fixture, quartz, shown);

        await AgainAsync(page);

        Assert.Empty(page.FindAll(Question));
        Assert.NotNull(await UnderWayAsync(fixture, shown));
    }

    // Never started: a comparison that is asked for stays under way.
    private static ServiceProvider Quartz() => new ServiceCollection().AddLogging().AddQuartz().BuildServiceProvider();

    private static Task AgainAsync(IRenderedComponent<SyncPage> page) =>
        page.FindAll(".ui-actionbar button").Single(button => TextOf(button) == "Compare again").ClickAsync();

    private static Task<Guid?> UnderWayAsync(SyncFixture fixture, ReviewSession shown) =>
        fixture.Get<Compare>().UnderWayAsync(shown.Connection.Id, SyncFixture.Administrator, Cancellation);

    private static async Task DecideAsync(SyncFixture fixture, ReviewSession shown, int number, Actor by)
    {
        var review = fixture.Get<Review>();
        var now = await review.OpenAsync(shown.Record.Id, by, Cancellation);
        var open = now.Comparison.Differences.Where(one => now.ChoiceOf(one) is null).Take(number).ToList();
        await review.DecideAsync(now, open, FieldChoice.Skip, by, Cancellation);
    }

    private IRenderedComponent<SyncPage> Shown(SyncFixture fixture, ServiceProvider quartz, ReviewSession shown)
    {
        SignIn(Role.IntegrationAdministrator);
        ComponentFactories.AddStub<ConnectionTrail>();
        Services
            .AddSingleton(fixture.Get<ReaderContexts>())
            .AddSingleton(fixture.Get<Compare>())
            .AddSingleton(fixture.Get<Review>())
            .AddSingleton(fixture.Get<ReviewPlans>())
            .AddSingleton(fixture.Get<StartRun>())
            .AddSingleton(
                new SyncJobs(fixture.Get<Compare>(), null!, null!, quartz.GetRequiredService<ISchedulerFactory>())
            )
            .AddSingleton(new RunStart(null!, null!, null!, null!, null!, null!))
            .AddSingleton<RunFeed>();
        var page = Render<SyncPage>(parameters => parameters.Add(one => one.ConnectionId, shown.Connection.Id));
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".ui-tile")));
        return page;
    }
}
