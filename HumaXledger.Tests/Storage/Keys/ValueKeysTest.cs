using System.Security.Cryptography;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

public sealed class ValueKeysOnSqliteTest(SqliteStore store) : ValueKeysTest<SqliteStore>(store);

public sealed class ValueKeysOnPostgresTest(PostgresStore store) : ValueKeysTest<PostgresStore>(store);

/// <summary>What is protected with a key of values decides; its row, which others may write, does not.</summary>
public abstract class ValueKeysTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private readonly PassingClock _clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Key_PutBackWithALaterNumber_SealsNothingNew()
    {
        await using var made = await SealedStore.OpenAsync(store);
        var old = await RowAsync(made, Assert.Single(await made.KeysAsync()));
        var newest = made.Services.GetRequiredService<ValueVault>().Keys.Add().Name;
        await using (var context = made.Open())
        {
            await context.Keys.Where(row => row.Id == old.Id).ExecuteDeleteAsync(Cancellation);
            context.Keys.Add(new StoredKey { FriendlyName = old.FriendlyName, Xml = old.Xml });
            await context.SaveChangesAsync(Cancellation);
        }

        var keys = KeysOf(made);

        Assert.Equal(newest, keys.Current().Name);
        Assert.Equal(old.FriendlyName, (await made.KeysAsync())[^1]);
    }

    [Fact]
    public async Task Key_OfANodeWhoseClockIsBehind_IsTheNewest()
    {
        await using var made = await SealedStore.OpenAsync(store);
        _clock.Now = TestStore.Start.AddYears(-1);

        var added = KeysOf(made, prepared: true).Add().Name;

        Assert.Equal(added, KeysOf(made).Current().Name);
    }

    [Fact]
    public async Task KeyOfAnEarlierVersion_DestroyedByAnotherNode_IsNoReasonToBelieveAnyMore()
    {
        await using var made = await SealedStore.OpenAsync(store);
        var earlier = await AddEarlierAsync(made);
        _clock.Now = TestStore.Start;
        var keys = KeysOf(made, prepared: true);
        Assert.True(keys.AnyEarlier);
        await using (var context = made.Open())
        {
            await context.Keys.Where(row => row.FriendlyName == earlier).ExecuteDeleteAsync(Cancellation);
        }

        Assert.True(keys.AnyEarlier);
        _clock.Passed = ValueKeys.FreshFor + TimeSpan.FromSeconds(1);

        Assert.False(keys.AnyEarlier);
    }

    // Whatever keeps the earlier key alive: nothing in the database says when the time began but the keys themselves.
    [Fact]
    public async Task KeyOfAnEarlierVersion_IsAReasonToBelieveForSevenDaysOnly()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await AddEarlierAsync(made);
        _clock.Now = store.Clock.Now.AddDays(6);
        var keys = KeysOf(made, prepared: true);
        Assert.True(keys.AnyEarlier);
        Assert.True(keys.AnyUnbound);
        // A later key says the same, and stays when the first one is deleted.
        var first = (await made.KeysAsync())[0];
        keys.Add();
        await using (var context = made.Open())
        {
            await context.Keys.Where(row => row.FriendlyName == first).ExecuteDeleteAsync(Cancellation);
        }

        _clock.Now = store.Clock.Now.AddDays(7);
        foreach (var read in new[] { keys, KeysOf(made, prepared: true) })
        {
            read.ReadAgain();
            Assert.False(read.AnyEarlier);
            Assert.False(read.AnyUnbound);
        }
    }

    [Fact]
    public async Task KeysOfThisVersion_TakenAway_AreNotForgottenByAProcessThatKnewThem()
    {
        await using var made = await SealedStore.OpenAsync(store);
        _clock.Now = store.Clock.Now.AddDays(30);
        var keys = KeysOf(made, prepared: true);
        await PutOnlyEarlierAsync(made);

        keys.ReadAgain();

        Assert.False(keys.AnyEarlier);
        Assert.False(keys.AnyUnbound);
    }

    // A process that starts has nothing but the table.
    [Fact]
    public async Task KeyOfAnEarlierVersion_FromABackup_IsAReasonToBelieveUntilAFixedDayOnly()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await PutOnlyEarlierAsync(made);
        _clock.Now = new DateTimeOffset(ValueKeys.EarlierUntil).AddTicks(-1);
        var before = KeysOf(made);
        before.AnyOpens();
        Assert.True(before.AnyEarlier);
        _clock.Now = new DateTimeOffset(ValueKeys.EarlierUntil);
        var after = KeysOf(made);
        Assert.True(after.AnyOpens());

        Assert.False(after.AnyEarlier);
        Assert.False(after.AnyUnbound);
    }

    [Fact]
    public async Task Links_AfterTheKeyRingWasLost_AreDoubtedAndNotReportedAsChanged()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await using (var context = made.Open())
        {
            await context.Keys.ExecuteDeleteAsync(Cancellation);
        }

        await using var again = await made.AgainAsync();
        var vault = again.Services.GetRequiredService<ValueVault>();
        await using var later = again.Open();

        Assert.All(await later.Links.AsNoTracking().ToListAsync(Cancellation), link => Assert.True(link.Doubted));
        Assert.Empty(vault.Misplaced.Take());
        foreach (var table in SealedTable.All)
        {
            var rows = await table.ReadAsync(later, last: null, Cancellation);
            Assert.NotEmpty(rows);
            Assert.All(rows.SelectMany(row => row.Cells), cell => Assert.False(cell.Anew(vault).Misplaced));
        }
    }

    private static async Task PutOnlyEarlierAsync(SealedStore made)
    {
        var earlier = await AddEarlierAsync(made);
        await using var context = made.Open();
        await context
            .Keys.Where(row => row.FriendlyName.StartsWith("valueKey-") && row.FriendlyName != earlier)
            .ExecuteDeleteAsync(Cancellation);
    }

    private ValueKeys KeysOf(SealedStore made, bool prepared = false)
    {
        var keys = new ValueKeys(
            made.Services.GetRequiredService<KeyRing>,
            made.Services.GetRequiredService<IDataProtectionProvider>,
            _clock
        );
        if (prepared)
        {
            keys.Current();
        }

        return keys;
    }

    // As the version before rows were bound made it.
    private static async Task<string> AddEarlierAsync(SealedStore made)
    {
        var name = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var cipher = made
            .Services.GetRequiredService<IDataProtectionProvider>()
            .CreateProtector("HumaXledger.ValueKey")
            .Protect(RandomNumberGenerator.GetBytes(32));
        await using var context = made.Open();
        var row = new StoredKey
        {
            FriendlyName = $"valueKey-{name}",
            Xml = $"""<valueKey id="{name}">{Convert.ToBase64String(cipher)}</valueKey>""",
        };
        context.Keys.Add(row);
        await context.SaveChangesAsync(Cancellation);
        return row.FriendlyName;
    }

    private static async Task<StoredKey> RowAsync(SealedStore made, string name)
    {
        await using var context = made.Open();
        return await context.Keys.AsNoTracking().SingleAsync(row => row.FriendlyName == name, Cancellation);
    }

    private sealed class PassingClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = TestStore.Start;

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
