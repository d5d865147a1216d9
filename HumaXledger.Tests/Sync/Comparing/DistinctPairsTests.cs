using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>"Not the same person" is kept for the pair until the opposite is answered.</summary>
public class DistinctPairsTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task NotTheSame_AnsweredOnce_IsNotAskedByTheNextComparison()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var shown = await fixture.CompareAsync(connection, Cancellation);
        var pair = shown.Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Probable).Link;

        await fixture
            .Get<Review>()
            .DecideMatchesAsync(shown, [new MatchDecision(pair.Huma, null)], SyncFixture.Administrator, Cancellation);
        var next = await fixture.CompareAsync(connection, Cancellation);

        Assert.Equal([new DistinctPair(pair.Huma, pair.Xledger)], next.Comparison.Input.Distinct);
        Assert.DoesNotContain(next.AsMatched.Pairs, other => other.Link == pair);
        Assert.DoesNotContain(next.AsMatched.Ambiguities, question =>
            question.Huma.Id == pair.Huma.Value
            && question.Candidates.Any(candidate => candidate.Xledger.Id == pair.Xledger.Value)
        );
        await using var store = fixture.Store();
        Assert.Equal(SyncFixture.Administrator.Name, (await store.DistinctPairs.SingleAsync(Cancellation)).DecidedBy);
    }

    [Fact]
    public async Task NoneOfThese_OfSeveral_AppliesToEachShownCandidate()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var user = fixture.World.HireInHuma();
        foreach (var employee in new[] { fixture.World.HireInXledger(), fixture.World.HireInXledger() })
        {
            foreach (
                var field in new[]
                {
                    SandboxField.GivenName,
                    SandboxField.FamilyName,
                    SandboxField.BirthDate,
                    SandboxField.Email,
                }
            )
            {
                Assert.Equal(
                    EditOutcome.Done,
                    fixture.World.EditInXledger(employee, field, fixture.World.PersonByHumaId(user)!.Huma[field])
                );
            }
        }

        var shown = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var question = shown.AsMatched.Ambiguities.Single(question => question.Huma.Id == $"{user}");
        Assert.Equal(2, question.Candidates.Count);

        await fixture
            .Get<Review>()
            .DecideMatchesAsync(
                shown,
                [new MatchDecision(new HumaId(question.Huma.Id), null)],
                SyncFixture.Administrator,
                Cancellation
            );

        await using var store = fixture.Store();
        var kept = await store
            .DistinctPairs.Where(pair => pair.HumaId == new HumaId(question.Huma.Id))
            .Select(pair => pair.XledgerId)
            .ToListAsync(Cancellation);
        Assert.Equal(
            question.Candidates.Select(candidate => candidate.Xledger.Id).Order(),
            kept.Select(id => id.Value).Order()
        );
    }

    [Fact]
    public async Task NotTheSame_ClearedOrAnsweredDifferently_IsForgotten()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var review = fixture.Get<Review>();
        var session = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var pairs = session
            .Comparison.Matches.Pairs.Where(pair => pair.State == MatchState.Probable)
            .Take(2)
            .Select(pair => pair.Link)
            .ToList();
        session = await review.DecideMatchesAsync(
            session,
            [.. pairs.Select(pair => new MatchDecision(pair.Huma, null))],
            SyncFixture.Administrator,
            Cancellation
        );
        Assert.Equal(2, await CountAsync(fixture));

        session = await review.ForgetMatchesAsync(session, [pairs[0].Huma], SyncFixture.Administrator, Cancellation);
        Assert.Equal(1, await CountAsync(fixture));
        await review.DecideMatchesAsync(
            session,
            [new MatchDecision(pairs[1].Huma, pairs[1].Xledger)],
            SyncFixture.Administrator,
            Cancellation
        );

        Assert.Equal(0, await CountAsync(fixture));
    }

    [Fact]
    public async Task NotTheSame_AboutALinkedPair_HoldsAtTheNextComparisonAndEndsTheLinkWithTheNextRun()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (fixture, person) = (inbound.SyncFixture, inbound.People[1]);
        await inbound.RuleAsync(Field.Phone, PolicyRule.Ask);
        inbound.Edit(person, SandboxField.Phone, "+4799000011");
        await inbound.FollowAsync(person);
        Assert.Single(await inbound.HeldAsync());
        var huma = new HumaId($"{person.HumaId}");
        var xledger = (await inbound.LinkAsync(person.HumaId))!.XledgerId;
        inbound.Edit(inbound.People[0], SandboxField.JobTitle, "Teamleder");
        var shown = await fixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.Contains(shown.AsMatched.Pairs, pair => pair.Link == new Link(huma, xledger));

        await fixture
            .Get<Review>()
            .DecideMatchesAsync(shown, [new MatchDecision(huma, null)], SyncFixture.Administrator, Cancellation);

        var next = await fixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.DoesNotContain(next.AsMatched.Pairs, pair => pair.Link == new Link(huma, xledger));
        Assert.NotNull(await inbound.LinkAsync(person.HumaId));
        next = await fixture.ChooseAsync(next, FieldChoice.UseHuma, [inbound.People[0]], Cancellation);
        await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(next, Cancellation), Cancellation);
        Assert.Null(await inbound.LinkAsync(person.HumaId));
        Assert.Empty(await inbound.HeldAsync());
        Assert.NotNull(await inbound.LinkAsync(inbound.People[0].HumaId));
        Assert.Equal("Teamleder", inbound.InXledger(inbound.People[0], SandboxField.JobTitle));
    }

    private static async Task<int> CountAsync(SyncFixture fixture)
    {
        await using var store = fixture.Store();
        return await store.DistinctPairs.CountAsync(Cancellation);
    }
}
