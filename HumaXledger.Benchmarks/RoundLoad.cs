using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Benchmarks;

/// <summary>The scheduled round over many connections on which nothing is due.</summary>
internal static class RoundLoad
{
    private const int Rounds = 10;
    private const int Batch = 1_000;
    private const int Nights = 7;

    /// <summary>Writes the table.</summary>
    /// <param name="args">
    /// The number of connections; the connection string of an empty PostgreSQL database, SQLite without.
    /// </param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var connections = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10_000;
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(
                    new Dictionary<string, string?>
                    {
                        ["Storage:Provider"] = args.Length > 1 ? "PostgreSql" : "Sqlite",
                        ["ConnectionStrings:HumaXledger"] =
                            args.Length > 1 ? args[1] : $"Data Source={Path.Combine(folder.FullName, "round.db")}",
                    }
                )
                .Build();
            await using var services = new ServiceCollection()
                .AddLogging()
                .AddSingleton<IConfiguration>(configuration)
                .AddStorage(configuration)
                .AddHuma()
                .AddXledger()
                .AddSync()
                .BuildServiceProvider();
            await services.GetRequiredService<StorageMigrator>().MigrateAsync();
            await FillAsync(services, connections);
            await output.WriteLineAsync(
                $"{Machine.Description}, load {Machine.Load}, {configuration["Storage:Provider"]}"
            );
            await output.WriteLineAsync(Measurement.Table(await MeasureAsync(services, connections)));
            return 0;
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<Measurement>> MeasureAsync(ServiceProvider services, int connections)
    {
        using var statements = new Statements();
        // The first round compiles its queries, and EF Core asks once a second whether somebody listens.
        while (statements.Count == 0)
        {
            await RoundAsync(services);
        }

        var before = statements.Count;
        List<double> processor = [];
        List<double> seconds = [];
        for (var round = 0; round < Rounds; round++)
        {
            var (used, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
            await RoundAsync(services);
            seconds.Add(watch.Elapsed.TotalSeconds);
            processor.Add((Environment.CpuUsage.TotalTime - used).TotalSeconds);
        }

        var sent = (statements.Count - before) / (double)Rounds;
        return
        [
            new(
                "Statements of a round",
                "≤ 200",
                sent.ToString("0.#", CultureInfo.InvariantCulture),
                $"{connections} idle connections",
                sent <= 200
            ),
            new(
                "Processor of a round",
                "≤ 1 s",
                Measurement.Seconds(Measurement.Median(processor)),
                $"of this process; longest {Measurement.Seconds(processor.Max())}",
                processor.Max() <= 1
            ),
            new("Time of a round", "", Measurement.Seconds(Measurement.Median(seconds)), $"median of {Rounds}", null),
        ];
    }

    private static async Task RoundAsync(ServiceProvider services)
    {
        await services.GetRequiredService<MonthEnd>().ReportAsync(CancellationToken.None);
        await services.GetRequiredService<AlertRounds>().WatchAsync(CancellationToken.None);
        await services.GetRequiredService<ChangeQueue>().DueAsync(CancellationToken.None);
        if (await services.GetRequiredService<DueTasks>().FindAsync(CancellationToken.None) is { Count: > 0 } due)
        {
            throw new InvalidOperationException($"{due.Count} tasks are due.");
        }
    }

    private static async Task FillAsync(ServiceProvider services, int connections)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<SyncDbContext>>();
        var now = DateTime.UtcNow;
        foreach (var some in Enumerable.Range(0, connections).Chunk(Batch))
        {
            await using var context = await contexts.CreateDbContextAsync();
            foreach (var number in some)
            {
                Add(context, number, now);
            }

            await context.SaveChangesAsync();
        }
    }

    // As after some nightly checks, of which the newest matters.
    private static void Add(SyncDbContext context, int number, DateTime now)
    {
        var connection = new Connection
        {
            Id = Guid.CreateVersion7(),
            Name = $"Company {number}",
            State = ConnectionState.Active,
            HumaEnvironment = "Sandbox",
            HumaClientId = $"client {number}",
            HumaClientSecret = new ProtectedSecret("cipher of a secret"),
            HumaOrganizationId = "organization",
            XledgerEnvironment = "Sandbox",
            XledgerToken = new ProtectedSecret("cipher of a token"),
            XledgerTokenFingerprint = $"fingerprint {number}",
            XledgerEntityId = $"{number}",
            XledgerEntityName = $"Company {number}",
            AuthorityConfirmedBy = "Kari",
            AuthorityConfirmedAt = now,
            CreatedAt = now.AddDays(-1),
            LastSyncedAt = now,
            LastQuickComparisonAt = now,
            DefaultPolicy = PolicyRule.Ask,
        };
        context.Add(connection);
        foreach (var side in Enum.GetValues<Side>())
        {
            context.Add(
                new SystemHealth
                {
                    ConnectionId = connection.Id,
                    Side = side,
                    CheckedAt = now,
                    Accepted = true,
                }
            );
        }

        context.Add(
            new UsageRecord
            {
                Fingerprint = connection.XledgerTokenFingerprint,
                Side = Side.Xledger,
                Month = now.Year * 100 + now.Month,
                Requests = 17,
            }
        );
        for (var day = 0; day < Nights; day++)
        {
            context.Add(
                new ComparisonRecord
                {
                    Id = Guid.CreateVersion7(),
                    ConnectionId = connection.Id,
                    Purpose = ComparisonPurpose.DriftCheck,
                    State = ComparisonState.Closed,
                    StartedAt = now.AddDays(-day),
                    FinishedAt = now.AddDays(-day),
                    StartedBy = "HumaXledger",
                }
            );
        }
    }

    /// <summary>Counts what EF Core sends.</summary>
    private sealed class Statements
        : IObserver<DiagnosticListener>,
            IObserver<KeyValuePair<string, object?>>,
            IDisposable
    {
        private readonly List<IDisposable> _subscriptions = [];
        private int _count;

        public Statements() => _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));

        public int Count => Volatile.Read(ref _count);

        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == DbLoggerCategory.Name)
            {
                _subscriptions.Add(value.Subscribe(this, name => name == RelationalEventId.CommandExecuting.Name));
            }
        }

        public void OnNext(KeyValuePair<string, object?> value) => Interlocked.Increment(ref _count);

        public void OnCompleted() { }

        public void OnError(Exception error) { }

        public void Dispose() => _subscriptions.ForEach(subscription => subscription.Dispose());
    }
}
