using Bunit;
using Bunit.TestDoubles;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Sync;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>What a page of a review tells other pages about the version of the decisions.</summary>
public sealed class DecisionsPulseTests : ComponentTest
{
    [Fact]
    public async Task Page_ThatTakesOver_TellsNothing()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (shown, feed) = await ReviewAsync(fixture);
        ComponentFactories.Add<CompareStep, Bar>();
        var page = Render(shown, SyncStep.Compare);
        page.WaitForAssertion(() => Assert.True(page.HasComponent<Stub<OtherDecisionsNote>>()));
        var theirs = new DecisionsPulse(shown.Record.Id, (await DecideAsync(fixture, shown)).DecisionsVersion!.Value);

        feed.Accept(shown.Connection.Id, theirs);
        await Until.SoAsync(() =>
        {
            if (Note().Get(note => note.Decided) is not null)
            {
                return true;
            }

            Clock.Advance(TimeSpan.FromSeconds(1));
            return false;
        });

        await page.InvokeAsync(() => Note().Get(note => note.TakeOver).InvokeAsync());

        Assert.Equal(theirs.Version, Note().Get(note => note.Session).DecisionsVersion);
        Assert.Same(theirs, feed.LatestOf<DecisionsPulse>(shown.Connection.Id));

        CapturedParameterView<OtherDecisionsNote> Note() =>
            page.FindComponent<Stub<OtherDecisionsNote>>().Instance.Parameters;
    }

    [Fact]
    public async Task Page_ThatActs_TellsItsVersionUnlessANewerOneIsKnown()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (shown, feed) = await ReviewAsync(fixture);
        var page = Render(shown, SyncStep.Differences);
        page.WaitForAssertion(() => Assert.True(page.HasComponent<Stub<DifferencesStep>>()));
        var decided = await DecideAsync(fixture, shown);

        await ActAsync(decided);

        Assert.Equal(
            new DecisionsPulse(shown.Record.Id, decided.DecisionsVersion!.Value),
            feed.LatestOf<DecisionsPulse>(shown.Connection.Id)
        );
        var newer = new DecisionsPulse(shown.Record.Id, decided.DecisionsVersion.Value + 2);
        feed.Accept(shown.Connection.Id, newer);

        await ActAsync(decided with { DecisionsVersion = decided.DecisionsVersion + 1 });

        Assert.Same(newer, feed.LatestOf<DecisionsPulse>(shown.Connection.Id));

        Task ActAsync(ReviewSession answer) =>
            page.InvokeAsync(() =>
                page.FindComponent<Stub<DifferencesStep>>()
                    .Instance.Parameters.Get(step => step.SessionChanged)
                    .InvokeAsync(answer)
            );
    }

    [Fact]
    public async Task Page_WhileOthersDecideOneAfterTheOther_IsToldOfThemTogetherAndRendersNoRows()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (shown, feed) = await ReviewAsync(fixture);
        ComponentFactories.Add<CompareStep, Bar>();
        var page = Render(shown, SyncStep.Compare);
        page.WaitForAssertion(() => Assert.True(page.HasComponent<Stub<OtherDecisionsNote>>()));
        var rendered = page.FindComponent<Bar>().Instance.Rendered;
        var theirs = shown;
        var told = new List<int>();

        for (var act = 0; act < 4; act++)
        {
            theirs = await DecideAsync(fixture, theirs);
            feed.Accept(shown.Connection.Id, new DecisionsPulse(shown.Record.Id, theirs.DecisionsVersion!.Value));
            if (act == 0)
            {
                await UntilToldAsync(1);
            }
        }

        await UntilToldAsync(4);

        Assert.Equal([1, 4], told);
        // The line about the others is rendered by itself.
        Assert.Equal(rendered, page.FindComponent<Bar>().Instance.Rendered);

        async Task UntilToldAsync(int changes)
        {
            await Until.SoAsync(() =>
            {
                Clock.Advance(TimeSpan.FromSeconds(0.1));
                var now = page.FindComponent<Stub<OtherDecisionsNote>>()
                    .Instance.Parameters.Get(note => note.Decided)
                    ?.Changes.Count
                    ?? 0;
                if (now != told.LastOrDefault())
                {
                    told.Add(now);
                }

                return now == changes;
            });
        }
    }

    private async Task<(ReviewSession Session, RunFeed Feed)> ReviewAsync(SyncFixture fixture)
    {
        SignIn(Role.IntegrationAdministrator);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.CompareAsync(connection, Cancellation);
        Services.AddSyncPage(fixture);
        return (session, Services.GetRequiredService<RunFeed>());
    }

    private IRenderedComponent<SyncPage> Render(ReviewSession shown, SyncStep step)
    {
        ComponentFactories.AddStub(type =>
            type != typeof(SyncPage)
            && type != typeof(CompareStep)
            && type != typeof(OtherDecisionsLine)
            && type.Assembly == typeof(SyncPage).Assembly
        );
        return Render<SyncPage>(parameters =>
            parameters
                .Add(page => page.ConnectionId, shown.Connection.Id)
                .Add(page => page.Step, SyncAddress.Of(shown.Connection.Id, step).Split('/')[^1])
        );
    }

    private static async Task<ReviewSession> DecideAsync(SyncFixture fixture, ReviewSession shown) =>
        (
            await fixture
                .Get<Review>()
                .DecideAsync(
                    shown,
                    [
                        shown.Comparison.Differences.First(one =>
                            Review.Can(one, FieldChoice.UseHuma) && shown.ChoiceOf(one) is null
                        ),
                    ],
                    FieldChoice.UseHuma,
                    SyncFixture.Administrator,
                    Cancellation
                )
        ).Session;

    /// <summary>In the place of a step: its bar alone.</summary>
    private sealed class Bar : ComponentBase
    {
        [CascadingParameter]
        public StepLinks? Around { get; set; }

        [Parameter(CaptureUnmatchedValues = true)]
        public IReadOnlyDictionary<string, object>? Others { get; set; }

        public int Rendered { get; private set; }

        protected override void BuildRenderTree(RenderTreeBuilder builder)
        {
            Rendered++;
            builder.AddContent(0, Around?.OtherDecisions);
        }
    }
}
