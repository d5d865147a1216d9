using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>A page learns what other administrators decided while it was open, and from whom.</summary>
public sealed class DecisionsOfOthersTests
{
    private static readonly Actor Other = new(
        "other",
        "Ola Annen",
        null,
        new HashSet<Role> { Role.IntegrationAdministrator }
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decisions_OfAnotherPage_AreToldByKindWithNameAndTakenOverOnRequest()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var differences = Choosable(mine);
        Assert.Null(await review.ReadDecisionsOfOthersAsync(mine, SyncFixture.Administrator, Cancellation));
        var user = new HumaId(mine.AddCandidates(Side.Xledger)[0].Person.Id);
        var employee = new XledgerId(mine.AddCandidates(Side.Huma)[0].Person.Id);
        var uncertain = new HumaId(mine.AsMatched.Pairs.First(pair => pair.State == MatchState.Probable).Huma.Id);

        var theirs = await DecideAsync(review, mine, differences[..2], FieldChoice.UseHuma, Other);
        theirs = await review.ChooseAdditionsAsync(theirs, [employee], [user], Other, Cancellation);
        theirs = await review.ConfirmGuardAsync(theirs, GuardKind.EmailChanged, confirmed: true, Other, Cancellation);
        await review.DecideMatchesAsync(theirs, [new MatchDecision(uncertain, null)], Other, Cancellation);

        var elsewhere = await review.ReadDecisionsOfOthersAsync(mine, SyncFixture.Administrator, Cancellation);

        Assert.NotNull(elsewhere);
        Assert.Equal(["Ola Annen"], elsewhere.Names);
        Assert.Equal(
            new[]
            {
                (DecisionKind.Match, uncertain.Value),
                (DecisionKind.Field, Decision.SubjectOf(differences[0].Key)),
                (DecisionKind.Field, Decision.SubjectOf(differences[1].Key)),
                (DecisionKind.AddToHuma, employee.Value),
                (DecisionKind.AddToXledger, user.Value),
                (DecisionKind.ConfirmGuard, nameof(GuardKind.EmailChanged)),
            }.Order(),
            elsewhere.Changes.Select(one => (one.Kind, one.Subject)).Order()
        );
        Assert.All(elsewhere.Changes, one => Assert.True(one is { Shown: null, Now: not null }));
        Assert.Null(mine.ChoiceOf(differences[0]));

        var taken = await review.RefreshAsync(mine, SyncFixture.Administrator, Cancellation);

        Assert.Equal(FieldChoice.UseHuma, taken.ChoiceOf(differences[0]));
        Assert.Equal(elsewhere.Changes, taken.DecidedByOthers!.Changes);
        Assert.Equal(elsewhere.Version, taken.DecisionsVersion);
        Assert.Null(await review.ReadDecisionsOfOthersAsync(taken, SyncFixture.Administrator, Cancellation));
    }

    [Fact]
    public async Task Decisions_MadeWhileOthersAreTakenOver_AreNotTakenOverUntold()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var theirs = mine;
        var differences = new Queue<Difference>(Choosable(mine));
        var slow = new Review(
            new Meanwhile(fixture.Get<IDbContextFactory<SyncDbContext>>(), async () =>
                theirs = await DecideAsync(review, theirs, [differences.Dequeue()], FieldChoice.UseHuma, Other)
            ),
            fixture.Get<OpenComparisons>(),
            fixture.Get<OpenDecisions>(),
            fixture.Get<AllowanceCheck>(),
            fixture.Get<ConnectionSettings>(),
            fixture.Get<TimeProvider>()
        );

        var taken = await slow.RefreshAsync(mine, SyncFixture.Administrator, Cancellation);

