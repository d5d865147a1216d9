using System.Diagnostics;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace HumaXledger.Benchmarks;

/// <summary>
/// Runs the engine's benchmarks in this process. The minimum is shown next to the mean: on a busy machine it is more
/// meaningful.
/// </summary>
internal static class Engine
{
    /// <summary>Runs all benchmarks; 1 where one failed.</summary>
    public static async Task<int> RunAsync(TextWriter output)
    {
        await output.WriteLineAsync(
            $"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Description}, load {Machine.Load} at the start."
        );

        // Few iterations, because one takes seconds at 100,000 people.
        var seldom = Job.Default.WithWarmupCount(3).WithIterationCount(7).WithInvocationCount(1).WithUnrollFactor(1);
        var summaries = new[]
        {
            BenchmarkRunner.Run<ValidationBenchmarks>(With(Job.ShortRun)),
            BenchmarkRunner.Run<EngineBenchmarks>(With(seldom)),
        };
        using var process = Process.GetCurrentProcess();
        await output.WriteLineAsync(
            $"Load {Machine.Load} at the end; the most memory that this process held: "
                + $"{process.PeakWorkingSet64 / 1024 / 1024} MB."
        );
        return summaries.Any(summary =>
            summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)
        )
            ? 1
            : 0;
    }

    private static ManualConfig With(Job job) =>
        ManualConfig
            .CreateEmpty()
            .AddJob(job.WithToolchain(InProcessNoEmitToolchain.Instance))
            .AddLogger(ConsoleLogger.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddColumn(StatisticColumn.Min)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "humaxledger-benchmarks"));
}
