using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Benchmarks;

/// <summary>Fills an activity log, appends single entries, reads a page and verifies all of it.</summary>
internal static class ActivityLogLoad
{
    private const int Batch = 5_000;
    private const int Appends = 200;

    private static readonly Actor Kari = new(
        "5a7ab8b0-5d6c-4a8e-9a53-7a1b0a6a8a11:11111111-1111-1111-1111-111111111111",
        "Kari Nordmann",
        null,
        new HashSet<Role>()
    )
    {
        From = "2001:db8::7348",
    };

    /// <summary>Writes the table.</summary>
    /// <param name="args">
    /// The number of entries; the connection string of an empty PostgreSQL database, SQLite without.
    /// </param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var entries = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 1_000_000;
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            await using var services = new ServiceCollection()
                .AddLogging()
                .AddStorage(
                    new ConfigurationBuilder()
                        .AddInMemoryCollection(
                            new Dictionary<string, string?>
                            {
                                ["Storage:Provider"] = args.Length > 1 ? "PostgreSql" : "Sqlite",
                                ["ConnectionStrings:HumaXledger"] =
                                    args.Length > 1
                                        ? args[1]
                                        : $"Data Source={Path.Combine(folder.FullName, "log.db")}",
                            }
                        )
                        .Build()
                )
                .BuildServiceProvider();
            await services.GetRequiredService<StorageMigrator>().MigrateAsync();
            await output.WriteLineAsync($"{Machine.Description}, load {Machine.Load}");
            await output.WriteLineAsync(Measurement.Table(await MeasureAsync(services, entries)));
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<List<Measurement>> MeasureAsync(ServiceProvider services, int entries)
    {
        var filling = await TimeAsync(() => FillAsync(services, entries));
        var log = services.GetRequiredService<ActivityLog>();
        var appends = new List<double>();
        for (var act = 0; act < Appends; act++)
        {
            appends.Add(
                (await TimeAsync(() => log.AppendAsync(Kari, ActivityCodes.RunStarted, null, ["7"]))).TotalMilliseconds
            );
        }

        var page = await TimeAsync(() =>
            log.FindAsync(
                new ActivityFilter
                {
                    Who = "Ola 17",
                    What = ActivityKinds.CodesOf(Core.Sync.Activity.ActivityKind.Run),
                },
                0,
                25
            )
        );
        var (before, processor) = (GC.GetTotalAllocatedBytes(), Environment.CpuUsage.TotalTime);
        var check = await TimeAsync(async () =>
        {
            if (
                await services.GetRequiredService<ChainCheck>().RunAsync(null, default, CancellationToken.None)
                is not ChainVerdict.Whole
            )
            {
                throw new InvalidOperationException("The log is not whole.");
            }
        });
        processor = Environment.CpuUsage.TotalTime - processor;
        var median = Measurement.Median(appends);
        var rate = (entries + Appends) / check.TotalSeconds;
        return
        [
            new(
                "Fill",
                "",
                string.Create(CultureInfo.InvariantCulture, $"{entries / filling.TotalSeconds:N0} entries/s"),
                $"{Batch} in one transaction",
                null
            ),
            new(
                "Append one act",
                "median < 5 ms on SQLite",
                string.Create(CultureInfo.InvariantCulture, $"{median:0.0} ms"),
                string.Create(CultureInfo.InvariantCulture, $"longest {appends.Max():0.0} ms of {Appends}"),
                median < 5
            ),
            new(
                "Page of 25, filtered by who and kind",
                "",
                string.Create(CultureInfo.InvariantCulture, $"{page.TotalMilliseconds:0} ms"),
                $"of {entries} entries",
                null
            ),
            new(
                "Verify",
                "≥ 100,000 entries/s",
                string.Create(CultureInfo.InvariantCulture, $"{rate:N0} entries/s"),
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{check.TotalSeconds:0.0} s, {processor.TotalSeconds:0.0} s of a processor; heap then {GC.GetTotalMemory(forceFullCollection: true) >> 20} MB, {(GC.GetTotalAllocatedBytes() - before) >> 20} MB came and went"
                ),
                rate >= 100_000
            ),
        ];
    }

    private static async Task FillAsync(ServiceProvider services, int entries)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<SyncDbContext>>();
        var at = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        var connections = Enumerable.Range(0, 5).Select(_ => Guid.NewGuid()).ToArray();
        foreach (var chunk in Enumerable.Range(0, entries).Chunk(Batch))
        {
            await using var context = await contexts.CreateDbContextAsync();
            context.Activity.AddRange(
                chunk.Select(number =>
                    ActivityRecord.Of(
                        Kari with
                        {
                            Name = $"Ola {number % 50}",
                        },
                        ActivityCodes.All[number % ActivityCodes.All.Count],
                        at.AddSeconds(number),
                        connections[number % 5],
                        [$"{number}", "12", "3"]
                    )
                )
            );
            await context.SaveChangesAsync();
        }
    }

    private static async Task<TimeSpan> TimeAsync(Func<Task> work)
    {
        var watch = Stopwatch.StartNew();
        await work();
        return watch.Elapsed;
    }
}
