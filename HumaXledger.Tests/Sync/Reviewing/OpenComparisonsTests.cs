using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>Pages that show one comparison share it in memory, until something it depends on changes.</summary>
public sealed class OpenComparisonsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_ByManyPagesAtOnce_IsOneComparison()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);

        var pages = await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(_ => fixture.Get<Review>().OpenAsync(shown.Record.Id, Actor.System, Cancellation))
        );

        Assert.All(pages, page => Assert.Same(shown.Comparison, page.Comparison));
    }

    [Fact]
    public async Task Open_AfterADecision_KeepsTheComparison()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var review = fixture.Get<Review>();
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var difference = shown.Comparison.Differences.First(one => Review.Can(one, FieldChoice.UseHuma));

        await review.DecideAsync(shown, [difference], FieldChoice.UseHuma, SyncFixture.Administrator, Cancellation);
        var other = await review.OpenAsync(shown.Record.Id, Actor.System, Cancellation);

        Assert.Same(shown.Comparison, other.Comparison);
        Assert.Equal(FieldChoice.UseHuma, other.ChoiceOf(difference));
    }

    [Fact]
    public async Task Open_AfterAnAnswer_MatchesNoOneAnew()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var review = fixture.Get<Review>();
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var pair = shown.Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Probable).Link;

        var answered = await review.DecideMatchesAsync(
            shown,
            [new MatchDecision(pair.Huma, null)],
            SyncFixture.Administrator,
            Cancellation
        );

        Assert.NotSame(shown.Comparison, answered.Comparison);
        Assert.Same(shown.AsMatched, answered.AsMatched);
        Assert.Same(
            answered.Comparison,
            (await review.OpenAsync(shown.Record.Id, Actor.System, Cancellation)).Comparison
        );
    }

    [Fact]
    public async Task Open_AfterARuleChanged_FollowsTheRule()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var review = fixture.Get<Review>();
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var titles = shown.Comparison.Differences.Where(one => one.Field == Field.JobTitle);
        var (now, _) = await review.RememberAsync(
            shown,
            RuleChange.Of(shown, PolicyRule.XledgerWins, titles),
            SyncFixture.Administrator,
            Cancellation
        );

        Assert.Equal(PolicyRule.Ask, shown.Comparison.Input.Policy.For(Field.JobTitle));
        Assert.Equal(PolicyRule.XledgerWins, now.Comparison.Input.Policy.For(Field.JobTitle));
    }

    [Fact]
    public async Task Open_AfterPeopleWereForgotten_ReadsTheStoreAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var shown = await fixture.CompareAsync(connection, Cancellation);

        // As an erasure does.
        fixture.Get<SnapshotCache>().Forget(connection);
        var now = await fixture.Get<Review>().OpenAsync(shown.Record.Id, Actor.System, Cancellation);

        Assert.NotSame(shown.Comparison, now.Comparison);
        Assert.Equal(
            shown.Comparison.Differences.Select(one => one.Key),
            now.Comparison.Differences.Select(one => one.Key)
        );
    }
}
