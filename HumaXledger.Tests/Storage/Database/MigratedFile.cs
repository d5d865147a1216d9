using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>
/// An empty SQLite database with every migration and no keys, made once per test run. Stores that do not test
/// migration start from a copy; the migrator then finds nothing pending and makes the keys.
/// </summary>
internal static class MigratedFile
{
    private static readonly Lazy<Task<byte[]>> Content = new(MakeAsync);

    /// <summary>Writes a copy; the folder must exist, the file must not.</summary>
    public static async Task CopyToAsync(string file)
    {
        var content = await Content.Value;
        // As the migrator would have made it: its owner's alone.
        await using var copy = StoreFiles.Open(file, FileShare.None);
        await copy.WriteAsync(content);
    }

    private static async Task<byte[]> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var file = Path.Combine(folder.FullName, "migrated.db");
            var settings = new Dictionary<string, string?>
            {
                ["Storage:Provider"] = "Sqlite",
                // Without a pool the last connection closes the file and ends its write-ahead log.
                ["ConnectionStrings:HumaXledger"] = $"Data Source={file};Pooling=False",
            };
            await using var services = new ServiceCollection()
                .AddLogging()
                .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
                .AddSharedVault()
                .BuildServiceProvider();
            await using (
                var context = await services
                    .GetRequiredService<IDbContextFactory<SyncDbContext>>()
                    .CreateDbContextAsync()
            )
            {
                await context.Database.MigrateAsync();
            }

            return await File.ReadAllBytesAsync(file);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
