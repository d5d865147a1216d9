using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Reviews;

public sealed class DecisionStoreOnSqliteTest(SqliteStore store) : DecisionStoreTest<SqliteStore>(store);

public sealed class DecisionStoreOnPostgresTest(PostgresStore store) : DecisionStoreTest<PostgresStore>(store);

public abstract class DecisionStoreTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static readonly DifferenceKey Phone = new(new HumaId("huma-1"), Field.Phone);
    private readonly DecisionStore _decisions = store.Get<DecisionStore>();

    [Fact]
    public async Task Decisions_OfEveryKind_AreReadAsThePlannerTakesThem()
    {
        var comparison = await AddComparisonAsync();
        await _decisions.SaveAsync(
            comparison,
            [
                new Decision.OfField(Phone, FieldChoice.UseXledger),
                new Decision.OfField(Phone with { Field = Field.Email }, FieldChoice.Skip),
                new Decision.OfMatch(new MatchDecision(new HumaId("huma-1"), new XledgerId("1"))),
                new Decision.OfMatch(new MatchDecision(new HumaId("huma-2"), null)),
                new Decision.AddToHuma(new XledgerId("7")),
                new Decision.AddToXledger(new HumaId("huma-8")),
                new Decision.ConfirmGuard(new ConfirmedGuard(GuardKind.EmailChanged, "digest")),
                // Of an earlier version.
                new Decision.ConfirmGuard(new ConfirmedGuard(GuardKind.ValuesCleared, null)),
            ],
            "Kari"
        );

        var read = await _decisions.LoadAsync(comparison);

        Assert.Equal(2, read.Fields.Count);
        Assert.Equal(FieldChoice.UseXledger, read.Fields[Phone]);
        Assert.Equal(
            [
                new MatchDecision(new HumaId("huma-1"), new XledgerId("1")),
                new MatchDecision(new HumaId("huma-2"), null),
            ],
            read.Matches
        );
        Assert.Equal([new XledgerId("7")], read.AddToHuma);
        Assert.Equal([new HumaId("huma-8")], read.AddToXledger);
        Assert.Equal(
            [new ConfirmedGuard(GuardKind.EmailChanged, "digest"), new ConfirmedGuard(GuardKind.ValuesCleared, null)],
            read.ConfirmedGuards.OrderBy(guard => guard.Kind)
        );
    }

    [Fact]
    public async Task Decision_MadeAgain_ReplacesTheFirstWithItsOwnAuthor()
    {
        var comparison = await AddComparisonAsync();
        await _decisions.SaveAsync(
            comparison,
            [
                new Decision.OfField(Phone, FieldChoice.UseHuma),
                new Decision.OfMatch(new MatchDecision(Phone.Huma, new XledgerId("1"))),
            ],
            "Kari"
        );

        await _decisions.SaveAsync(
            comparison,
            [
                new Decision.OfField(Phone, FieldChoice.Skip),
                new Decision.OfField(Phone, FieldChoice.UseXledger),
                new Decision.OfMatch(new MatchDecision(Phone.Huma, null)),
            ],
            "Ola"
        );

        var read = await _decisions.LoadAsync(comparison);
        Assert.Equal(FieldChoice.UseXledger, read.Fields[Phone]);
        Assert.Null(read.Matches.Single().Xledger);
        await using var context = store.Open();
        Assert.Equal(
            ["Ola", "Ola"],
            await context
                .Decisions.Where(row => row.ComparisonId == comparison)
                .Select(row => row.DecidedBy)
                .ToListAsync()
        );
    }

    [Fact]
    public async Task Decisions_Withdrawn_AreUndecidedAgainAndOthersStay()
    {
        Guid comparison = await AddComparisonAsync(),
            other = await AddComparisonAsync();
        var decision = new Decision.OfField(Phone, FieldChoice.UseHuma);
        await _decisions.SaveAsync(comparison, [decision, new Decision.AddToXledger(Phone.Huma)], "Kari");
        await _decisions.SaveAsync(other, [decision], "Kari");

        var subject = (decision.Kind, decision.Subject);
        await _decisions.ReplaceAsync(
            comparison,
            new Dictionary<(DecisionKind, string), DecidedValue> { [subject] = new(FieldChoice.UseHuma, null) },
            [],
            [subject],
            "Kari",
            [],
            CancellationToken.None
        );

        var read = await _decisions.LoadAsync(comparison);
        Assert.Empty(read.Fields);
        Assert.Single(read.AddToXledger);
        Assert.Single((await _decisions.LoadAsync(other)).Fields);
    }

    [Fact]
    public async Task Decisions_TenThousandInBulkByTwoAdministratorsAtOnce_AreAllKept()
    {
        var comparison = await AddComparisonAsync();
        var bulk = Enumerable
            .Range(0, 10_000)
            .Select(number => new Decision.OfField(
                new DifferenceKey(new HumaId($"huma-{number}"), Field.Phone),
                FieldChoice.UseHuma
            ))
            .ToList();

        await Task.WhenAll(
            Task.Run(() => _decisions.SaveAsync(comparison, bulk, "Kari")),
            Task.Run(() => _decisions.SaveAsync(comparison, bulk, "Ola"))
        );

        Assert.Equal(10_000, (await _decisions.LoadAsync(comparison)).Fields.Count);
    }

    [Fact]
    public async Task Decisions_OfAComparisonThatDoesNotExist_AreRefusedAndLeaveNothing()
    {
        var unknown = Guid.NewGuid();

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            _decisions.SaveAsync(unknown, [new Decision.OfField(Phone, FieldChoice.UseHuma)], "Kari")
        );

        Assert.Empty((await _decisions.LoadAsync(unknown)).Fields);
    }

    private async Task<Guid> AddComparisonAsync() =>
        await store.AddComparisonAsync(await store.AddConnectionAsync(), ComparisonState.Complete);
}
