using System.Xml.Linq;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Sync.Connections;

public sealed class ValueKeyWorkOnSqliteTest(SqliteStore store) : ValueKeyWorkTest<SqliteStore>(store)
{
    [Fact]
    public async Task Rotation_WhileABackupReadsTheFile_EndsAfterIt()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        await StartAsync(made);
        var work = WorkOf(made, TimeSpan.Zero);
        await using (var backup = new SqliteConnection(made.Connection.ConnectionString))
        {
            await backup.OpenAsync(Cancellation);
            await using var reading = backup.BeginTransaction(deferred: true);
            await using var command = backup.CreateCommand();
            command.CommandText = """SELECT COUNT(*) FROM "Keys";""";
            Assert.Equal(2L, await command.ExecuteScalarAsync(Cancellation));

            Assert.Equal(RotationState.Clearing, (await work.WorkAsync(progress: null, Cancellation))!.State);
        }

        Assert.Equal(RotationState.Done, (await work.WorkAsync(progress: null, Cancellation))!.State);
    }
}

public sealed class ValueKeyWorkOnPostgresTest(PostgresStore store) : ValueKeyWorkTest<PostgresStore>(store)
{
    [Fact]
    public async Task OldKey_WhileANodeOfAnotherVersionIsThere_IsKept()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        var other = new NodeRegister(
            made.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>(),
            made.Services.GetRequiredService<KeyRingCertificates>(),
            TimeProvider.System,
            new NodeFacts("0.9.0", () => new Dictionary<string, string>())
        );
        await other.JoinAsync(Cancellation);
        await StartAsync(made);
        var work = WorkOf(made, TimeSpan.Zero);

        var waiting = await work.WorkAsync(progress: null, Cancellation);

        Assert.Equal(RotationState.Settling, waiting!.State);
        Assert.Equal(2, (await made.KeysAsync()).Count);
        await other.LeaveAsync(Cancellation);
        Assert.Equal(RotationState.Done, (await work.WorkAsync(progress: null, Cancellation))!.State);
        Assert.Single(await made.KeysAsync());
    }

    [Fact]
    public async Task Rotation_WhileABackupReadsTheKeys_LetsOthersReadThemAndEndsAfterIt()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        await StartAsync(made);
        var work = WorkOf(made, TimeSpan.Zero);
        await using (var backup = made.Open())
        {
            await using var reading = await backup.Database.BeginTransactionAsync(Cancellation);
            Assert.Equal(2, await backup.Keys.CountAsync(Cancellation));

            Assert.Equal(RotationState.Clearing, (await work.WorkAsync(progress: null, Cancellation))!.State);
        }

        Assert.Equal(RotationState.Done, (await work.WorkAsync(progress: null, Cancellation))!.State);
    }
}

