using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Sync;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>
/// The memory that pages of a review share is emptied while somebody decides: the page goes on, and what was decided is
/// stored.
/// </summary>
public sealed class EvictedReviewTests : ComponentTest
{
    [Fact]
    public async Task Page_WhoseComparisonIsEvicted_GoesOnAndLosesNothing()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        SignIn(Role.IntegrationAdministrator);
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        Services.AddSyncPage(fixture);
        var feed = Services.GetRequiredService<RunFeed>();
        ComponentFactories.AddStub<ConnectionTrail>();
        ComponentFactories.AddStub<SensitiveValue>();
        var page = Render<SyncPage>(parameters =>
            parameters
                .Add(one => one.ConnectionId, shown.Connection.Id)
                .Add(one => one.Step, SyncAddress.Of(shown.Connection.Id, SyncStep.Differences).Split('/')[^1])
        );
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindComponents<DifferenceCells>()));
        await ChooseAsync(page, fixture, expected: 1);

        fixture.Get<SnapshotCache>().Forget(shown.Connection.Id);
        await ChooseAsync(page, fixture, expected: 2);
        // Another page, which opens the comparison anew.
        var other = await fixture.Get<Review>().OpenAsync(shown.Record.Id, SyncFixture.Administrator, Cancellation);
        Assert.NotSame(shown.Comparison, other.Comparison);
        var theirs = other.Comparison.Differences.Last(one =>
            Review.Can(one, FieldChoice.UseHuma) && other.ChoiceOf(one) is null
        );
        other = (
            await fixture
                .Get<Review>()
                .DecideAsync(other, [theirs], FieldChoice.UseHuma, SyncFixture.Administrator, Cancellation)
        ).Session;
        fixture.Get<SnapshotCache>().Forget(shown.Connection.Id);
        await ChooseAsync(page, fixture, expected: 4);

        // What the other page decided is told in one sentence, and is on this page too.
        page.WaitForAssertion(() =>
            Assert.Contains("1 choice", TextOf(page.Find(".ui-other-decisions")), StringComparison.Ordinal)
        );
        Assert.Equal(4, page.FindComponent<DifferencesStep>().Instance.Session.Decisions.Fields.Count);
        Assert.NotNull(feed.LatestOf<DecisionsPulse>(shown.Connection.Id));
    }

    /// <summary>Clicks the first value that is not chosen, and waits until it is stored.</summary>
    private static async Task ChooseAsync(IRenderedComponent<SyncPage> page, SyncFixture fixture, int expected)
    {
        var id = page.FindComponent<DifferencesStep>().Instance.Session.Record.Id;
        var button = page.FindAll("td [data-act=huma][aria-pressed=false]:not([aria-disabled])")[0];
        await button.ClickAsync();
        var stored = await fixture.Get<DecisionStore>().LoadAsync(id, Cancellation);
        Assert.Equal(expected, stored.Fields.Count);
    }
}
