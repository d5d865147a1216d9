using System.Globalization;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Benchmarks;

/// <summary>
/// What reading and writing sealed values costs: links and changes of many people, on SQLite. Processor time, which
/// other work on the machine changes less than the time that passes.
/// </summary>
internal static class SealedReading
{
    private const int Rounds = 15;

    /// <param name="args">How many people; 10,000 by default.</param>
    public static async Task<int> RunAsync(string[] args, TextWriter output)
    {
        var people = args is [var count, ..] ? int.Parse(count, CultureInfo.InvariantCulture) : 10_000;
        var folder = Directory.CreateTempSubdirectory("humaxledger-sealed-");
        await using var services = new ServiceCollection()
            .AddLogging()
            .AddStorage(
                new ConfigurationBuilder()
                    .AddInMemoryCollection([
                        new(
                            "ConnectionStrings:HumaXledger",
                            $"Data Source={Path.Combine(folder.FullName, "store.db")}"
                        ),
                    ])
                    .Build()
            )
            .BuildServiceProvider();
        await services.GetRequiredService<StorageMigrator>().MigrateAsync();
        var contexts = services.GetRequiredService<IDbContextFactory<SyncDbContext>>();
        var begun = Environment.CpuUsage.TotalTime;
        await FillAsync(contexts, people);
        var took = Environment.CpuUsage.TotalTime - begun;
        await output.WriteLineAsync($"{people} people; written in {took.TotalMilliseconds:F0} ms of processor time");
        await output.WriteLineAsync($"links read: {await MedianAsync(() => ReadAsync<PersonLink>(contexts)):F0} ms");
        await output.WriteLineAsync(
            $"changes read: {await MedianAsync(() => ReadAsync<ChangeRecord>(contexts)):F0} ms"
        );
        folder.Delete(recursive: true);
        return 0;
    }

    private static async Task ReadAsync<T>(IDbContextFactory<SyncDbContext> contexts)
        where T : class
    {
        await using var context = await contexts.CreateDbContextAsync();
        await context.Set<T>().AsNoTracking().ToListAsync();
    }

    private static async Task<double> MedianAsync(Func<Task> act)
    {
        var times = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var begun = Environment.CpuUsage.TotalTime;
            await act();
            times.Add((Environment.CpuUsage.TotalTime - begun).TotalMilliseconds);
        }

        return times.Order().ElementAt(Rounds / 2);
    }

    private static async Task FillAsync(IDbContextFactory<SyncDbContext> contexts, int people)
    {
        await using var context = await contexts.CreateDbContextAsync();
        var connection = NewConnection();
        var comparison = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection.Id,
            StartedBy = "Kari",
        };
        var plan = new PlanRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection.Id,
            ComparisonId = comparison.Id,
            Number = 1,
            Fingerprint = FieldValue.From("fingerprint"),
            CreatedBy = "Kari",
            Blocked = [],
            Guards = [],
            Forecast = new(0, 0, 0, 0, 0),
        };
        context.AddRange(connection, comparison, plan);
        for (var person = 1; person <= people; person++)
        {
            var values = new FieldValues(
                FieldRules.All.Select(rules =>
                    KeyValuePair.Create(rules.Field, (FieldValue)new FieldValue.Of($"{rules.Name} {person}"))
                )
            );
            var (huma, xledger) = (new HumaId($"{Guid.NewGuid()}"), new XledgerId($"{person}"));
            context.Add(
                new PersonLink
                {
                    ConnectionId = connection.Id,
                    HumaId = huma,
                    XledgerId = xledger,
                    FoundAs = MatchState.Certain,
                    LinkedBy = "Kari",
                    Baseline = values,
                    LastProcessed = values,
                    KnownInHuma = values,
                }
            );
            context.Add(
                new ChangeRecord
                {
                    PlanId = plan.Id,
                    Sequence = person,
                    HumaId = huma,
                    XledgerId = xledger,
                    PersonName = "Kari Nordmann",
                    Field = Field.BankAccount,
                    From = values[Field.BankAccount],
                    To = values[Field.Identification],
                    After = values[Field.Identification],
                }
            );
        }

        await context.SaveChangesAsync();
    }

    private static Connection NewConnection() =>
        new()
        {
            Id = Guid.NewGuid(),
            Name = "Fjord",
            HumaEnvironment = "Sandbox",
            HumaClientId = "id",
            HumaClientSecret = new ProtectedSecret(""),
            HumaOrganizationId = "1",
            XledgerEnvironment = "Sandbox",
            XledgerToken = new ProtectedSecret(""),
            XledgerTokenFingerprint = "",
            XledgerEntityId = "1",
            XledgerEntityName = "Fjord AS",
            AuthorityConfirmedBy = "Kari",
        };
}
