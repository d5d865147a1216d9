using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using HumaXledger.Tests.Sync.Overview;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>A page that still shows a closed review stores nothing, and the figures promise nothing of it.</summary>
public sealed class ClosedReviewTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Acts_OnAReviewThatWasSynchronized_AreRefusedAndPromiseNothing()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        fixture.World.HireInHuma();
        var connection = await fixture.ConnectAsync(Cancellation);
        var shown = await fixture.ReviewedAsync(connection, fixture.Ordinary(2), SandboxField.JobTitle, _ =>
            "Fagansvarlig"
        );
        var undecided = shown.Comparison.Differences.Where(one =>
            shown.ChoiceOf(one) is null && Review.Can(one, FieldChoice.UseHuma)
        );
        var uncertain = new HumaId(shown.AsMatched.Pairs.First(pair => pair.State == MatchState.Probable).Huma.Id);
        var hired = new HumaId(shown.AddCandidates(Side.Xledger).First(person => person.CanBeAdded).Person.Id);
        await fixture.ApplyAsync(shown, Cancellation);
        var before = await StoredAsync(fixture, shown);
        var (review, by) = (fixture.Get<Review>(), SyncFixture.Administrator);

        var (decided, changed) = await review.DecideAsync(shown, [.. undecided], FieldChoice.UseHuma, by, Cancellation);

        Assert.Equal((0, false), (changed, decided.IsOpen));
        Assert.Same(shown.Decisions, decided.Decisions);
        IReadOnlyList<ReviewSession> others =
        [
            await review.ChooseAdditionsAsync(shown, [], [hired], by, Cancellation),
            await review.DecideMatchesAsync(shown, [new MatchDecision(uncertain, null)], by, Cancellation),
            await review.ForgetMatchesAsync(shown, [uncertain], by, Cancellation),
            await review.ConfirmGuardAsync(shown, GuardKind.EmailChanged, confirmed: true, by, Cancellation),
        ];
        Assert.All(others, session => Assert.False(session.IsOpen));
        Assert.Equal(before, await StoredAsync(fixture, shown));
        var figures = await FiguresCheck.AssertTrueAsync(fixture, connection);
        Assert.Equal((0, 0), (figures.Count(OpenCause.Decided), figures.Count(OpenCause.NotAdded)));
    }

    [Fact]
    public async Task Act_OnAReviewThatANewerOneReplaced_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var shown = await fixture.CompareAsync(connection, Cancellation);
        await fixture.CompareAsync(connection, Cancellation);

        var (session, changed) = await fixture
            .Get<Review>()
            .DecideAsync(
                shown,
                [.. shown.Comparison.Differences],
                FieldChoice.Skip,
                SyncFixture.Administrator,
                Cancellation
            );

        Assert.Equal((0, false), (changed, session.IsOpen));
        Assert.Empty((await fixture.Get<DecisionStore>().LoadAsync(shown.Record.Id, Cancellation)).Fields);
    }

    private static async Task<(int Decisions, int Version, int Entries, int Apart)> StoredAsync(
        SyncFixture fixture,
        ReviewSession session
    )
    {
        await using var store = fixture.Store();
        return (
            await store.Decisions.CountAsync(row => row.ComparisonId == session.Record.Id, Cancellation),
            await store
                .Comparisons.Where(row => row.Id == session.Record.Id)
                .Select(row => row.DecisionsVersion)
                .SingleAsync(Cancellation),
            await IdempotentActTests.CountAsync(fixture, ActivityCodes.DifferencesDecided)
                + await IdempotentActTests.CountAsync(fixture, ActivityCodes.MatchesDecided)
                + await IdempotentActTests.CountAsync(fixture, ActivityCodes.PeopleChosen)
                + await IdempotentActTests.CountAsync(fixture, ActivityCodes.GuardConfirmed),
            await store.DistinctPairs.CountAsync(Cancellation)
        );
    }
}
