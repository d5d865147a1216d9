using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>
/// A file that is full, locked, read-only or damaged is reported, at start and in use; its content stays readable as
/// long as that is possible.
/// </summary>
public sealed class StoreFaultTest(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_FileThatIsNoDatabase_IsReportedAsDamagedWithTheRemedy()
    {
        var (services, file) = await NewAsync();
        await using var _ = services;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, new string('x', 8_192), Cancellation);

        var refused = await Assert.ThrowsAsync<StoreUnusable>(() =>
            services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation)
        );

        Assert.Equal(StorageReasons.Damaged, refused.Reason?.Code);
        Assert.Contains(file, refused.Message, StringComparison.Ordinal);
        Assert.Contains("backup", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_FileWithOverwrittenPages_IsReportedAsDamaged()
    {
        var (services, file) = await NewAsync();
        await using var _ = services;
        await services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
        await using (var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext())
        {
            await context.Database.ExecuteSqlRawAsync("PRAGMA wal_checkpoint(TRUNCATE);", Cancellation);
        }

        SqliteConnection.ClearAllPools();
        await using (var stream = new FileStream(file, FileMode.Open, FileAccess.Write))
        {
            stream.Position = 3 * 4_096;
            var rubbish = new byte[16 * 4_096];
            Array.Fill(rubbish, (byte)0xA5);
            await stream.WriteAsync(rubbish, Cancellation);
        }

        var refused = await Assert.ThrowsAsync<StoreUnusable>(() =>
            services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation)
        );

        Assert.Equal(StorageReasons.Damaged, refused.Reason?.Code);
    }

    [Fact]
    public async Task Start_FileLockedByAnotherProgram_IsReportedAsLocked()
    {
        var (services, file) = await NewAsync(";Default Timeout=1");
        await using var _ = services;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        await other.OpenAsync(Cancellation);
        await Execute(
            other,
            "PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE Theirs (Id INTEGER); BEGIN EXCLUSIVE; "
                + "INSERT INTO Theirs VALUES (1);"
        );

        var refused = await Assert.ThrowsAsync<StoreUnusable>(() =>
            services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation)
        );

        Assert.Equal(StorageReasons.Locked, refused.Reason?.Code);
    }

    [Fact]
    public async Task Use_FileThatMayNotGrow_IsReportedAsFullAndCanBeRead()
    {
        var (services, _) = await NewAsync();
        await using var __ = services;
        await services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
        await using var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();
        await context.Database.OpenConnectionAsync(Cancellation);
        await Execute(context.Database.GetDbConnection(), "PRAGMA max_page_count = 1;");
        context.Activity.Add(ActivityRecord.Of(Actor.Behind("Kari"), new string('x', 200_000), DateTime.UnixEpoch));

        var fault = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));

        Assert.Equal(new Reason(StorageReasons.Full), StoreFault.ReasonOf(fault));
        Assert.Empty(await context.Activity.AsNoTracking().ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Use_ReadOnlyFile_IsReportedAsReadOnly()
    {
        await using var reader = new SqliteConnection($"{store.Connection.ConnectionString};Mode=ReadOnly");
        await reader.OpenAsync(Cancellation);

        var fault = await Assert.ThrowsAsync<SqliteException>(() => Execute(reader, "DELETE FROM Activity;"));

        Assert.Equal(new Reason(StorageReasons.ReadOnly), StoreFault.ReasonOf(fault));
    }

    [Fact]
    public async Task Use_FileWrittenByAnotherProcess_IsReportedAsLocked()
    {
        var (services, file) = await NewAsync(";Default Timeout=1");
        await using var _ = services;
        await services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
        await using var other = new SqliteConnection($"Data Source={file};Pooling=False");
        await other.OpenAsync(Cancellation);
        await Execute(other, "BEGIN IMMEDIATE; UPDATE Runs SET Number = Number;");
        await using var context = services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();

        Assert.Empty(await context.Runs.AsNoTracking().ToListAsync(Cancellation));
        context.Activity.Add(ActivityRecord.Of(Actor.Behind("Kari"), "run.started", DateTime.UnixEpoch));
        var fault = await Assert.ThrowsAsync<DbUpdateException>(() => context.SaveChangesAsync(Cancellation));

        Assert.Equal(new Reason(StorageReasons.Locked), StoreFault.ReasonOf(fault));
        await Execute(other, "ROLLBACK;");
        Assert.Equal(1, await context.SaveChangesAsync(Cancellation));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    public void Fault_NotOfTheStore_IsNotClassified(int code) =>
        Assert.Null(StoreFault.ReasonOf(new DbUpdateException("", new SqliteException("", code))));

    private async Task<(ServiceProvider Services, string File)> NewAsync(string more = "")
    {
        var settings = await store.SettingsAsync();
        const string key = $"ConnectionStrings:{StorageOptions.ConnectionStringName}";
        settings[key] += more;
        var services = store.Build(settings);
        return (services, services.GetRequiredService<StorageConnection>().File!);
    }

    private static async Task Execute(System.Data.Common.DbConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}
