using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>
/// The pages of a process share the decisions in memory: what one decides is told to all others without reading the
/// store for each, and nothing is lost when the memory is emptied.
/// </summary>
public sealed class OpenDecisionsTests
{
    private static readonly Actor Other = new(
        "other",
        "Ola Annen",
        null,
        new HashSet<Role> { Role.IntegrationAdministrator }
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Decision_OfOnePage_IsToldToTheOthersFromMemoryAndOnceForAll()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var another = await review.OpenAsync(mine.Record.Id, SyncFixture.Administrator, Cancellation);
        var differences = Choosable(mine);
        var theirs = await DecideAsync(review, mine, differences[0], FieldChoice.UseHuma, Other);
        // No act of the product: only a read would notice it.
        await ForgetStoredAsync(fixture);

        var told = await Task.WhenAll(
            new[] { mine, another }.Select(page =>
                review.ReadDecisionsOfOthersAsync(
                    page,
                    SyncFixture.Administrator,
                    Cancellation,
                    theirs.DecisionsVersion
                )
            )
        );

        Assert.Equal(Decision.SubjectOf(differences[0].Key), Assert.Single(told[0]!.Changes).Subject);
        Assert.Equal((theirs.DecisionsVersion, "Ola Annen"), (told[0]!.Version, Assert.Single(told[0]!.Names)));
        Assert.Same(told[0], told[1]);
        Assert.Same(mine.Decisions, another.Decisions);
    }

    [Fact]
    public async Task Act_AfterAnotherPage_ReadsNothingAnewAndTellsTheirs()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var differences = Choosable(mine);
        await DecideAsync(review, mine, differences[0], FieldChoice.UseHuma, Other);
        await ForgetStoredAsync(fixture);

        mine = await DecideAsync(review, mine, differences[1], FieldChoice.Skip, SyncFixture.Administrator);

