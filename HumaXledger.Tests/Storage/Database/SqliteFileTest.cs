using System.Runtime.Versioning;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Fakes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Database;

public sealed class SqliteFileTest(SqliteStore store) : IClassFixture<SqliteStore>
{
    [Theory]
    [InlineData("journal_mode", "wal")]
    // FULL: a commit is on the disk before it returns, even when the power fails right after it.
    [InlineData("synchronous", "2")]
    [InlineData("foreign_keys", "1")]
    [InlineData("busy_timeout", "30000")]
    public async Task File_Opened_HasThePragma(string pragma, string expected)
    {
        await using var context = store.Open();
        await context.Database.OpenConnectionAsync();
        await using var command = context.Database.GetDbConnection().CreateCommand();
        command.CommandText = "PRAGMA " + pragma;

        Assert.Equal(
            expected,
            Convert.ToString(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture)
        );
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Folder_CreatedForTheFile_IsPrivateToItsOwner() =>
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(Path.GetDirectoryName(store.Connection.File)!)
        );

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Files_OfANewStore_AreReadByTheirOwnerOnly()
    {
        // Write-ahead log and shared memory are there while a connection is open that has read; other tests may close
        // the idle ones.
        await using var context = store.Open();
        await context.Database.OpenConnectionAsync();
        Assert.False(await context.Runs.AnyAsync(run => run.Id == Guid.Empty));

        // Other tests have files of their own in the folder.
        var files = Directory.GetFiles(
            Path.GetDirectoryName(store.Connection.File)!,
            Path.GetFileName(store.Connection.File) + "*"
        );

        Assert.Contains(files, file => file.EndsWith("-wal", StringComparison.Ordinal));
        Assert.All(files, file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file))
        );
        Assert.Empty(StoreFiles.OpenToOthers(store.Connection.File!));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Store_ThatOthersMayRead_IsReported()
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        var file = Path.Combine(folder.FullName, "old.db");
        File.WriteAllText(file, "");
        File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.OtherRead);

        Assert.Equal([file], StoreFiles.OpenToOthers(file));
        File.SetUnixFileMode(
            folder.FullName,
            UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead
        );
        Assert.Equal([folder.FullName, file], StoreFiles.OpenToOthers(file));

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Migrator_AfterAProcessWasKilledWhileMigrating_DoesNotWaitForItForEver()
    {
        await using var services = store.Build(await store.SettingsAsync());
        var contexts = services.GetRequiredService<IDbContextFactory<SyncDbContext>>();
        await using (var context = contexts.CreateDbContext())
        {
            await context.Database.ExecuteSqlRawAsync(
                """CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER PRIMARY KEY, "Timestamp" TEXT NOT NULL); INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-01');"""
            );
        }

        await services
            .GetRequiredService<StorageMigrator>()
            .MigrateAsync(new CancellationTokenSource(Until.Patience).Token);

        await using var migrated = contexts.CreateDbContext();
        Assert.Empty(await migrated.Database.GetPendingMigrationsAsync());
    }
}
