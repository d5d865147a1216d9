using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Database;

public sealed class StoreOnSqliteTest(SqliteStore store) : StoreTest<SqliteStore>(store);

public sealed class StoreOnPostgresTest(PostgresStore store) : StoreTest<PostgresStore>(store);

public abstract class StoreTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    [Fact]
    public void Model_AgainstTheMigrations_HasNothingPending()
    {
        using var context = store.Open();
        Assert.False(context.Database.HasPendingModelChanges());
    }

    [Fact]
    public void Migrator_AsksWithoutEntityFramework_KnowsTheSameMigrations()
    {
        using var context = store.Open();
        Assert.Equal(context.Database.GetMigrations(), StorageMigrator.KnownMigrations(store.Connection.Provider));
    }

    [Fact]
    public async Task Migrator_TwoProcessesStartingAtOnceOnAnEmptyStore_BothSucceed()
    {
        var settings = await store.SettingsAsync();
        await using ServiceProvider one = store.Build(settings),
            other = store.Build(settings);

        await Task.WhenAll(
            Task.Run(() => one.GetRequiredService<StorageMigrator>().MigrateAsync()),
            Task.Run(() => other.GetRequiredService<StorageMigrator>().MigrateAsync())
        );

        await using var context = one.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();
        Assert.Empty(await context.Database.GetPendingMigrationsAsync());
    }

    // PostgreSQL refuses U+0000; a batch of changes is stored with the names of its people.
    [Fact]
    public async Task Name_WithNul_IsStoredWithItsPerson()
    {
        var connection = await store.AddConnectionAsync();
        var plan = await store.AddPlanAsync(connection, Samples.Change(1) with { PersonName = "Ka\0ri" });
        await using var context = store.Open();
        var pending = PendingChange.Of(
            connection,
            new HumaId("huma-1"),
            PendingChangeSource.Webhook,
            PendingChangeKind.Updated,
            TestStore.Start.UtcDateTime
        );
        pending.PersonName = "Ka\0ri";
        pending.Reason = new Reason(PlanningReasons.PlanNotUnique, "phone", "Ka\0ri");
        var held = new HeldValue
        {
            ConnectionId = connection,
            HumaId = new HumaId("huma-1"),
            XledgerId = new XledgerId("1"),
            PersonName = "Ka\0ri",
            Field = Field.JobTitle,
            Huma = new FieldValue.Of("Ka\0ntor"),
            Xledger = FieldValue.Nothing,
            Baseline = FieldValue.NotKnown,
        };
        context.AddRange(pending, held);

        await context.SaveChangesAsync();

        Assert.Equal(
            ["Ka\uFFFDri", "Ka\uFFFDri", "Ka\uFFFDri"],
            (string?[])
                [
                    (await context.PendingChanges.AsNoTracking().SingleAsync(row => row.Id == pending.Id)).PersonName,
                    (await context.HeldValues.AsNoTracking().SingleAsync(row => row.Id == held.Id)).PersonName,
                    Assert.Single(await store.Plans.ChangesAsync(plan.Id)).PersonName,
                ]
        );
    }

    [Fact]
    public async Task Migrations_Reverted_LeaveNoTable()
    {
        await using var services = store.Build(await store.SettingsAsync());
        await services.GetRequiredService<StorageMigrator>().MigrateAsync();
        await using var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();

        await context.Database.MigrateAsync("0");

        var tables =
            store.Connection.Provider == StorageProvider.Sqlite
                ? context.Database.SqlQueryRaw<string>(
                    "SELECT name AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
                )
                : context.Database.SqlQueryRaw<string>(
                    "SELECT tablename::text AS \"Value\" FROM pg_tables WHERE schemaname = 'public'"
                );
        Assert.DoesNotContain(await tables.ToListAsync(), table => !table.StartsWith("__EF", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(InboundReasons.HeldByOtherConnection, null)]
    [InlineData(InboundReasons.OutsideGroup, null)]
    [InlineData(ConnectionReasons.ClaimedByHidden, null)]
    [InlineData(InboundReasons.LeaverDeactivated, "Kari")]
    public async Task Migrations_NameOfAPersonOfAnotherConnection_IsRemoved(string reason, string? expected)
    {
        await using var services = store.Build(await store.SettingsAsync());
        await services.GetRequiredService<StorageMigrator>().MigrateAsync();
        await using var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();
        await context.Database.MigrateAsync("ReviewOfDistinctPairs");
        var connection = Samples.Connection();
        var pending = PendingChange.Of(
            connection.Id,
            new HumaId("1"),
            PendingChangeSource.Webhook,
            PendingChangeKind.Updated,
            TestStore.Start.UtcDateTime
        );
        pending.PersonName = "Kari";
        pending.End(PendingChangeState.NothingToDo, TestStore.Start.UtcDateTime, new Reason(reason));
        context.AddRange(connection, pending);
        await context.SaveChangesAsync();

        await context.Database.MigrateAsync();

        Assert.Equal(expected, (await context.PendingChanges.AsNoTracking().SingleAsync()).PersonName);
    }

    [Fact]
    public async Task Connection_SavedAndRead_IsTheSameAndItsTimesAreUtc()
    {
        var connection = Samples.Connection();
        connection.DefaultPolicy = PolicyRule.FillEmpty;
        connection.Policies.Add(
            new FieldPolicy
            {
                ConnectionId = connection.Id,
                Field = Field.Phone,
                Rule = PolicyRule.HumaWins,
            }
        );
        connection.LastSyncedAt = new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.FromHours(2)).LocalDateTime;
        await SaveAsync(connection);

        await using var context = store.Open();
        var read = await context.Connections.Include(row => row.Policies).SingleAsync(row => row.Id == connection.Id);

        Assert.Equal(connection.XledgerToken, read.XledgerToken);
        Assert.Equal(PolicyRule.FillEmpty, read.DefaultPolicy);
        Assert.Equal((Field.Phone, PolicyRule.HumaWins), (read.Policies.Single().Field, read.Policies.Single().Rule));
        Assert.Equal((DateTimeKind.Utc, connection.CreatedAt), (read.CreatedAt.Kind, read.CreatedAt));
        Assert.Equal(new DateTime(2026, 6, 1, 10, 0, 0, DateTimeKind.Utc), read.LastSyncedAt);
    }

    [Fact]
    public async Task Link_SavedAndRead_KeepsUnknownEmptyAndValueApart()
    {
        var baseline = new FieldValues([
            new(Field.Phone, FieldValue.Nothing),
            new(Field.FamilyName, new FieldValue.Of("Ødegård \"Å\" 北京")),
        ]);
        var link = Link(await store.AddConnectionAsync(), "huma-1", "1", baseline);
        await SaveAsync(link);

        await using var context = store.Open();
        var read = await context.Links.SingleAsync(row =>
            row.ConnectionId == link.ConnectionId && row.HumaId == new HumaId("huma-1")
        );

        Assert.Equal(baseline, read.Baseline);
        Assert.False(read.Baseline[Field.Email].IsKnown);
        Assert.Equal(MatchState.Probable, read.FoundAs);
    }

    [Theory]
    [InlineData("huma-1", "2")]
    [InlineData("huma-2", "1")]
    public async Task Link_SecondForEitherPerson_IsRefusedByTheDatabase(string huma, string xledger)
    {
        var connection = await store.AddConnectionAsync();
        await SaveAsync(Link(connection, "huma-1", "1", FieldValues.AllUnknown));

        await Assert.ThrowsAsync<DbUpdateException>(() =>
            SaveAsync(Link(connection, huma, xledger, FieldValues.AllUnknown))
        );
        await SaveAsync(Link(await store.AddConnectionAsync(), "huma-1", "1", FieldValues.AllUnknown));
    }

    [Fact]
    public async Task Link_WithoutAConnection_IsRefusedByTheDatabase() =>
        await Assert.ThrowsAsync<DbUpdateException>(() =>
            SaveAsync(Link(Guid.NewGuid(), "huma-1", "1", FieldValues.AllUnknown))
        );

    [Fact]
    public async Task Run_WhileAnotherOfTheConnectionIsActive_IsRefusedUntilThatOneIsFinished()
    {
        var connection = await store.AddConnectionAsync();
        var first = Samples.Run(await store.AddPlanAsync(connection), 1);
        var second = await store.AddPlanAsync(connection);
        await SaveAsync(first);

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(Samples.Run(second, 2)));
        await SaveAsync(Samples.Run(await store.AddPlanAsync(await store.AddConnectionAsync()), 1));

        await using (var context = store.Open())
        {
            (await context.Runs.SingleAsync(row => row.Id == first.Id)).FinishedAt = TestStore.Start.UtcDateTime;
            await context.SaveChangesAsync();
        }

        await SaveAsync(Samples.Run(second, 2));
    }

    [Fact]
    public async Task Run_SecondOfThePlan_IsRefusedByTheDatabase()
    {
        var plan = await store.AddPlanAsync(await store.AddConnectionAsync());
        var first = Samples.Run(plan, 1);
        first.FinishedAt = TestStore.Start.UtcDateTime;
        await SaveAsync(first);

        await Assert.ThrowsAsync<DbUpdateException>(() => SaveAsync(Samples.Run(plan, 2)));
    }

    [Fact]
    public async Task State_ChangedByTwoAdministrators_IsAConflictForTheSecond()
    {
        var plan = await store.AddPlanAsync(await store.AddConnectionAsync());
        await SaveAsync(Samples.Run(plan, 1));
        await using SyncDbContext one = store.Open(),
            other = store.Open();
        foreach (var context in new[] { one, other })
        {
            (await context.Plans.SingleAsync(row => row.Id == plan.Id)).State = PlanState.Taken;
            (await context.Runs.SingleAsync(row => row.PlanId == plan.Id)).State = RunState.Stopping;
        }

        await one.SaveChangesAsync();

        await Assert.ThrowsAsync<DbUpdateConcurrencyException>(() => other.SaveChangesAsync());
    }

    [Fact]
    public async Task Links_QueriedByManyIds_AreFound()
    {
        var connection = await store.AddConnectionAsync();
        await SaveAsync([
            .. Enumerable
                .Range(0, 20)
                .Select(number => Link(connection, $"huma-{number}", $"{number}", FieldValues.AllUnknown)),
        ]);
        HumaId[] wanted = [new("huma-3"), new("huma-7"), new("huma-99")];

        await using var context = store.Open();
        var found = await context
            .Links.Where(row => row.ConnectionId == connection && wanted.Contains(row.HumaId))
            .Select(row => row.XledgerId)
            .ToListAsync();

        Assert.Equal([new XledgerId("3"), new XledgerId("7")], found.OrderBy(id => id.Value));
    }

    private async Task SaveAsync(params object[] rows)
    {
        await using var context = store.Open();
        context.AddRange(rows);
        await context.SaveChangesAsync();
    }

    private static PersonLink Link(Guid connection, string huma, string xledger, FieldValues baseline) =>
        new()
        {
            ConnectionId = connection,
            HumaId = new HumaId(huma),
            XledgerId = new XledgerId(xledger),
            FoundAs = MatchState.Probable,
            LinkedAt = TestStore.Start.UtcDateTime,
            LinkedBy = "Kari",
            Baseline = baseline,
        };
}
