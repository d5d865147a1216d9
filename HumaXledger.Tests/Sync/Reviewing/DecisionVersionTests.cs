using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>
/// After an act a session holds what is stored, without reading all decisions again where nobody else changed them.
/// </summary>
public sealed class DecisionVersionTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<StorageProvider> Stores => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Session_AfterActsOfTwoPages_HoldsWhatIsStored(StorageProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var (review, mine) = await ReviewedAsync(fixture);
        var differences = mine.Comparison.Differences.Where(one => Review.Can(one, FieldChoice.UseHuma)).ToList();

        mine = await DecideAsync(review, mine, [differences[0], differences[1]], FieldChoice.UseHuma);
        await AssertStoredAsync(review, mine, 1);
        mine = await DecideAsync(review, mine, [differences[0]], null);
        await AssertStoredAsync(review, mine, 2);
        var other = await DecideAsync(
            review,
            await review.OpenAsync(mine.Record.Id, Actor.System, Cancellation),
            [differences[0]],
            FieldChoice.Skip
        );
        await AssertStoredAsync(review, other, 3);
        // The same choice again is no act.
        other = await DecideAsync(review, other, [differences[0]], FieldChoice.Skip);
        await AssertStoredAsync(review, other, 3);
        mine = await DecideAsync(review, mine, [differences[1]], FieldChoice.Skip);
        Assert.Equal(FieldChoice.Skip, mine.ChoiceOf(differences[0]));
        await AssertStoredAsync(review, mine, 4);
        other = await DecideAsync(review, other, [differences[1]], null);
        Assert.Single(other.Overtaken);
        await AssertStoredAsync(review, other, 4);
        var user = mine.AddCandidates(Side.Xledger)[0].Person.Id;
        mine = await review.ChooseAdditionsAsync(mine, [], [new HumaId(user)], SyncFixture.Administrator, Cancellation);
        await AssertStoredAsync(review, mine, 5);
        foreach (var confirmed in new[] { true, false })
        {
            mine = await review.ConfirmGuardAsync(
                mine,
                GuardKind.EmailChanged,
                confirmed,
                SyncFixture.Administrator,
                Cancellation
            );
            await AssertStoredAsync(review, mine, confirmed ? 6 : 7);
        }
    }

    [Fact]
    public async Task Act_OfTheOnlyPage_DoesNotReadTheOtherDecisionsAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var (review, session) = await ReviewedAsync(fixture);
        var differences = session.Comparison.Differences.Where(one => Review.Can(one, FieldChoice.UseHuma)).ToList();
        session = await DecideAsync(review, session, [differences[0]], FieldChoice.UseHuma);
        // No act of the product: only a read would notice it.
        await using var context = fixture.Store();
        await context.Decisions.ExecuteDeleteAsync(Cancellation);

        session = await DecideAsync(review, session, [differences[1]], FieldChoice.Skip);

        Assert.Equal(FieldChoice.UseHuma, session.ChoiceOf(differences[0]));
        Assert.Equal(FieldChoice.Skip, session.ChoiceOf(differences[1]));
    }

    private async Task<SyncFixture> OpenAsync(StorageProvider provider) =>
        provider == StorageProvider.Sqlite
            ? await SyncFixture.OpenAsync()
            : await SyncFixture.OpenAsync(
                settings:
                [
                    ("Storage:Provider", "PostgreSql"),
                    ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync()),
                ]
            );

    private static async Task<(Review Review, ReviewSession Session)> ReviewedAsync(SyncFixture fixture)
    {
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            fixture.Ordinary(2),
            SandboxField.JobTitle,
            _ => "Fagansvarlig"
        );
        var review = fixture.Get<Review>();
        await using var context = fixture.Store();
        await context.Decisions.ExecuteDeleteAsync(Cancellation);
        await context.Comparisons.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.DecisionsVersion, 0),
            Cancellation
        );
        return (review, await review.OpenAsync(shown.Record.Id, Actor.System, Cancellation));
    }

    private static async Task<ReviewSession> DecideAsync(
        Review review,
        ReviewSession session,
        IReadOnlyCollection<Difference> differences,
        FieldChoice? choice
    ) => (await review.DecideAsync(session, differences, choice, SyncFixture.Administrator, Cancellation)).Session;

    private static async Task AssertStoredAsync(Review review, ReviewSession session, int version)
    {
        var stored = await review.OpenAsync(session.Record.Id, Actor.System, Cancellation);
        Assert.Equal((version, version), (session.DecisionsVersion, stored.DecisionsVersion));
        Assert.Equivalent(stored.Decisions, session.Decisions, strict: true);
        Assert.Equal(stored.Preview.Fingerprint, session.Preview.Fingerprint);
    }
}
