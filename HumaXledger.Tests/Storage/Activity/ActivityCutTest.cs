using System.Data.Common;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Activity;

public sealed class ActivityCutOnSqliteTest(SqliteStore store) : ActivityCutTest<SqliteStore>(store)
{
    // PostgreSQL keeps no such time.
    [Fact]
    public Task Log_CutByAForgedEntryWhoseTimeIsNone_IsBroken() =>
        ForgedCutIsFoundAsync("""UPDATE "Activity" SET "At" = 'no time' WHERE "Number" = 5""", cutInDays: 0);
}

public sealed class ActivityCutOnPostgresTest(PostgresStore store) : ActivityCutTest<PostgresStore>(store);

/// <summary>The check of a log that retention has cut off, or somebody who pretends to be retention.</summary>
public abstract class ActivityCutTest<T>(T store) : ActivityStoreTest<T>(store)
    where T : TestStore
{
    [Fact]
    public async Task Log_CutByRetention_IsIntactFromThereAndRecordsTheCut()
    {
        await AppendAsync(700);
        var early = await Log.HeadAsync(Cancellation);
        Store.Clock.Now += TimeSpan.FromDays(400);
        try
        {
            await AppendAsync(2);

            var before = Store.Clock.Now.UtcDateTime.AddDays(-365);
            Assert.Equal(new ChainCut(700, 699), await Log.CutAsync(before, Cancellation));
            Assert.Equal(new ChainCut(null, 0), await Log.CutAsync(before, Cancellation));
        }
        finally
        {
            Store.Clock.Now = TestStore.Start;
        }

        var entries = await EntriesAsync();
        Assert.Equal(["act 700", "act 1", "act 2", "activity.cut"], entries.Select(entry => entry.What));
        Assert.Equal(["700", early.Hash], entries[3].Arguments);
        var whole = Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
        Assert.Equal((3, 700, 703), (whole.Entries, whole.CutNumber, whole.Head.Number));
        Assert.True(Assert.IsType<ChainVerdict.Whole>(await CheckAsync(early)).MarkCompared);
        Assert.Equal(
            new ChainVerdict.Broken(700, ChainBreak.MarkDoesNotFit),
            await CheckAsync(early with { Hash = ActivityForm.Beginning })
        );
        Assert.False(Assert.IsType<ChainVerdict.Whole>(await CheckAsync(new ChainMark(5, early.Hash))).MarkCompared);
        await using var context = Store.Open();
        await Assert.ThrowsAnyAsync<DbException>(() =>
            context.Database.ExecuteSqlRawAsync("""DELETE FROM "Activity" """, Cancellation)
        );
    }

    // With all rights on the database, and with the hashes that the product would compute: only what is gone is young.
    [Theory]
    [InlineData("")]
    [InlineData("""DELETE FROM "Activity" WHERE "Number" = 5""")]
    [InlineData("""UPDATE "Activity" SET "At" = '2020-01-01 00:00:00' WHERE "Number" = 5""")]
    [InlineData("", 600)]
    public Task Log_CutByAForgedEntryOfRetention_IsBroken(string more, int cutInDays = 0) =>
        ForgedCutIsFoundAsync(more, cutInDays);

    /// <summary>Cuts the log by an entry of one's own and does some more, which the check must find.</summary>
    protected async Task ForgedCutIsFoundAsync(string more, int cutInDays)
    {
        await CutByHandAsync(10, cutInDays, $"""DELETE FROM "Activity" WHERE "Number" < 5; {more}""");

        Assert.Equal(new ChainVerdict.Broken(5, ChainBreak.CutNotExplained), await CheckAsync());
    }

    // The log of so many entries, cut at the fifth as the product would some days later, but for what it removes.
    private async Task CutByHandAsync(int entries, int days, string remove)
    {
        await AppendAsync(entries);
        var fifth = (await EntriesAsync())[4];
        Store.Clock.Now += TimeSpan.FromDays(days);
        try
        {
            await Log.AppendAsync(
                Actor.System,
                ActivityChain.Cut,
                null,
                ActivityChain.CutArguments(5, fifth.Hash!),
                Cancellation
            );
        }
        finally
        {
            Store.Clock.Now = TestStore.Start;
        }

        await ForceAsync($"""UPDATE "ActivityChain" SET "CutNumber" = 5, "CutHash" = '{fifth.Hash}'; {remove}""");
    }

    [Theory]
    [InlineData("""DELETE FROM "Activity" WHERE "Number" < 4""", null)]
    [InlineData("""DELETE FROM "Activity" WHERE "Number" < 5 AND "Number" <> 3""", 3)]
    [InlineData(
        """DELETE FROM "Activity" WHERE "Number" < 3; UPDATE "Activity" SET "Who" = 'Ola' WHERE "Number" = 3""",
        3
    )]
    [InlineData(
        """DELETE FROM "Activity" WHERE "Number" IN (2,3,4); UPDATE "Activity" SET "Number" = -1 WHERE "Number" = 1""",
        -1
    )]
    public async Task Log_EntriesBeforeTheCut_AreTheLastOfARemovalThatWasInterruptedOrNoneOfTheLog(
        string statement,
        int? outside
    )
    {
        await CutByHandAsync(5, 400, statement);

        var verdict = await CheckAsync();
        if (outside is { } number)
        {
            Assert.Equal(new ChainVerdict.Broken(number, ChainBreak.DoesNotFollow), verdict);
        }
        else
        {
            Assert.IsType<ChainVerdict.Whole>(verdict);
        }
    }

    // They removed the last entry of the part too. The next cut keeps one.
    [Theory]
    [InlineData(366, 20, true)]
    [InlineData(366, 300, false)]
    public async Task Log_CutByAnEarlierVersion_IsWholeWhereTheFirstEntryLeftIsOldEnough(
        int daysOfCut,
        int daysOfGap,
        bool isWhole
    )
    {
        await AppendAsync(3);
        var before = await Log.HeadAsync(Cancellation);
        try
        {
            Store.Clock.Now = TestStore.Start.AddDays(daysOfGap);
            await AppendAsync(2);
            Store.Clock.Now = TestStore.Start.AddDays(daysOfCut);
            await Log.CutAsync(Store.Clock.Now.UtcDateTime.AddDays(-365), Cancellation);
            await ForceAsync("""DELETE FROM "Activity" WHERE "Number" = 3""");

            var verdict = await CheckAsync(before);

            if (!isWhole)
            {
                Assert.Equal(new ChainVerdict.Broken(3, ChainBreak.CutNotExplained), verdict);
                return;
            }

            var whole = Assert.IsType<ChainVerdict.Whole>(verdict);
            Assert.Equal(
                (3, 3, true, true),
                (whole.Entries, whole.CutNumber, whole.MarkCompared, whole.CutByEarlierVersion)
            );
            Store.Clock.Now = TestStore.Start.AddDays(daysOfGap + 366);
            await Log.CutAsync(Store.Clock.Now.UtcDateTime.AddDays(-365), Cancellation);
            Assert.False(Assert.IsType<ChainVerdict.Whole>(await CheckAsync()).CutByEarlierVersion);
        }
        finally
        {
            Store.Clock.Now = TestStore.Start;
        }
    }

    [Fact]
    public async Task Log_CutAlthoughNothingMayBe_IsBroken()
    {
        await AppendAsync(2);
        Store.Clock.Now += TimeSpan.FromDays(400);
        await Log.AppendAsync(Kari, "later", cancellation: Cancellation);
        await Log.CutAsync(Store.Clock.Now.UtcDateTime.AddDays(-365), Cancellation);
        Store.Clock.Now = TestStore.Start;

        Assert.IsType<ChainVerdict.Whole>(await CheckAsync());
        Assert.Equal(
            new ChainVerdict.Broken(2, ChainBreak.CutNotExplained),
            await Store
                .Get<ChainCheck>()
                .RunAsync(null, new CutRule(null, TestStore.Start.UtcDateTime.AddDays(500)), Cancellation)
        );
    }
}
