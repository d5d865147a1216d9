using System.Buffers.Text;
using System.Security.Cryptography;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Storage.Keys;

public sealed class ProvedLinksOnSqliteTest(SqliteStore store) : ProvedLinksTest<SqliteStore>(store);

public sealed class ProvedLinksOnPostgresTest(PostgresStore store) : ProvedLinksTest<PostgresStore>(store);

/// <summary>A link that was made or changed in the database is doubted.</summary>
public abstract class ProvedLinksTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("""UPDATE "Links" SET "XledgerId" = 'another' || "XledgerId" """)]
    [InlineData("""UPDATE "Links" SET "HumaId" = 'another' || "HumaId" """)]
    [InlineData("""UPDATE "Links" SET "MainPositionId" = 'another'""")]
    [InlineData("""UPDATE "Links" SET "Proof" = NULL""")]
    [InlineData("""UPDATE "Links" SET "Proof" = ''""")]
    [InlineData("""UPDATE "Links" SET "Proof" = 'linked'""")]
    [InlineData("UPDATE \"Links\" SET \"Proof\" = '\u001A'")]
    [InlineData("UPDATE \"Links\" SET \"Proof\" = '\u001AsAAAAAAAA'")]
    public async Task Changed_IsDoubtedAndMet_AlsoByARotation(string change)
    {
        await using var made = await SealedStore.OpenAsync(store);
        Assert.All(await LinksAsync(made), link => Assert.False(link.Doubted));
        await using var context = made.Open();
        await context.Database.ExecuteSqlRawAsync(change, Cancellation);

        Assert.All(await LinksAsync(made), link => Assert.True(link.Doubted));

        var met = made.Services.GetRequiredService<ValueVault>().Misplaced.Take();
        Assert.Equal(2, met.Count(value => value.Column == ProofCell.Place));
        var vault = made.Services.GetRequiredService<ValueVault>();
        var rows = await SealedTable.All[0].ReadAsync(context, last: null, Cancellation);
        Assert.All(rows, row =>
            Assert.True(Assert.Single(row.Cells, cell => cell.Column == "Proof").Anew(vault).Misplaced)
        );
    }

    [Fact]
    public async Task OtherColumnsChangedByTheProduct_StaysProved_AndOneThatIsDoubtedStaysDoubted()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await using (var context = made.Open())
        {
            foreach (var link in await context.Links.ToListAsync(Cancellation))
            {
                link.ChooseMainPosition("position");
            }

            await context.SaveChangesAsync(Cancellation);
        }

        Assert.All(await LinksAsync(made), link =>
            Assert.Equal((false, "position"), (link.Doubted, link.MainPositionId))
        );
        await using (var context = made.Open())
        {
            await context.Database.ExecuteSqlRawAsync(
                """UPDATE "Links" SET "XledgerId" = 'another' || "XledgerId" """,
                Cancellation
            );
            foreach (var link in await context.Links.ToListAsync(Cancellation))
            {
                link.ChooseMainPosition("second");
                link.BaselineAt = TestStore.Start.UtcDateTime;
            }

            await context.SaveChangesAsync(Cancellation);
        }

        Assert.All(await LinksAsync(made), link => Assert.True(link.Doubted));
        await using (var context = made.Open())
        {
            foreach (var link in await context.Links.ToListAsync(Cancellation))
            {
                link.ConfirmSame(link.Baseline, link.Baseline, "Kari", TestStore.Start.UtcDateTime);
            }

            await context.SaveChangesAsync(Cancellation);
        }

        Assert.All(await LinksAsync(made), link => Assert.False(link.Doubted));
    }

    [Fact]
    public async Task OfAnEarlierVersion_IsBelievedUntilAllAreProved_AndThenNoMore()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await PutGarbageAsync(made, await EarlierAsync(made));

        // The process is killed after its start: the next one goes on.
        await using (var killed = await made.AgainAsync())
        {
            Assert.All(await LinksAsync(killed), link => Assert.False(link.Doubted));
            using var end = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                WorkOf(killed).WorkAsync(new EndAtOnce(end), end.Token)
            );
        }

        await using var again = await made.AgainAsync();
        await LaterAsync(again);
        Assert.Equal(RotationState.Settling, (await WorkOf(again).WorkAsync(progress: null, Cancellation))!.State);
        await LaterAsync(again);

        var rotation = await WorkOf(again).WorkAsync(progress: null, Cancellation);

        Assert.Equal((RotationState.Done, RotationCause.Binding), (rotation!.State, rotation.Cause));
        Assert.Single(await again.KeysAsync());
        Assert.All(await LinksAsync(again), link => Assert.True(link is { Doubted: false, Proof.IsValue: true }));
        await using (var context = again.Open())
        {
            await context.Database.ExecuteSqlRawAsync("""UPDATE "Links" SET "Proof" = NULL""", Cancellation);
        }

        Assert.All(await LinksAsync(again), link => Assert.True(link.Doubted));
        await using var third = await made.AgainAsync();
        Assert.All(await LinksAsync(third), link => Assert.True(link.Doubted));
    }

    // The keys of this version are away for one start, and an earlier one of a backup is there.
    [Fact]
    public async Task Forged_WhileAnEarlierKeyIsPutBack_GetNoProof_AndEverythingElseOpensAgain()
    {
        await using var made = await SealedStore.OpenAsync(store);
        var before = await made.ValuesAsync();
        var start = store.Clock.Now;
        try
        {
            store.Clock.Now = new DateTimeOffset(ValueKeys.EarlierUntil);
            var name = Convert.ToHexStringLower(await EarlierAsync(made));
            List<StoredKey> away;
            await using (var context = made.Open())
            {
                var rows = context.Keys.Where(row =>
                    row.FriendlyName.StartsWith("valueKey-") && !row.FriendlyName.EndsWith(name)
                );
                away = await rows.AsNoTracking().ToListAsync(Cancellation);
                Assert.NotEmpty(away);
                await rows.ExecuteDeleteAsync(Cancellation);
                await context.Database.ExecuteSqlRawAsync(
                    """UPDATE "Links" SET "XledgerId" = 'another' || "XledgerId", "Proof" = NULL""",
                    Cancellation
                );
            }

            await using (var next = await made.AgainAsync())
            {
                Assert.All(await LinksAsync(next), link => Assert.True(link.Doubted));
                await WorkOf(next).WorkAsync(progress: null, Cancellation);
                Assert.All(await LinksAsync(next), link => Assert.True(link is { Doubted: true, Proof: null }));
                await using var context = next.Open();
                context.Keys.AddRange(
                    away.Select(key => new StoredKey { FriendlyName = key.FriendlyName, Xml = key.Xml })
                );
                await context.SaveChangesAsync(Cancellation);
            }

            await using var last = await made.AgainAsync();
            Assert.All(await LinksAsync(last), link => Assert.True(link.Doubted));
            var after = await last.ValuesAsync();
            Assert.All(before.Where(value => !value.Key.StartsWith("Links.", StringComparison.Ordinal)), value =>
                Assert.Equal(value.Value, after[value.Key])
            );
        }
        finally
        {
            store.Clock.Now = start;
        }
    }

    private ValueKeyWork WorkOf(SealedStore made) =>
        new(
            made.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>(),
            made.Services.GetRequiredService<ValueVault>(),
            new OldValueKeys(
                made.Services.GetRequiredService<Core.Storage.Nodes.NodeRegister>(),
                Options.Create(new ValueKeyOptions { SettleFor = TimeSpan.Zero }),
                store.Clock
            ),
            store.Clock,
            NullLogger<ValueKeyWork>.Instance
        );

    // As the version before left it: a key that binds to rows, and no proofs.
    private static async Task<byte[]> EarlierAsync(SealedStore made)
    {
        var (id, key) = (RandomNumberGenerator.GetBytes(4), RandomNumberGenerator.GetBytes(32));
        var cipher = Convert.ToBase64String(
            made.Services.GetRequiredService<IDataProtectionProvider>()
                .CreateProtector("HumaXledger.ValueKey", "row")
                .Protect(key)
        );
        var name = Convert.ToHexStringLower(id);
        await using var context = made.Open();
        // Older than the key that is there.
        var stored = await context.Keys.SingleAsync(row => row.FriendlyName.StartsWith("valueKey-"), Cancellation);
        context.Keys.Remove(stored);
        await context.SaveChangesAsync(Cancellation);
        context.Keys.Add(
            new StoredKey
            {
                FriendlyName = $"valueKey-{name}",
                Xml = $"""<valueKey id="{name}" binds="row">{cipher}</valueKey>""",
            }
        );
        await context.SaveChangesAsync(Cancellation);
        context.Keys.Add(new StoredKey { FriendlyName = stored.FriendlyName, Xml = stored.Xml });
        await context.SaveChangesAsync(Cancellation);
        await context.Database.ExecuteSqlRawAsync("""UPDATE "Links" SET "Proof" = NULL""", Cancellation);
        return id;
    }

    // What nothing opens, under the name of the earlier key: that is destroyed all the same.
    private static async Task PutGarbageAsync(SealedStore made, byte[] id)
    {
        await using var context = made.Open();
        await context.Database.ExecuteSqlRawAsync(
            """UPDATE "HeldValues" SET "Huma" = {0}""",
            [$"\u001As{Base64Url.EncodeToString([.. id, .. new byte[60]])}"],
            Cancellation
        );
    }

    // The server's clock does not move as the test's: a day later, and the lease of the ended process is over.
    private static async Task LaterAsync(SealedStore made)
    {
        await using var context = made.Open();
        var rotation = await context.ValueKeyRotations.AsNoTracking().SingleAsync(Cancellation);
        var earlier = rotation.State == RotationState.Settling ? rotation.KeyMadeAt?.AddDays(-1) : rotation.KeyMadeAt;
        await context.ValueKeyRotations.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.HeldUntil, DateTime.UnixEpoch).SetProperty(row => row.KeyMadeAt, earlier),
            Cancellation
        );
    }

    private static async Task<List<PersonLink>> LinksAsync(SealedStore made)
    {
        await using var context = made.Open();
        var links = await context.Links.AsNoTracking().ToListAsync(Cancellation);
        Assert.NotEmpty(links);
        return links;
    }

    private sealed class EndAtOnce(CancellationTokenSource end) : IProgress<ValueKeyRotation>
    {
        public void Report(ValueKeyRotation value) => end.Cancel();
    }
}