        Assert.NotEmpty(taken.Decisions.Fields);
        Assert.Equal(
            taken.Decisions.Fields.Keys.Select(Decision.SubjectOf).Order(),
            taken.DecidedByOthers!.Changes.Select(one => one.Subject).Order()
        );
    }

    [Fact]
    public async Task Act_AfterAnotherPage_TellsTheirsAndNotItsOwn()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var differences = Choosable(mine);
        mine = await DecideAsync(review, mine, [differences[0]], FieldChoice.UseHuma, SyncFixture.Administrator);
        Assert.Null(mine.DecidedByOthers);
        await DecideAsync(review, mine, [differences[1]], FieldChoice.Skip, Other);

        mine = await DecideAsync(review, mine, [differences[2]], FieldChoice.UseHuma, SyncFixture.Administrator);

        var one = Assert.Single(mine.DecidedByOthers!.Changes);
        Assert.Equal(
            (Decision.SubjectOf(differences[1].Key), null, FieldChoice.Skip),
            (one.Subject, one.Shown, one.Now!.Choice!.Value)
        );
        Assert.Equal(["Ola Annen"], mine.DecidedByOthers.Names);

        mine = await DecideAsync(review, mine, [differences[0]], null, SyncFixture.Administrator);
        Assert.Null(mine.DecidedByOthers);
    }

    [Fact]
    public async Task Act_ThatWasOvertaken_TellsTheRestOfTheirsOnce()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var differences = Choosable(mine);
        await DecideAsync(review, mine, differences[..2], FieldChoice.Skip, Other);

        mine = await DecideAsync(review, mine, [differences[0]], FieldChoice.UseHuma, SyncFixture.Administrator);

        Assert.Equal(Decision.SubjectOf(differences[0].Key), Assert.Single(mine.Overtaken).Subject);
        Assert.Equal(Decision.SubjectOf(differences[1].Key), Assert.Single(mine.DecidedByOthers!.Changes).Subject);
    }

    [Fact]
    public async Task Decision_WithdrawnElsewhere_HasNoName()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var difference = Choosable(mine)[0];
        mine = await DecideAsync(review, mine, [difference], FieldChoice.UseHuma, SyncFixture.Administrator);
        await DecideAsync(review, mine, [difference], null, Other);

        var elsewhere = await review.ReadDecisionsOfOthersAsync(mine, SyncFixture.Administrator, Cancellation);

        Assert.Empty(elsewhere!.Names);
        Assert.Equal((FieldChoice.UseHuma, null), (elsewhere.Changes[0].Shown!.Choice, elsewhere.Changes[0].Now));
    }

    [Fact]
    public async Task Match_AnsweredElsewhere_ChangesTheDifferencesWithTheNextAct()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var mine = await fixture.CompareAsync(await fixture.ConnectAsync(Cancellation), Cancellation);
        var review = fixture.Get<Review>();
        var asked = mine.AsMatched.Pairs.First(pair => pair.State == MatchState.Probable);
        var (user, employee) = (new HumaId(asked.Huma.Id), new XledgerId(asked.Xledger.Id));
        await review.DecideMatchesAsync(mine, [new MatchDecision(user, employee)], Other, Cancellation);

        mine = await DecideAsync(review, mine, [Choosable(mine)[0]], FieldChoice.UseHuma, SyncFixture.Administrator);

        Assert.Equal(DecisionKind.Match, Assert.Single(mine.DecidedByOthers!.Changes).Kind);
        var stored = await review.OpenAsync(mine.Record.Id, SyncFixture.Administrator, Cancellation);
        Assert.Equal(
            stored.Comparison.Differences.Select(difference => difference.Key),
            mine.Comparison.Differences.Select(difference => difference.Key)
        );
        Assert.Equal(stored.Preview.Fingerprint, mine.Preview.Fingerprint);
    }

    [Fact]
    public void Changes_OfTheSameSubject_AreOneAndNoneWhenTheyAreTakenBack()
    {
        var (first, second) = (new DecidedValue(FieldChoice.UseHuma, null), new DecidedValue(FieldChoice.Skip, null));
        var before = new DecisionsOfOthers(
            2,
            [
                new ChangedDecision(DecisionKind.Field, "a", null, first),
                new ChangedDecision(DecisionKind.Field, "b", null, first),
            ],
            ["Ola"]
        );

        var both = before.Then(
            new DecisionsOfOthers(
                4,
                [
                    new ChangedDecision(DecisionKind.Field, "a", first, null),
                    new ChangedDecision(DecisionKind.Field, "b", first, second),
                ],
                ["Eva"]
            )
        );

        Assert.Equal([new ChangedDecision(DecisionKind.Field, "b", null, second)], both.Changes);
        Assert.Equal((4, "Ola, Eva"), (both.Version, string.Join(", ", both.Names)));
        Assert.Same(before, before.Then(null));
    }

    private static async Task<(Review Review, ReviewSession Session)> OpenAsync(SyncFixture fixture)
    {
        var people = fixture.Ordinary(4);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig");
        }

        return (fixture.Get<Review>(), await fixture.CompareAsync(connection, Cancellation));
    }

    /// <summary>Someone else acts before each reading.</summary>
    private sealed class Meanwhile(IDbContextFactory<SyncDbContext> all, Func<Task> act)
        : IDbContextFactory<SyncDbContext>
    {
        public SyncDbContext CreateDbContext() => all.CreateDbContext();

        public async Task<SyncDbContext> CreateDbContextAsync(CancellationToken cancellationToken)
        {
            await act();
            return await all.CreateDbContextAsync(cancellationToken);
        }
    }

    private static List<Difference> Choosable(ReviewSession session) =>
        [.. session.Comparison.Differences.Where(one => Review.Can(one, FieldChoice.UseHuma))];

    private static async Task<ReviewSession> DecideAsync(
        Review review,
        ReviewSession session,
        IReadOnlyCollection<Difference> differences,
        FieldChoice? choice,
        Actor by
    ) => (await review.DecideAsync(session, differences, choice, by, Cancellation)).Session;
}
