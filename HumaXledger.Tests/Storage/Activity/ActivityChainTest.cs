using System.Data.Common;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Activity;

public sealed class ActivityChainOnSqliteTest(SqliteStore store) : ActivityChainTest<SqliteStore>(store);

public sealed class ActivityChainOnPostgresTest(PostgresStore store) : ActivityChainTest<PostgresStore>(store);

public abstract class ActivityChainTest<T>(T store) : ActivityStoreTest<T>(store)
    where T : TestStore
{
    [Fact]
    public async Task Log_EmptyOrWritten_IsIntact()
    {
        var empty = await CheckAsync();
        await AppendAsync(3);

        var whole = await CheckAsync();

        Assert.Equal(new ChainVerdict.Whole(0, 0, new ChainMark(0, ActivityForm.Beginning), true), empty);
        Assert.Equal((3, 0), (((ChainVerdict.Whole)whole).Entries, ((ChainVerdict.Whole)whole).CutNumber));
        Assert.Equal(await Log.HeadAsync(Cancellation), ((ChainVerdict.Whole)whole).Head);
    }

    // The form of decision 0024, written by hand: changing it breaks every existing log and every script that verifies
    // an export.
    [Fact]
    public async Task Entry_OfAPerson_HasTheHashOfItsCanonicalForm()
    {
        var connection = new Guid("0f8fad5b-d9cb-469f-a165-70867728950e");
        await Log.AppendAsync(Kari, "policy.changed", connection, ["Ødegård", ""], Cancellation);
        await Log.AppendAsync(Actor.Behind("Ola"), "run.failed", null, [], Cancellation);
        var form =
            "22:humaxledger-activity-1\n1:1\n27:2026-01-31T23:59:00.000000Z\n4:Kari\n8:tenant:1\n9:192.0.2.7\n36:0f8fad5b-d9cb-469f-a165-70867728950e\n14:policy.changed\n1:2\n9:Ødegård\n0:\n64:"
            + new string('0', 64)
            + "\n";

        var entries = await EntriesAsync();

        var first = Sha256(form);
        Assert.Equal((1L, new string('0', 64), first), (entries[0].Number, entries[0].PreviousHash, entries[0].Hash));
        var second = Sha256(
            $"22:humaxledger-activity-1\n1:2\n27:2026-01-31T23:59:00.000000Z\n3:Ola\n-\n-\n-\n10:run.failed\n1:0\n64:{first}\n"
        );
        Assert.Equal((2L, first, second), (entries[1].Number, entries[1].PreviousHash, entries[1].Hash));
    }

    [Fact]
    public async Task Writers_InParallel_LeaveNoGapAndAnIntactChain()
    {
        await using var other = Store.OpenAgain();
        ActivityLog[] nodes = [Log, other.GetRequiredService<ActivityLog>()];

        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(writer =>
                    Task.Run(
                        async () =>
                        {
                            for (var act = 0; act < 50; act++)
                            {
                                await nodes[writer % 2]
                                    .AppendAsync(Kari, $"by {writer}", null, [$"{act}"], Cancellation);
                            }
                        },
                        Cancellation
                    )
                )
        );

        Assert.Equal(400, Assert.IsType<ChainVerdict.Whole>(await CheckAsync()).Entries);
        var entries = await EntriesAsync();
        Assert.Equal(Enumerable.Range(1, 400).Select(number => (long?)number), entries.Select(entry => entry.Number));
        // Each writer's own acts are in the order in which they were done.
        Assert.All(entries.GroupBy(entry => entry.What), writer =>
            Assert.Equal(Enumerable.Range(0, 50).Select(act => $"{act}"), writer.Select(entry => entry.Arguments[0]))
        );
    }

    // Two transactions that each lock a row, log it, and then want the other's row: holding the chain's lock as well
    // would be a deadlock.
    [Fact]
    public async Task Transactions_ThatLogBeforeTheirLastWrite_DoNotLockTheChainMeanwhile()
    {
        await using var one = Store.Open();
        await using var first = await one.Database.BeginTransactionAsync(Cancellation);
        one.Activity.Add(ActivityRecord.Of(Kari, "one", DateTime.UnixEpoch));
        await one.SaveChangesAsync(Cancellation);

        if (Store.Connection.Provider == StorageProvider.PostgreSql)
        {
            await Log.AppendAsync(Kari, "other", cancellation: Cancellation);
        }

        await first.CommitAsync(Cancellation);
        Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
        Assert.Equal("one", (await EntriesAsync())[^1].What);
    }

    [Fact]
    public async Task Act_RolledBack_IsNotLogged()
    {
        await using (var context = Store.Open())
        await using (await context.Database.BeginTransactionAsync(Cancellation))
        {
            context.Activity.Add(ActivityRecord.Of(Kari, "never", DateTime.UnixEpoch));
            await context.SaveChangesAsync(Cancellation);
        }

        // The same context again, from the pool.
        await using (var context = Store.Open())
        await using (var transaction = await context.Database.BeginTransactionAsync(Cancellation))
        {
            await transaction.CommitAsync(Cancellation);
        }

        await AppendAsync(1);
        Assert.Equal(["act 1"], (await EntriesAsync()).Select(entry => entry.What));
        Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
    }

    [Fact]
    public async Task Act_SavedTwiceInOneTransaction_IsLoggedOnceInOrder()
    {
        await using (var context = Store.Open())
        await using (var transaction = await context.Database.BeginTransactionAsync(Cancellation))
        {
            context.Activity.Add(ActivityRecord.Of(Kari, "first", DateTime.UnixEpoch));
            Assert.Equal(1, await context.SaveChangesAsync(Cancellation));
            context.Activity.Add(ActivityRecord.Of(Kari, "second", DateTime.UnixEpoch));
            Assert.Equal(1, await context.SaveChangesAsync(Cancellation));
            Assert.Equal(0, await context.SaveChangesAsync(Cancellation));
            await transaction.CommitAsync(Cancellation);
        }

        Assert.Equal(["first", "second"], (await EntriesAsync()).Select(entry => entry.What));
    }

    [Fact]
    public async Task Act_WithARefusedRow_IsNotLoggedAndCanBeSavedAgain()
    {
        var connection = Samples.Connection();
        await using var context = Store.Open();
        context.Connections.Add(connection);
        context.Links.Add(
            new PersonLink
            {
                ConnectionId = Guid.NewGuid(),
                HumaId = new HumaId("huma-1"),
                XledgerId = new XledgerId("1"),
                FoundAs = MatchState.Probable,
                LinkedAt = DateTime.UnixEpoch,
                LinkedBy = "Kari",
                Baseline = FieldValues.AllUnknown,
            }
        );
        context.Activity.Add(ActivityRecord.Of(Kari, "created", DateTime.UnixEpoch));
        await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));
        Assert.Empty(await EntriesAsync());

        context.Entry(context.ChangeTracker.Entries<PersonLink>().Single().Entity).State = EntityState.Detached;

        Assert.Equal(2, await context.SaveChangesAsync(Cancellation));
        Assert.Equal(["created"], (await EntriesAsync()).Select(entry => entry.What));
        Assert.Equal(EntityState.Unchanged, context.Entry(connection).State);
    }

    [Fact]
    public async Task Text_FromOutside_IsReducedToOneShortLine()
    {
        await Log.AppendAsync(
            new Actor("1", "Kari\r\n\0Nordmann", null, new HashSet<Role>()),
            "a",
            null,
            [new string('x', 499) + "\U0001F600"],
            Cancellation
        );

        var entry = (await EntriesAsync()).Single();
        Assert.Equal(("Kari   Nordmann", 499), (entry.Who, entry.Arguments[0].Length));
        Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
    }

    [Theory]
    [InlineData("""UPDATE "Activity" SET "Who" = 'Ola' WHERE "Number" = 2""")]
    [InlineData("""UPDATE "Activity" SET "Number" = NULL WHERE "Number" = 2""")]
    [InlineData("""DELETE FROM "Activity" WHERE "Number" = 2""")]
    [InlineData("""DELETE FROM "Activity" """)]
    public async Task Entry_ChangeOrDelete_IsRefusedByTheDatabase(string statement)
    {
        await AppendAsync(3);
        await using var context = Store.Open();

        var refused = await Assert.ThrowsAnyAsync<DbException>(() =>
            context.Database.ExecuteSqlRawAsync(statement, Cancellation)
        );

        Assert.Contains("An entry of the activity log", refused.Message, StringComparison.Ordinal);
        Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
    }

    [Theory]
    [InlineData("""UPDATE "Activity" SET "Who" = 'Ola' WHERE "Number" = 2""", 2, ChainBreak.ContentChanged)]
    [InlineData("""UPDATE "Activity" SET "From" = NULL WHERE "Number" = 2""", 2, ChainBreak.ContentChanged)]
    [InlineData("""UPDATE "Activity" SET "WhoId" = 'tenant:2' WHERE "Number" = 4""", 4, ChainBreak.ContentChanged)]
    [InlineData("""UPDATE "Activity" SET "Arguments" = '["5"]' WHERE "Number" = 4""", 4, ChainBreak.ContentChanged)]
    [InlineData("""UPDATE "Activity" SET "Hash" = "PreviousHash" WHERE "Number" = 3""", 3, ChainBreak.ContentChanged)]
    [InlineData("""UPDATE "Activity" SET "PreviousHash" = NULL WHERE "Number" = 1""", 1, ChainBreak.ContentChanged)]
    [InlineData("""UPDATE "Activity" SET "Arguments" = 'no list' WHERE "Number" = 2""", 2, ChainBreak.ContentChanged)]
    [InlineData("""DELETE FROM "ActivityChain" """, 0, ChainBreak.HeadDoesNotFit)]
    [InlineData(
        """INSERT INTO "Activity" ("Number", "At", "Who", "What", "Arguments", "Hash", "PreviousHash") VALUES (0, '2026-01-01', 'Ola', 'run.failed', '[]', 'a', 'b')""",
        0,
        ChainBreak.DoesNotFollow
    )]
    [InlineData("""DELETE FROM "Activity" WHERE "Number" = 2""", 2, ChainBreak.EntryMissing)]
    [InlineData("""DELETE FROM "Activity" WHERE "Number" = 1""", 1, ChainBreak.EntryMissing)]
    [InlineData("""UPDATE "Activity" SET "Number" = 9 WHERE "Number" = 2""", 2, ChainBreak.EntryMissing)]
    [InlineData("""UPDATE "Activity" SET "Number" = NULL WHERE "Number" = 2""", 2, ChainBreak.EntryMissing)]
    [InlineData("""DELETE FROM "Activity" WHERE "Number" >= 3""", 3, ChainBreak.EndMissing)]
    [InlineData("""DELETE FROM "Activity" """, 1, ChainBreak.EndMissing)]
    [InlineData("""UPDATE "ActivityChain" SET "Number" = 3""", 3, ChainBreak.HeadDoesNotFit)]
    [InlineData("""UPDATE "ActivityChain" SET "Hash" = "CutHash" """, 4, ChainBreak.HeadDoesNotFit)]
    [InlineData(
        """UPDATE "ActivityChain" SET "CutNumber" = 2, "CutHash" = (SELECT "Hash" FROM "Activity" WHERE "Number" = 2)""",
        2,
        ChainBreak.CutNotLogged
    )]
    public async Task Log_ChangedWithAllRights_IsBrokenAtTheEntry(string statement, long number, ChainBreak how)
    {
        await AppendAsync(4);
        await ForceAsync(statement);

        Assert.Equal(new ChainVerdict.Broken(number, how), await CheckAsync());
    }

    [Fact]
    public async Task Log_EntryChangedTogetherWithItsHash_IsBrokenAtTheNextOne()
    {
        await AppendAsync(4);
        var second = (await EntriesAsync())[1];
        var forged = ActivityRecord.Of(Actor.Behind("Ola"), second.What, second.At);
        forged.Number = 2;
        await ForceAsync(
            $"""UPDATE "Activity" SET "Who" = 'Ola', "WhoId" = NULL, "From" = NULL, "Arguments" = '[]', "Hash" = '{new ActivityForm().HashOf(forged, second.PreviousHash!)}' WHERE "Number" = 2"""
        );

        Assert.Equal(new ChainVerdict.Broken(3, ChainBreak.DoesNotFollow), await CheckAsync());
    }

    [Fact]
    public async Task Log_EntryInsertedPastTheChain_IsBrokenUntilTheNextStartAppendsIt()
    {
        await AppendAsync(2);
        await ForceAsync(
            """INSERT INTO "Activity" ("At", "Who", "What", "Arguments") VALUES ('2026-01-01', 'Ola', 'run.failed', '[]')"""
        );
        Assert.Equal(new ChainVerdict.Broken(2, ChainBreak.Unnumbered), await CheckAsync());

        await Store.Get<StorageMigrator>().MigrateAsync(Cancellation);

        Assert.Equal(3, Assert.IsType<ChainVerdict.Whole>(await CheckAsync()).Entries);
    }

    // What a chain alone cannot detect: everything is consistent, only the mark kept elsewhere differs.
    [Fact]
    public async Task Log_RewrittenCompletely_IsBrokenOnlyAgainstAKeptMark()
    {
        await AppendAsync(3);
        var mark = await Log.HeadAsync(Cancellation);
        await ForceAsync(
            $"""DELETE FROM "Activity"; UPDATE "ActivityChain" SET "Number" = 0, "Hash" = '{ActivityForm.Beginning}'"""
        );
        await AppendAsync(2);
        Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
        Assert.Equal(new ChainVerdict.Broken(3, ChainBreak.EndMissing), await CheckAsync(mark));

        await Log.AppendAsync(Kari, "another", cancellation: Cancellation);

        Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
        Assert.Equal(new ChainVerdict.Broken(3, ChainBreak.MarkDoesNotFit), await CheckAsync(mark));
    }

    [Fact]
    public async Task Log_GrownSinceTheMark_IsIntact()
    {
        await AppendAsync(3);
        var mark = await Log.HeadAsync(Cancellation);
        await AppendAsync(2);

        Assert.True(Assert.IsType<ChainVerdict.Whole>(await CheckAsync(ChainMark.Parse($"{mark}"))).MarkCompared);
    }

    [Fact]
    public async Task Entries_WithoutANumber_AreAppendedAtTheNextStart()
    {
        await using var before = Store.Build(await Store.SettingsAsync());
        await before.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
        await using (var context = before.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext())
        {
            for (var entry = 1; entry <= 501; entry++)
            {
                await context.Database.ExecuteSqlAsync(
                    $"""INSERT INTO "Activity" ("At", "Who", "What", "Arguments") VALUES ('2026-01-01', 'Ola', {$"earlier {entry}"}, '["1"]')""",
                    Cancellation
                );
            }
        }

        await before.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);

        Assert.Equal(
            501,
            Assert
                .IsType<ChainVerdict.Whole>(
                    await before.GetRequiredService<ChainCheck>().RunAsync(null, default, Cancellation)
                )
                .Entries
        );
        var newest = (
            await before.GetRequiredService<ActivityLog>().ReadAsync(null, 0, 1, Cancellation)
        ).Records.Single();
        Assert.Equal(("earlier 501", 501L), (newest.What, newest.Number));
    }

    [Theory]
    [InlineData("12:ab")]
    [InlineData("12")]
    [InlineData("-1:0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("1:000000000000000000000000000000000000000000000000000000000000000g")]
    [InlineData(null)]
    public void Mark_Malformed_IsNotParsed(string? text) => Assert.Null(ChainMark.Parse(text));

    private static string Sha256(string text) =>
        Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text))
        );
}
