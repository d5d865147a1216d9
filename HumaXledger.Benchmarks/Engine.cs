using System.Diagnostics;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.NoEmit;

namespace HumaXledger.Benchmarks;

/// <summary>Runs the benchmarks of the engine in this process: few iterations, since one of them takes seconds at 100,000 people.</summary>
internal static class Engine
{
    public static async Task<int> RunAsync(TextWriter output)
    {
        await output.WriteLineAsync($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Description}, load {Machine.Load} at the start.");
        var job = Job.Default.WithToolchain(InProcessNoEmitToolchain.Instance).WithWarmupCount(3).WithIterationCount(7).WithInvocationCount(1).WithUnrollFactor(1);
        var config = ManualConfig.CreateEmpty().AddJob(job).AddLogger(ConsoleLogger.Default).AddColumnProvider(BenchmarkDotNet.Columns.DefaultColumnProviders.Instance)
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "humaxledger-benchmarks"));
        var summaries = new[] { BenchmarkRunner.Run<EngineBenchmarks>(config), BenchmarkRunner.Run<ValidationBenchmarks>(config) };
        using var process = Process.GetCurrentProcess();
        await output.WriteLineAsync($"Load {Machine.Load} at the end; the most memory that this process held: {process.PeakWorkingSet64 / 1024 / 1024} MB.");
        return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
    }
}
