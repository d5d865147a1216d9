using System.Data.Common;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Plans;

public sealed class PlanStoreOnSqliteTest(SqliteStore store) : PlanStoreTest<SqliteStore>(store);

public sealed class PlanStoreOnPostgresTest(PostgresStore store) : PlanStoreTest<PostgresStore>(store);

public abstract class PlanStoreTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    // Both systems give ids without the separator; who writes the database puts there what it likes.
    [Fact]
    public async Task Value_OfIdsThatAreDividedElsewhere_IsNotOpened()
    {
        var saved = await store.AddPlanAsync(
            await store.AddConnectionAsync(),
            Samples.Change(1) with
            {
                Huma = new HumaId("a|b"),
                Xledger = new XledgerId("c"),
            },
            Samples.Change(2) with
            {
                Huma = new HumaId("a"),
                Xledger = new XledgerId("b|c"),
            },
            Samples.Change(3)
        );
        Assert.All(await store.Plans.ChangesAsync(saved.Id), row => Assert.True(row.To.IsValue));
        await using (var context = store.Open())
        {
            await context.Database.ExecuteSqlAsync(
                $"""UPDATE "Changes" SET "HumaId" = 'a', "XledgerId" = 'b|c' WHERE "Sequence" = 1"""
            );
            await context.Database.ExecuteSqlAsync(
                $"""UPDATE "Changes" SET "HumaId" = 'a|b', "XledgerId" = 'c' WHERE "Sequence" = 2"""
            );
        }

        var read = await store.Plans.ChangesAsync(saved.Id);

        Assert.Equal([true, true, false], read.OrderBy(row => row.Sequence).Select(row => row.To.IsMisplaced));
        // As values of earlier versions were sealed.
        ISealedRow row = read.Single(one => one.Sequence == 3);
        Assert.EndsWith("|huma-3|1003", row.Identity, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plan_SavedAndRead_IsTheSame()
    {
        PlannedChange[] changes =
        [
            Samples.Change(2, FieldValue.NotKnown, new FieldValue.Of("\u001A escape \u001A0 \0 \u001A")),
            Samples.Change(1, FieldValue.Nothing, new FieldValue.Of("\u001A")) with
            {
                Kind = ChangeKind.Create,
                Xledger = null,
            },
            Samples.Change(3, new FieldValue.Of("  spaced  "), FieldValue.Nothing) with
            {
                Target = Side.Huma,
                Huma = null,
            },
        ];

        var saved = await store.AddPlanAsync(await store.AddConnectionAsync(), changes);

        var read = await store.Plans.ChangesAsync(saved.Id);
        Assert.Equal(changes.OrderBy(change => change.Sequence), read.Select(PlanStore.Planned));
        Assert.All(read, row => Assert.True(row is { State: ChangeState.Planned, After: null }));
        await using var context = store.Open();
        var plan = await context.Plans.SingleAsync(row => row.Id == saved.Id);
        var expected = Samples.Plan(changes);
        Assert.Equal(expected.Blocked, plan.Blocked);
        Assert.Equal(expected.Guards, plan.Guards);
        Assert.Equal(expected.Forecast, plan.Forecast);
        Assert.Equal((3, 1, PlanState.Ready), (plan.ChangeCount, plan.Number, plan.State));
        Assert.Equal(expected.Fingerprint, StoredFingerprint.FingerprintIn(plan.Fingerprint.TextOrNull));
        Assert.True(StoredFingerprint.AreAsPlanned(plan.Fingerprint.TextOrNull, expected.Changes));
    }

    [Fact]
    public async Task Fingerprint_FromWhichValuesCouldBeFound_IsNotInTheDatabase()
    {
        PlannedChange[] changes = [Samples.Change(1)];
        await store.AddPlanAsync(await store.AddConnectionAsync(), changes);

        var raw = await RawStore.ReadAsync(store.Connection, TestContext.Current.CancellationToken);

        Assert.DoesNotContain(Samples.Plan(changes).Fingerprint, raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_ReadBack_KeepsNotReadAndUnknownApart()
    {
        var plan = await store.AddPlanAsync(
            await store.AddConnectionAsync(),
            Samples.Change(1),
            Samples.Change(2),
            Samples.Change(3)
        );
        await using (var context = store.Open())
        {
            var rows = await context
                .Changes.Where(row => row.PlanId == plan.Id)
                .OrderBy(row => row.Sequence)
                .ToListAsync();
            rows[0].After = FieldValue.NotKnown;
            rows[1].After = FieldValue.Nothing;
            await context.SaveChangesAsync();
        }

        var after = (await store.Plans.ChangesAsync(plan.Id)).Select(row => row.After);

        Assert.Equal([FieldValue.NotKnown, FieldValue.Nothing, null], after);
    }

    [Fact]
    public async Task Plans_SavedAtOnceByEight_AreNumberedOneToEightAndOnlyTheLastIsReady()
    {
        var connection = await store.AddConnectionAsync();
        await store.AddPlanAsync(await store.AddConnectionAsync());

        await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => store.AddPlanAsync(connection, Samples.Change(1))))
        );

        await using var context = store.Open();
        var plans = await context
            .Plans.Where(row => row.ConnectionId == connection)
            .OrderBy(row => row.Number)
            .ToListAsync();
        Assert.Equal(Enumerable.Range(1, 8), plans.Select(plan => plan.Number));
        Assert.Equal(
            [PlanState.Ready],
            plans.Where(plan => plan.State != PlanState.Refused).Select(plan => plan.State)
        );
        Assert.Equal(PlanState.Ready, plans[^1].State);
    }

    [Fact]
    public async Task Plan_WithChangesThatCannotBeStored_IsNotStored()
    {
        var connection = await store.AddConnectionAsync();
        var ready = await store.AddPlanAsync(connection, Samples.Change(1));

        await Assert.ThrowsAnyAsync<DbException>(() =>
            store.AddPlanAsync(connection, Samples.Change(1), Samples.Change(1))
        );

        await using var context = store.Open();
        var left = await context.Plans.SingleAsync(row => row.ConnectionId == connection);
        Assert.Equal((ready.Id, PlanState.Ready), (left.Id, left.State));
    }
}
