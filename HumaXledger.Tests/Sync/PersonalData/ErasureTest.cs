using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.PersonalData;

public sealed class ErasureOnSqliteTest(SqliteStore store) : ErasureTest<SqliteStore>(store);

public sealed class ErasureOnPostgresTest(PostgresStore store) : ErasureTest<PostgresStore>(store);

/// <summary>Erased data is found nowhere in the database, and what was done stays logged without the person.</summary>
public abstract class ErasureTest<T>(T store) : IClassFixture<T>, IAsyncLifetime
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Everything_OfAPersonWhoIsGoneOrOfAnEndedConnection_LeavesNoNameAndNoValue(bool gone, bool ended)
    {
        var remembered = await StoredPersonFixture.InAsync(store, gone, ended);
        Assert.Equal(StoredPersonFixture.Hers, await StoredTexts.FindAsync(store, StoredPersonFixture.Hers));

        var erased = Assert.IsType<Answer<Erased>.Done>(await remembered.EraseAsync(ErasureScope.Everything)).Value;

        Assert.Equal(
            new Erased(
                Changes: 2,
                PendingChanges: 1,
                HeldValues: 1,
                Messages: 1,
                Comparisons: 2,
                Plans: 2,
                Links: 1,
                Kept: 0
            )
            {
                Swept = true,
            },
            erased
        );
        Assert.Empty(
            await StoredTexts.FindAsync(
                store,
                [.. StoredPersonFixture.Hers, $"in a comparison: {StoredPersonFixture.Huma}"]
            )
        );
        await using var context = store.Open();
        Assert.Equal(
            2,
            await context.Changes.CountAsync(
                change => change.HumaId == StoredPersonFixture.Huma && change.State == ChangeState.Confirmed,
                Cancellation
            )
        );
        var act = await context.Activity.SingleAsync(
            row => row.ConnectionId == remembered.Connection && row.What == ActivityCodes.PersonErased,
            Cancellation
        );
        Assert.Equal(
            ("Kari", StoredPersonFixture.Huma.Value, StoredPersonFixture.Xledger.Value),
            (act.Who, act.Arguments[0], act.Arguments[1])
        );
    }

    [Fact]
    public async Task Everything_OfOnePerson_KeepsTheMessageOfANamesake_AndOneOfATopicOfThatName()
    {
        var remembered = await StoredPersonFixture.InAsync(store, gone: true);
        const string Name = StoredPersonFixture.Name;
        long[] others =
        [
            await remembered.AddMessageAsync(
                $$"""{"topic":"t","users":[{"id":"{{StoredPersonFixture.OtherHuma}}","displayName":"{{Name}}"}]}"""
            ),
            await remembered.AddMessageAsync($$"""{"topic":"{{Name}}","users":[]}"""),
        ];

        await remembered.EraseAsync(ErasureScope.Everything);

        await using var context = store.Open();
        Assert.Equal(
            2,
            await context.Messages.CountAsync(row => others.Contains(row.Id) && row.Body != null, Cancellation)
        );
    }

    [Fact]
    public async Task Everything_OfOnePerson_KeepsTheOthersUnchanged()
    {
        var remembered = await StoredPersonFixture.InAsync(store, gone: true);

        await remembered.EraseAsync(ErasureScope.Everything);

        await using var context = store.Open();
        var link = await context.Links.SingleAsync(row => row.ConnectionId == remembered.Connection, Cancellation);
        Assert.Equal((StoredPersonFixture.OtherHuma, "Arne"), (link.HumaId, link.Baseline[Field.GivenName].TextOrNull));
        Assert.Equal(
            StoredPersonFixture.OtherHuma,
            (
                await context.DistinctPairs.SingleAsync(row => row.ConnectionId == remembered.Connection, Cancellation)
            ).HumaId
        );
        Assert.All(
            await context
                .Changes.AsNoTracking()
                .Where(row => row.PlanId == remembered.Plan.Id && row.HumaId == StoredPersonFixture.OtherHuma)
                .ToListAsync(Cancellation),
            change => Assert.Equal((StoredPersonFixture.Other, "Fisker"), (change.PersonName, change.To.TextOrNull))
        );
        var blocked = (
            await context.Plans.AsNoTracking().SingleAsync(row => row.Id == remembered.Plan.Id, Cancellation)
        ).Blocked;
        Assert.Equal([Removal.NameRemoved, StoredPersonFixture.Other], blocked.Select(one => one.PersonName));
        Assert.Equal(["phone", Removal.NameRemoved], blocked[1].Reason.Arguments);
        Assert.Single(
            await context.Messages.Where(row => row.ConnectionId == remembered.Connection).ToListAsync(Cancellation)
        );
        var input = (
            await store.Get<ComparisonArchive>().LoadAsync(remembered.Connection, remembered.Newest, Cancellation)
        )!;
        Assert.Equal(StoredPersonFixture.OtherHuma.Value, Assert.Single(input.Huma).Id);
        var findings = (
            await context
                .DriftReports.AsNoTracking()
                .SingleAsync(row => row.ConnectionId == remembered.Connection, Cancellation)
        ).Findings;
        Assert.Equal([StoredPersonFixture.OtherHuma], findings.MissedPeople);
    }

    [Fact]
    public async Task Everything_OfAPersonWhoStillExists_IsRefusedAndErasesNothing()
    {
        var remembered = await StoredPersonFixture.InAsync(store);

        var outlook = (
            await remembered.Erasure.ReviewAsync(
                remembered.Connection,
                new PersonIds(null, StoredPersonFixture.Xledger),
                Actor.System,
                Cancellation
            )
        )!;
        var refused = Assert.IsType<Answer<Erased>.Refused>(await remembered.EraseAsync(ErasureScope.Everything));

        Assert.Equal(PersonalDataReasons.PersonStillKnown, refused.Reason.Code);
        Assert.Equal(
            (StoredPersonFixture.Name, 2, 2, null, PersonalDataReasons.PersonStillKnown),
            (outlook.Name, outlook.Changes, outlook.Undoable, outlook.Refusal, outlook.NotEverything?.Code)
        );
        Assert.Equal(new PersonIds(StoredPersonFixture.Huma, StoredPersonFixture.Xledger), outlook.Ids);
        Assert.Equal(StoredPersonFixture.Hers, await StoredTexts.FindAsync(store, StoredPersonFixture.Hers));
    }

    [Fact]
    public async Task Everything_OfAPersonWithLaterMessages_IsRefused()
    {
        var remembered = await StoredPersonFixture.InAsync(store, gone: true);
        await using (var context = store.Open())
        {
            context.Add(
                new PendingChange
                {
                    ConnectionId = remembered.Connection,
                    HumaId = StoredPersonFixture.Huma,
                    ReceivedAt = TestStore.Start.UtcDateTime,
                    State = PendingChangeState.Waiting,
                }
            );
            await context.SaveChangesAsync(Cancellation);
        }

        var refused = Assert.IsType<Answer<Erased>.Refused>(await remembered.EraseAsync(ErasureScope.Everything));

        Assert.Equal(PersonalDataReasons.PersonStillKnown, refused.Reason.Code);
    }

    [Fact]
    public async Task History_Erased_KeepsTheLinkTheNewestComparisonAndTheLastUndo()
    {
        var remembered = await StoredPersonFixture.InAsync(store);

        var erased = Assert.IsType<Answer<Erased>.Done>(await remembered.EraseAsync(ErasureScope.History)).Value;

        Assert.Equal(
            new Erased(
                Changes: 1,
                PendingChanges: 1,
                HeldValues: 1,
                Messages: 1,
                Comparisons: 1,
                Plans: 2,
                Links: 0,
                Kept: 1
            )
            {
                Swept = true,
            },
            erased
        );
        await using var context = store.Open();
        var link = await context.Links.SingleAsync(
            row => row.HumaId == StoredPersonFixture.Huma && row.ConnectionId == remembered.Connection,
            Cancellation
        );
        Assert.Equal("Orgelbygger", link.Baseline[Field.JobTitle].TextOrNull);
        Assert.Equal(
            remembered.Newest,
            await context
                .ComparisonContents.Where(content =>
                    context.Comparisons.Any(row =>
                        row.Id == content.ComparisonId && row.ConnectionId == remembered.Connection
                    )
                )
                .Select(content => content.ComparisonId)
                .SingleAsync(Cancellation)
        );
        var emptied = (await store.Plans.ChangesAsync(remembered.Plan.Id, Cancellation))[0];
        Assert.Equal(
            (Removal.NameRemoved, false, false, ChangeState.Confirmed, Field.JobTitle),
            (emptied.PersonName, emptied.From.IsKnown, emptied.To.IsKnown, emptied.State, emptied.Field)
        );
        var putBack = (await store.Plans.ChangesAsync(remembered.Undone.Id, Cancellation))[0];
        Assert.Equal((StoredPersonFixture.Name, "+47 909 80 070"), (putBack.PersonName, putBack.From.TextOrNull));
    }

    [Fact]
    public async Task Erasure_Repeated_FindsNothingMoreAndIsLoggedAgain()
    {
        var remembered = await StoredPersonFixture.InAsync(store);
        await remembered.EraseAsync(ErasureScope.History);

        var again = Assert.IsType<Answer<Erased>.Done>(await remembered.EraseAsync(ErasureScope.History)).Value;

        Assert.Equal(new Erased(0, 0, 0, 0, 0, 0, 0, Kept: 1) { Swept = true }, again);
        await using var context = store.Open();
        Assert.Equal(
            2,
            await context.Activity.CountAsync(
                row => row.ConnectionId == remembered.Connection && row.What == ActivityCodes.PersonHistoryErased,
                Cancellation
            )
        );
    }

    [Fact]
    public async Task Erasure_Interrupted_HasErasedNothingAndCanBeRepeated()
    {
        var remembered = await StoredPersonFixture.InAsync(store, gone: true);
        byte[] whole;
        await using (var context = store.Open())
        {
            // The newest comparison is rewritten after changes, pending changes and messages.
            whole = await context
                .ComparisonContents.Where(row => row.ComparisonId == remembered.Newest)
                .Select(row => row.Input)
                .SingleAsync(Cancellation);
            await context.Database.ExecuteSqlRawAsync("""ALTER TABLE "DriftReports" RENAME TO "Away" """, Cancellation);
        }

        await Assert.ThrowsAnyAsync<System.Data.Common.DbException>(() =>
            remembered.EraseAsync(ErasureScope.Everything)
        );

        await using (var context = store.Open())
        {
            await context.Database.ExecuteSqlRawAsync("""ALTER TABLE "Away" RENAME TO "DriftReports" """, Cancellation);
            Assert.Equal(
                whole,
                await context
                    .ComparisonContents.Where(row => row.ComparisonId == remembered.Newest)
                    .Select(row => row.Input)
                    .SingleAsync(Cancellation)
            );
            Assert.Equal(
                2,
                await context.Messages.CountAsync(row => row.ConnectionId == remembered.Connection, Cancellation)
            );
        }

        Assert.Equal(StoredPersonFixture.Hers, await StoredTexts.FindAsync(store, StoredPersonFixture.Hers));

        Assert.IsType<Answer<Erased>.Done>(await remembered.EraseAsync(ErasureScope.Everything));
        Assert.Empty(await StoredTexts.FindAsync(store, StoredPersonFixture.Hers));
    }

    [Fact]
    public async Task Erasure_RequestedTwiceOnOnePage_IsDoneOnce()
    {
        var remembered = await StoredPersonFixture.InAsync(store);
        var shown = await remembered.ShownAsync();
        await remembered.EraseAsync(shown, ErasureScope.History);

        var again = Assert.IsType<Answer<Erased>.Refused>(await remembered.EraseAsync(shown, ErasureScope.History));

        Assert.Equal(PersonalDataReasons.ErasureChanged, again.Reason.Code);
        await using var context = store.Open();
        Assert.Equal(
            1,
            await context.Activity.CountAsync(
                row => row.ConnectionId == remembered.Connection && row.What == ActivityCodes.PersonHistoryErased,
                Cancellation
            )
        );
    }

    [Fact]
    public async Task Erasure_OfMoreThanWasShown_IsRefusedAndErasesNothing()
    {
        var remembered = await StoredPersonFixture.InAsync(store);
        var shown = await remembered.ShownAsync();

        var refused = Assert.IsType<Answer<Erased>.Refused>(
            await remembered.EraseAsync(shown with { Changes = shown.Changes - 1 }, ErasureScope.History)
        );

        Assert.Equal(PersonalDataReasons.ErasureChanged, refused.Reason.Code);
        Assert.Equal(StoredPersonFixture.Hers, await StoredTexts.FindAsync(store, StoredPersonFixture.Hers));
    }

    [Fact]
    public async Task Erasure_WithAnotherNameOrDuringARunOrComparison_IsRefused()
    {
        var remembered = await StoredPersonFixture.InAsync(store);

        var name = Assert.IsType<Answer<Erased>.Refused>(
            await remembered.EraseAsync(ErasureScope.History, StoredPersonFixture.Other)
        );
        await using (var context = store.Open())
        {
            context.Add(
                new ComparisonRecord
                {
                    Id = Guid.NewGuid(),
                    ConnectionId = remembered.Connection,
                    State = ComparisonState.Running,
                    StartedAt = TestStore.Start.UtcDateTime,
                    StartedBy = "Kari",
                }
            );
            await context.SaveChangesAsync(Cancellation);
        }

        var comparing = Assert.IsType<Answer<Erased>.Refused>(await remembered.EraseAsync(ErasureScope.History));
        await using (var context = store.Open())
        {
            await context
                .Runs.Where(row => row.PlanId == remembered.Plan.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.FinishedAt, (DateTime?)null), Cancellation);
        }

        var running = Assert.IsType<Answer<Erased>.Refused>(await remembered.EraseAsync(ErasureScope.History));

        Assert.Equal(
            [PersonalDataReasons.PersonNameNotTyped, PersonalDataReasons.ComparisonUnderWay, RunReasons.RunUnderWay],
            new[] { name, comparing, running }.Select(refused => refused.Reason.Code)
        );
        Assert.Equal(StoredPersonFixture.Hers, await StoredTexts.FindAsync(store, StoredPersonFixture.Hers));
    }

    [Fact]
    public async Task Everything_WithAReadyPlanForThePerson_IsRefusedWithItsNumber()
    {
        var remembered = await StoredPersonFixture.InAsync(store, gone: true);
        await using (var context = store.Open())
        {
            await context
                .Plans.Where(row => row.Id == remembered.Undone.Id)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, PlanState.Ready), Cancellation);
        }

        var refused = Assert.IsType<Answer<Erased>.Refused>(await remembered.EraseAsync(ErasureScope.Everything));

        Assert.Equal(new Reason(PersonalDataReasons.PersonInPlan, $"{remembered.Undone.Number}"), refused.Reason);
    }

    [Fact]
    public async Task Review_OfAPersonWhoIsInAnEarlierComparisonAndNowhereElse_FindsThem()
    {
        var remembered = await StoredPersonFixture.InAsync(store, gone: true);
        await using (var context = store.Open())
        {
            var connection = remembered.Connection;
            await context.Links.Where(row => row.ConnectionId == connection).ExecuteDeleteAsync(Cancellation);
            await context.PendingChanges.Where(row => row.ConnectionId == connection).ExecuteDeleteAsync(Cancellation);
            await context.HeldValues.Where(row => row.ConnectionId == connection).ExecuteDeleteAsync(Cancellation);
            await context
                .Changes.Where(row =>
                    context.Plans.Any(plan => plan.Id == row.PlanId && plan.ConnectionId == connection)
                )
                .ExecuteDeleteAsync(Cancellation);
        }

        var review = await remembered.Erasure.ReviewAsync(
            remembered.Connection,
            new PersonIds(StoredPersonFixture.Huma, null),
            StoredPersonFixture.Administrator,
            Cancellation
        );

        Assert.Equal(StoredPersonFixture.Name, review?.Name);
        Assert.IsType<Answer<Erased>.Done>(await remembered.EraseAsync(ErasureScope.Everything));
        await using var after = store.Open();
        var blocked = (
            await after.Plans.AsNoTracking().SingleAsync(row => row.Id == remembered.Plan.Id, Cancellation)
        ).Blocked;
        Assert.Equal(["phone", Removal.NameRemoved], blocked[1].Reason.Arguments);
        Assert.Null(
            await remembered.Erasure.ReviewAsync(
                remembered.Connection,
                new PersonIds(new HumaId("somebody"), null),
                StoredPersonFixture.Administrator,
                Cancellation
            )
        );
    }

    [Fact]
    public async Task Review_OfAPersonKnownToAnotherConnection_NamesIt()
    {
        var (one, other) = (
            await StoredPersonFixture.InAsync(store, gone: true),
            await StoredPersonFixture.InAsync(store)
        );
        await using (var context = store.Open())
        {
            await context
                .Connections.Where(row => row.Id == other.Connection)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Name, "Fjellheim Vest"), Cancellation);
        }

        Assert.Contains(
            "Fjellheim Vest",
            (
                await one.Erasure.ReviewAsync(
                    one.Connection,
                    new PersonIds(StoredPersonFixture.Huma, null),
                    Actor.System,
                    Cancellation
                )
            )!.OtherConnections
        );
    }

    [Fact]
    public async Task Review_OfAnUnknownPerson_IsNull()
    {
        var remembered = await StoredPersonFixture.InAsync(store);

        Assert.Null(
            await remembered.Erasure.ReviewAsync(
                remembered.Connection,
                new PersonIds(new HumaId("nobody"), null),
                Actor.System,
                Cancellation
            )
        );
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Each test checks the whole database: the next one starts without the people of this one.
    public async ValueTask DisposeAsync()
    {
        await using var context = store.Open();
        await context.DriftReports.ExecuteDeleteAsync(Cancellation);
        await context.PendingChanges.ExecuteDeleteAsync(Cancellation);
        await context.Messages.ExecuteDeleteAsync(Cancellation);
        await context.HeldValues.ExecuteDeleteAsync(Cancellation);
        await context.Links.ExecuteDeleteAsync(Cancellation);
        await context.DistinctPairs.ExecuteDeleteAsync(Cancellation);
        await context.Changes.ExecuteDeleteAsync(Cancellation);
        await context.Runs.ExecuteDeleteAsync(Cancellation);
        await context.Plans.ExecuteDeleteAsync(Cancellation);
        await context.Comparisons.ExecuteDeleteAsync(Cancellation);
        await context.Connections.ExecuteDeleteAsync(Cancellation);
        GC.SuppressFinalize(this);
    }
}