/// <summary>Rotation of the value keys, and the binding of what an earlier version stored.</summary>
public abstract class ValueKeyWorkTest<T>(T store) : RotationTest<T>(store)
    where T : TestStore
{
    // More than one batch of each table.
    private const int People = 600;
    private static readonly DateTime Never = new(2100, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    [Fact]
    public async Task Rotation_SealsEveryValueAnewAndDestroysTheOldKey()
    {
        await using var made = await SealedStore.OpenAsync(Store, People);
        var (values, old) = (await made.ValuesAsync(), Assert.Single(await made.KeysAsync()));
        var cipher = await CipherOfAsync(made, old);
        await StartAsync(made);

        var rotation = await FinishAsync(made);

        Assert.Equal(values, await made.ValuesAsync());
        var current = Assert.Single(await made.KeysAsync());
        Assert.NotEqual(old, current);
        Assert.Equal((RotationState.Done, 1, 0L), (rotation.State, rotation.KeysDestroyed, rotation.Left));
        Assert.Equal((14L * People) + 6, rotation.Resealed);
        Assert.All(await KeysInUseAsync(made), key => Assert.Equal(current, ValueKeys.StoredName(key)));
        // Another process reads the values too, and nothing of the old key is left.
        await using var again = await made.AgainAsync();
        Assert.Equal(values, await again.ValuesAsync());
        Assert.DoesNotContain(
            cipher,
            await RawStore.ReadAsync(made.Connection, Cancellation),
            StringComparison.Ordinal
        );
        await using var context = made.Open();
        Assert.Equal(
            [("keys.rotationStarted", "tenant.kari"), ("keys.rotated", "tenant.kari")],
            (await context.Activity.OrderBy(entry => entry.Number).ToListAsync(Cancellation)).Select(entry =>
                (entry.What, entry.WhoId!)
            )
        );
    }

    // Each report of progress follows a transaction: the instants at which the process can end with something done.
    [Fact]
    public async Task Rotation_ThatEndsAtAnyInstant_IsFinishedByTheNextProcess()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        var values = await made.ValuesAsync();
        var old = Assert.Single(await made.KeysAsync());
        await StartAsync(made);
        var instants = new List<RotationState>();
        for (var finished = false; !finished; )
        {
            await using var next = await made.AgainAsync();
            using var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
            try
            {
                // One instant further each time.
                var reports = 0;
                await WorkOf(next, settleFor: TimeSpan.Zero)
                    .WorkAsync(new EndAfter(() => ++reports > instants.Count, end), end.Token);
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested) { }

            Assert.Equal(values, await next.ValuesAsync());
            await using var context = made.Open();
            var rotation = await context.ValueKeyRotations.AsNoTracking().SingleAsync(Cancellation);
            instants.Add(rotation.State);
            finished = rotation.FinishedAt is not null;
            await ReleaseAsync(made);
        }

        Assert.InRange(instants.Count, 7, 100);
        Assert.Contains(RotationState.Sealing, instants);
        Assert.Contains(RotationState.Clearing, instants);
        Assert.DoesNotContain(old, await made.KeysAsync());
        Assert.Single(await made.KeysAsync());
    }

    [Fact]
    public async Task Rotation_WhileOtherNodesReadAndWrite_LosesNothing()
    {
        await using var made = await SealedStore.OpenAsync(Store, People);
        await using var other = await made.AgainAsync();
        var values = await made.ValuesAsync();
        await StartAsync(made);
        var written = 0;

        // The other node sealed with the old key when it last asked, and writes between two batches.
        var work = WorkOf(made, TimeSpan.FromMinutes(10));
        var rotation = await WorkUntilSealedAsync(
            work,
            new After(_ =>
            {
                if (written == 20)
                {
                    return;
                }

                using var context = other.Open();
                var link = context.Links.OrderBy(row => row.Id).Skip(written++ % People).First();
                link.Baseline = link.Baseline.With(Field.GivenName, new FieldValue.Of($"Torbjørn {written}"));
                context.SaveChanges();
            })
        );

        Assert.Equal(RotationState.Settling, rotation.State);
        Assert.Equal(2, (await made.KeysAsync()).Count);
        Assert.Equal(values, await other.ValuesAsync());
        Assert.Equal(values, await made.ValuesAsync());
    }

    [Fact]
    public async Task OldKey_UntilEveryNodeUsesTheNewOne_IsKept()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        await StartAsync(made);
        var work = WorkOf(made, TimeSpan.FromHours(1));

        var waiting = await work.WorkAsync(progress: null, Cancellation);
        Assert.Equal(RotationState.Settling, waiting!.State);
        Assert.Equal(RotationState.Settling, (await work.WorkAsync(progress: null, Cancellation))!.State);
        Assert.Equal(2, (await made.KeysAsync()).Count);

        Assert.Equal(
            RotationState.Done,
            (await WorkOf(made, TimeSpan.Zero, work).WorkAsync(progress: null, Cancellation))!.State
        );
        Assert.Single(await made.KeysAsync());
    }

    [Fact]
    public async Task Rotation_OfOneProcess_IsLeftAloneByAnother()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        await StartAsync(made);
        var work = WorkOf(made, TimeSpan.FromHours(1));
        await work.WorkAsync(progress: null, Cancellation);

        var other = await WorkOf(made, TimeSpan.Zero).WorkAsync(progress: null, Cancellation);

        Assert.Equal(RotationState.Settling, other!.State);
        Assert.Equal(2, (await made.KeysAsync()).Count);
    }

    [Fact]
    public async Task Key_OfAValueThatCannotBeOpened_IsKept()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        var old = Assert.Single(await made.KeysAsync());
        await using (var context = made.Open())
        {
            await context.Database.ExecuteSqlRawAsync(
                """UPDATE "HeldValues" SET "Huma" = "Baseline", "Baseline" = "Huma" """,
                Cancellation
            );
        }

        await StartAsync(made);

        var rotation = await FinishAsync(made);

        Assert.Equal((4L, 0), (rotation.Left, rotation.KeysDestroyed));
        Assert.Contains(old, await made.KeysAsync());
    }

    [Fact]
    public async Task Values_OfAnEarlierVersion_AreBoundToTheirRowsAfterAStart()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        var values = await made.ValuesAsync();
        var earlier = await EarlierVersion.PutBackAsync(made);

        await using var again = await made.AgainAsync();

        // Everything can be read at once, also before it is bound.
        Assert.Equal(values, await again.ValuesAsync());
        await using (var context = again.Open())
        {
            Assert.All(await context.WebhookKeys.ToListAsync(Cancellation), key =>
                Assert.True(
                    again
                        .Services.GetRequiredService<SecretVault>()
                        .CanRead(key.Secret, SecretKind.WebhookSecret, key.ConnectionId, key.Row)
                )
            );
        }

        Assert.Equal(RotationState.Settling, (await FinishAsync(again)).State);
        await DayLaterAsync(again);
        var rotation = await FinishAsync(again);
        Assert.Equal((RotationCause.Binding, RotationState.Done, 0L), (rotation.Cause, rotation.State, rotation.Left));
        Assert.Equal(values, await again.ValuesAsync());
        Assert.DoesNotContain(ValueKeys.StoredName(earlier.Key), await again.KeysAsync());

        // What the earlier version stored is of no use any more, in its own row neither.
        await earlier.PutOneBackAsync(again);
        await using var later = again.Open();
        Assert.Equal(
            FieldValue.NotKnown,
            (await later.HeldValues.OrderBy(row => row.Id).FirstAsync(Cancellation)).Huma
        );
    }

    [Fact]
    public async Task Node_OfAnEarlierVersion_ThatWritesDuringTheBindingAndAfterIt_LosesNothing()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        var earlier = await EarlierVersion.PutBackAsync(made);
        await using var again = await made.AgainAsync();
        var work = WorkOf(again, TimeSpan.Zero);
        var written = 0;

        var waiting = await WorkUntilSealedAsync(
            work,
            new After(_ =>
            {
                if (written < 20)
                {
                    earlier.Write(again, $"{++written}");
                }
            })
        );

        Assert.Equal((RotationState.Settling, 20), (waiting.State, written));
        Assert.Equal(RotationState.Settling, (await work.WorkAsync(progress: null, Cancellation))!.State);
        earlier.Write(again, "the last one");
        await DayLaterAsync(again);
        var rotation = (await work.WorkAsync(progress: null, Cancellation))!;
        Assert.Equal((RotationState.Done, 0L), (rotation.State, rotation.Left));
        Assert.DoesNotContain(ValueKeys.StoredName(earlier.Key), await again.KeysAsync());
        await using var context = again.Open();
        Assert.Equal(
            new FieldValue.Of("the last one"),
            (await context.HeldValues.OrderBy(row => row.Id).FirstAsync(Cancellation)).Huma
        );
    }

    [Fact]
    public async Task Rotation_AfterAnotherProcessMadeANewerKey_MakesItsOwnAnewAndEnds()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        var values = await made.ValuesAsync();
        await StartAsync(made);
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(Cancellation))
        {
            await Assert.ThrowsAsync<OperationCanceledException>(() =>
                WorkOf(made, TimeSpan.Zero).WorkAsync(new EndAfter(() => true, end), end.Token)
            );
        }

        made.Services.GetRequiredService<ValueVault>().Keys.Add();
        await ReleaseAsync(made);
        await using var next = await made.AgainAsync();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromMinutes(1));

        var rotation = await WorkOf(next, TimeSpan.Zero).WorkAsync(progress: null, limit.Token);

        Assert.Equal((RotationState.Done, 0L), (rotation!.State, rotation.Left));
        Assert.Equal(values, await next.ValuesAsync());
        Assert.Equal(ValueKeys.StoredName(rotation.NewKey!), Assert.Single(await made.KeysAsync()));
    }

    [Fact]
    public async Task Key_ThatIsNewerThanTheRotations_IsNotDestroyed()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        await using var other = await made.AgainAsync();
        await StartAsync(made);
        var (newer, isEnd) = ("", EndOfSecondPass());

        var rotation = await WorkOf(made, TimeSpan.Zero)
            .WorkAsync(
                new After(now =>
                    newer = isEnd(now) ? other.Services.GetRequiredService<ValueVault>().Keys.Add().Name : newer
                ),
                Cancellation
            );

        Assert.Equal(RotationState.Done, rotation!.State);
        Assert.Equal([ValueKeys.StoredName(rotation.NewKey!), ValueKeys.StoredName(newer)], await made.KeysAsync());
    }

    [Fact]
    public async Task Rotation_ThatAnotherProcessTookOver_DestroysAndStoresNothing()
    {
        await using var made = await SealedStore.OpenAsync(Store);
        await StartAsync(made);
        var isEnd = EndOfSecondPass();

        var rotation = await WorkOf(made, TimeSpan.Zero)
            .WorkAsync(
                new After(now =>
                {
                    if (isEnd(now))
                    {
                        using var context = made.Open();
                        context.ValueKeyRotations.ExecuteUpdate(set =>
                            set.SetProperty(row => row.Holder, "another").SetProperty(row => row.HeldUntil, Never)
                        );
                    }
                }),
                Cancellation
            );

        Assert.NotEqual(RotationState.Done, rotation!.State);
        Assert.Equal(2, (await made.KeysAsync()).Count);
        await using var after = made.Open();
        var stored = await after.ValueKeyRotations.AsNoTracking().SingleAsync(Cancellation);
        Assert.Equal(("another", RotationState.Sealing, 0), (stored.Holder, stored.State, stored.KeysDestroyed));
    }

    // As the worker of a node, which goes on in the next round where others wrote.
    private static async Task<ValueKeyRotation> WorkUntilSealedAsync(
        ValueKeyWork work,
        IProgress<ValueKeyRotation> progress
    )
    {
        ValueKeyRotation rotation;
        do
        {
            rotation = (await work.WorkAsync(progress, Cancellation))!;
        } while (rotation.State == RotationState.Sealing);

        return rotation;
    }

    // Which of the reports is the end of the second pass, in which nothing is left to seal.
    private static Func<ValueKeyRotation, bool> EndOfSecondPass()
    {
        var ends = 0;
        return now => now.State == RotationState.Sealing && now.Total > 0 && now.Checked == now.Total && ++ends == 2;
    }

    private static async Task<string> CipherOfAsync(SealedStore made, string key)
    {
        await using var context = made.Open();
        return XElement
            .Parse(await context.Keys.Where(row => row.FriendlyName == key).Select(row => row.Xml).SingleAsync())
            .Value;
    }

    private static async Task<IReadOnlySet<string>> KeysInUseAsync(SealedStore made)
    {
        var keys = new HashSet<string>();
        await using var context = made.Open();
        foreach (var table in SealedTable.All)
        {
            object? last = null;
            while (await table.ReadAsync(context, last, Cancellation) is { Count: > 0 } rows)
            {
                last = rows[^1].Key;
                keys.UnionWith(rows.SelectMany(row => row.Cells).Select(cell => cell.Key!));
            }
        }

        return keys;
    }

    private sealed class EndAfter(Func<bool> ends, CancellationTokenSource end) : IProgress<ValueKeyRotation>
    {
        public void Report(ValueKeyRotation value)
        {
            if (ends())
            {
                end.Cancel();
                end.Token.ThrowIfCancellationRequested();
            }
        }
    }

    private sealed class After(Action<ValueKeyRotation> act) : IProgress<ValueKeyRotation>
    {
        public void Report(ValueKeyRotation value) => act(value);
    }
}
