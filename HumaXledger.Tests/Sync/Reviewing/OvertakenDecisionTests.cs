using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>A decision made on one page is not overwritten by another page that was opened before.</summary>
public sealed class OvertakenDecisionTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bulk_DecidedDifferentlyOnAnotherPage_StoresNothingAndReportsTheConflicts()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(3);
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        var review = fixture.Get<Review>();
        var differences = shown
            .Comparison.Differences.Where(difference =>
                people.Any(person => $"{person.HumaId}" == difference.Pair.Huma.Id)
            )
            .ToList();
        await fixture.ChooseAsync(
            await review.OpenAsync(shown.Record.Id, Actor.System, Cancellation),
            FieldChoice.UseXledger,
            people.Take(1),
            Cancellation
        );
        var reported = await IdempotentActTests.CountAsync(fixture, ActivityCodes.DifferencesDecided);

        var (session, changed) = await review.DecideAsync(
            shown,
            differences,
            FieldChoice.Skip,
            SyncFixture.Administrator,
            Cancellation
        );

        var overtaken = Assert.Single(session.Overtaken);
        Assert.Equal(
            (0, FieldChoice.UseHuma, FieldChoice.UseXledger),
            (changed, overtaken.Shown!.Choice, overtaken.Now!.Choice)
        );
        Assert.Equal(
            Decision.SubjectOf(new DifferenceKey(new HumaId($"{people[0].HumaId}"), Field.JobTitle)),
            overtaken.Subject
        );
        Assert.Equal(
            [FieldChoice.UseXledger, FieldChoice.UseHuma, FieldChoice.UseHuma],
            people.Select(person => session.ChoiceOf(Of(session, person)))
        );
        Assert.Equal(reported, await IdempotentActTests.CountAsync(fixture, ActivityCodes.DifferencesDecided));

        // Based on what is shown now it is stored; the same again changes nothing and logs nothing.
        (session, changed) = await review.DecideAsync(
            session,
            differences,
            FieldChoice.Skip,
            SyncFixture.Administrator,
            Cancellation
        );
        (session, _) = await review.DecideAsync(
            session,
            differences,
            FieldChoice.Skip,
            SyncFixture.Administrator,
            Cancellation
        );
        Assert.Equal(
            (differences.Count, 0, reported + 1),
            (
                changed,
                session.Overtaken.Count,
                await IdempotentActTests.CountAsync(fixture, ActivityCodes.DifferencesDecided)
            )
        );
    }

    [Fact]
    public async Task Bulk_DecidedTheSameOnAnotherPage_IsNoConflict()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var session = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        await fixture.ChooseAsync(session, FieldChoice.UseXledger, people.Take(1), Cancellation);

        var mine = await fixture.ChooseAsync(session, FieldChoice.UseXledger, people, Cancellation);

        Assert.Empty(mine.Overtaken);
        Assert.All(people, person => Assert.Equal(FieldChoice.UseXledger, mine.ChoiceOf(Of(mine, person))));
    }

    [Fact]
    public async Task Match_AnsweredDifferentlyOnAnotherPage_IsNotOverwritten()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var pair = shown.Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Probable);
        var review = fixture.Get<Review>();
        var (user, employee) = (new HumaId(pair.Huma.Id), new XledgerId(pair.Xledger.Id));
        await review.DecideMatchesAsync(
            shown,
            [new MatchDecision(user, null)],
            SyncFixture.Administrator,
            Cancellation
        );

        var mine = await review.DecideMatchesAsync(
            shown,
            [new MatchDecision(user, employee)],
            SyncFixture.Administrator,
            Cancellation
        );

        Assert.Equal(
            [(DecisionKind.Match, user.Value, null, new DecidedValue(null, null))],
            mine.Overtaken.Select(one => (one.Kind, one.Subject, one.Shown, one.Now))
        );
        Assert.Equal(new MatchDecision(user, null), Assert.Single(mine.Decisions.Matches));
        var redecide = await review.DecideMatchesAsync(
            mine,
            [new MatchDecision(user, employee)],
            SyncFixture.Administrator,
            Cancellation
        );
        Assert.Equal((0, employee), (redecide.Overtaken.Count, Assert.Single(redecide.Decisions.Matches).Xledger));
    }

    [Fact]
    public async Task Additions_ClearedOnAnotherPage_StayCleared()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var hired = Enumerable.Range(0, 3).Select(_ => new HumaId($"{fixture.World.HireInHuma()}")).ToList();
        var review = fixture.Get<Review>();
        var session = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var shown = await review.ChooseAdditionsAsync(session, [], hired[..2], SyncFixture.Administrator, Cancellation);
        await review.ChooseAdditionsAsync(
            await review.OpenAsync(shown.Record.Id, Actor.System, Cancellation),
            [],
            hired[1..2],
            SyncFixture.Administrator,
            Cancellation
        );

        var mine = await review.ChooseAdditionsAsync(shown, [], hired, SyncFixture.Administrator, Cancellation);

        Assert.Equal(hired[1..].ToHashSet(), mine.Decisions.AddToXledger);
    }

    private static Difference Of(ReviewSession session, Someone person) =>
        session.Comparison.Differences.Single(difference =>
            difference.Pair.Huma.Id == $"{person.HumaId}" && difference.Field == Field.JobTitle
        );
}