        Assert.Equal(Decision.SubjectOf(differences[0].Key), Assert.Single(mine.DecidedByOthers!.Changes).Subject);
        Assert.Equal(["Ola Annen"], mine.DecidedByOthers.Names);
        Assert.Equal(
            (FieldChoice.UseHuma, FieldChoice.Skip),
            (mine.ChoiceOf(differences[0]), mine.ChoiceOf(differences[1]))
        );
    }

    [Fact]
    public async Task Decisions_OfAnotherNode_AreToldWithTheirNames()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var differences = Choosable(mine);
        mine = await DecideAsync(review, mine, differences[0], FieldChoice.UseHuma, SyncFixture.Administrator);
        var node = AnotherNode(fixture);
        var theirs = await node.OpenAsync(mine.Record.Id, Other, Cancellation);
        theirs = await DecideAsync(node, theirs, differences[1], FieldChoice.Skip, Other);
        theirs = await DecideAsync(node, theirs, differences[0], null, Other);

        var told = await review.ReadDecisionsOfOthersAsync(
            mine,
            SyncFixture.Administrator,
            Cancellation,
            theirs.DecisionsVersion
        );

        Assert.Equal(
            new (string, FieldChoice?)[]
            {
                (Decision.SubjectOf(differences[0].Key), null),
                (Decision.SubjectOf(differences[1].Key), FieldChoice.Skip),
            }.Order(),
            told!.Changes.Select(one => (one.Subject, one.Now?.Choice)).Order()
        );
        Assert.Equal(["Ola Annen"], told.Names);

        mine = await DecideAsync(review, mine, differences[2], FieldChoice.UseHuma, SyncFixture.Administrator);
        Assert.Equal(theirs.DecisionsVersion + 1, mine.DecisionsVersion);
        Assert.Equal(told.Changes.Order(BySubject), mine.DecidedByOthers!.Changes.Order(BySubject));
        await AssertStoredAsync(fixture, mine);
    }

    [Fact]
    public async Task Acts_OfManyPagesAtOnce_AreAllStoredAndShown()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var differences = Choosable(mine);

        await Task.WhenAll(
            differences.Select(one =>
                Task.Run(() => DecideAsync(review, mine, one, FieldChoice.UseHuma, Other), Cancellation)
            )
        );
        mine = await review.RefreshAsync(mine, SyncFixture.Administrator, Cancellation);

        Assert.All(differences, one => Assert.Equal(FieldChoice.UseHuma, mine.ChoiceOf(one)));
        Assert.Equal(differences.Count, mine.DecisionsVersion);
        await AssertStoredAsync(fixture, mine);
    }

    [Fact]
    public async Task Comparison_EvictedWhileSomebodyDecides_IsDecidedOnWithoutLoss()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, mine) = await OpenAsync(fixture);
        var differences = Choosable(mine);
        mine = await DecideAsync(review, mine, differences[0], FieldChoice.UseHuma, SyncFixture.Administrator);

        // As an erasure does; the fifth connection that is opened does less.
        fixture.Get<SnapshotCache>().Forget(mine.Connection.Id);
        mine = await DecideAsync(review, mine, differences[1], FieldChoice.Skip, SyncFixture.Administrator);
        var theirs = await review.OpenAsync(mine.Record.Id, Other, Cancellation);
        Assert.NotSame(mine.Comparison, theirs.Comparison);
        theirs = await DecideAsync(review, theirs, differences[2], FieldChoice.UseHuma, Other);
        fixture.Get<SnapshotCache>().Forget(mine.Connection.Id);
        mine = await DecideAsync(review, mine, differences[0], null, SyncFixture.Administrator);

        Assert.Empty(mine.Overtaken);
        Assert.Equal(Decision.SubjectOf(differences[2].Key), Assert.Single(mine.DecidedByOthers!.Changes).Subject);
        Assert.Equal([null, FieldChoice.Skip, FieldChoice.UseHuma], differences[..3].Select(one => mine.ChoiceOf(one)));
        await AssertStoredAsync(fixture, mine);
    }

    private static readonly IComparer<ChangedDecision> BySubject = Comparer<ChangedDecision>.Create(
        (one, next) => string.CompareOrdinal(one.Subject, next.Subject)
    );

    /// <summary>The same store, and a memory of its own.</summary>
    private static Review AnotherNode(SyncFixture fixture)
    {
        var contexts = fixture.Get<IDbContextFactory<SyncDbContext>>();
        var decisions = new OpenDecisions(
            contexts,
            fixture.Get<DecisionStore>(),
            fixture.Get<SnapshotCache>(),
            fixture.Get<TimeProvider>()
        );
        return new Review(
            contexts,
            fixture.Get<OpenComparisons>(),
            decisions,
            fixture.Get<AllowanceCheck>(),
            fixture.Get<ConnectionSettings>(),
            fixture.Get<TimeProvider>()
        );
    }

    private static async Task<(Review Review, ReviewSession Session)> OpenAsync(SyncFixture fixture)
    {
        var people = fixture.Ordinary(8);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig");
        }

        return (fixture.Get<Review>(), await fixture.CompareAsync(connection, Cancellation));
    }

    private static async Task ForgetStoredAsync(SyncFixture fixture)
    {
        await using var context = fixture.Store();
        Assert.NotEqual(0, await context.Decisions.ExecuteDeleteAsync(Cancellation));
    }

    private static async Task AssertStoredAsync(SyncFixture fixture, ReviewSession session)
    {
        var stored = await fixture.Get<DecisionStore>().LoadAsync(session.Record.Id, Cancellation);
        Assert.Equal(stored.Fields.OrderBy(one => $"{one.Key}"), session.Decisions.Fields.OrderBy(one => $"{one.Key}"));
    }

    private static List<Difference> Choosable(ReviewSession session) =>
        [.. session.Comparison.Differences.Where(one => Review.Can(one, FieldChoice.UseHuma))];

    private static async Task<ReviewSession> DecideAsync(
        Review review,
        ReviewSession session,
        Difference difference,
        FieldChoice? choice,
        Actor by
    ) => (await review.DecideAsync(session, [difference], choice, by, Cancellation)).Session;
}
