using System.Diagnostics;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using HumaXledger.Tests.Sync.Connections;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Activity;

/// <summary>
/// An act in a process of its own, which kills itself with SIGKILL when the act is in the database's transaction and
/// its entry of the activity log is not.
/// </summary>
public sealed class KilledAct
{
    /// <summary>What the process does, as JSON; it has no arguments of its own.</summary>
    private const string Variable = "HUMAXLEDGER_KILLED_ACT";

    /// <summary>Exit code of a process that was ended by SIGKILL.</summary>
    public const int Killed = 137;

    public static readonly Actor By = new(
        "tenant:kari",
        "Kari",
        null,
        new HashSet<Role> { Role.IntegrationAdministrator }
    );

    /// <summary>Who acts on what, in which store.</summary>
    public sealed record Order(
        string Act,
        Guid ConnectionId,
        Guid ComparisonId,
        IReadOnlyDictionary<string, string?> Store
    );

    /// <summary>Run by <see cref="InAnotherProcessAsync"/> only.</summary>
    [Fact(Explicit = true)]
    public async Task Process_AtTheEntryOfItsAct_IsKilled()
    {
        var order = JsonSerializer.Deserialize<Order>(Environment.GetEnvironmentVariable(Variable)!)!;
        await using var services = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Debug).AddProvider(new KillAtTheChain()))
            .AddSingleton(TimeProvider.System)
            .AddStorage(new ConfigurationBuilder().AddInMemoryCollection(order.Store).Build())
            .AddSharedVault()
            .BuildServiceProvider();

        await RunAsync(services, order);
    }

    /// <returns>The exit code.</returns>
    public static async Task<int> InAnotherProcessAsync(Order order, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                typeof(KilledAct).Assembly.Location,
                "-method",
                $"{typeof(KilledAct).FullName}.{nameof(Process_AtTheEntryOfItsAct_IsKilled)}",
                "-explicit",
                "only",
            },
            Environment = { [Variable] = JsonSerializer.Serialize(order) },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode;
    }

    /// <summary>Does the act, as the product does.</summary>
    internal static Task RunAsync(IServiceProvider services, Order order)
    {
        var contexts = services.GetRequiredService<IDbContextFactory<SyncDbContext>>();
        var clock = services.GetRequiredService<TimeProvider>();
        var cancellation = CancellationToken.None;
        ActivityRecord EntryOf(string code) =>
            ActivityRecord.Of(By, code, clock.GetUtcNow().UtcDateTime, order.ConnectionId);
        return order.Act switch
        {
            "settings" => new ConnectionSettings(contexts, clock).ChangeAsync(
                order.ConnectionId,
                values => values with { Name = "Changed", AddNewPeople = true },
                By,
                cancellation
            ),
            "decision" => services
                .GetRequiredService<DecisionStore>()
                .ReplaceAsync(
                    order.ComparisonId,
                    new Dictionary<(DecisionKind, string), DecidedValue>(),
                    [new Decision.AddToXledger(new HumaId($"{Guid.Empty}"))],
                    [],
                    By.Name,
                    [EntryOf(ActivityCodes.DifferencesDecided)],
                    cancellation
                ),
            "allowance" => services
                .GetRequiredService<DecisionStore>()
                .SaveAsync(
                    order.ComparisonId,
                    [new Decision.ConfirmAllowance(order.ConnectionId)],
                    By.Name,
                    EntryOf(ActivityCodes.AllowanceConfirmed),
                    cancellation
                ),
            "plan" => services
                .GetRequiredService<PlanStore>()
                .SaveOnceAsync(
                    order.ConnectionId,
                    order.ComparisonId,
                    Samples.Plan(),
                    new ShownPlan(PlanSource.Review, "fingerprint of a plan", 0),
                    By.Name,
                    _ => [EntryOf(ActivityCodes.PlanMade)],
                    cancellation
                ),
            _ => throw new ArgumentException(order.Act, nameof(order)),
        };
    }

    private sealed class KillAtTheChain : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void Dispose() { }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        // The head of the chain is read when everything else is in the transaction, before the entry is.
        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            if (formatter(state, exception).Contains("\"ActivityChain\"", StringComparison.Ordinal))
            {
                Process.GetCurrentProcess().Kill();
            }
        }
    }
}
