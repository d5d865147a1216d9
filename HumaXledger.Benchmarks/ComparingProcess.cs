using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Benchmarks;

/// <summary>
/// Compares in a separate process, so that memory and processor time are those of the comparison alone; the sandbox
/// runs in the parent process.
/// </summary>
internal static class ComparingProcess
{
    /// <summary>The argument that starts the child process.</summary>
    public const string Command = "compare";

    /// <summary>Runs the comparison in a child process.</summary>
    public static async Task<Compared> RunAsync(Doors doors, int runs)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(ComparingProcess).Assembly.Location);
        start.ArgumentList.Add(Command);
        start.ArgumentList.Add(runs.ToString(CultureInfo.InvariantCulture));
        using var process = Process.Start(start)!;

        // Not as arguments, which other users of the machine can read.
        await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(doors));
        process.StandardInput.Close();
        var answer = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? JsonSerializer.Deserialize<Compared>(answer)!
            : throw new InvalidOperationException($"Comparing ended with {process.ExitCode}.");
    }

    /// <summary>The child process: reads the access from standard input and writes the result as JSON.</summary>
    public static async Task<int> WorkAsync(string[] arguments, TextWriter output)
    {
        var runs = int.Parse(arguments[0], CultureInfo.InvariantCulture);
        var doors = JsonSerializer.Deserialize<Doors>(await Console.In.ReadToEndAsync())!;
        await using var office = await SampleOrganization.OpenAsync(doors);
        var connection = await office.ConnectAsync(doors);
        using var process = Process.GetCurrentProcess();
        var (wall, busy) = (new List<double>(), new List<double>());
        var comparison = Guid.Empty;
        for (var run = 0; run < runs; run++)
        {
            process.Refresh();
            var (before, watch) = (process.TotalProcessorTime, Stopwatch.StartNew());
            comparison = await office.CompareAsync(connection);
            wall.Add(watch.Elapsed.TotalSeconds);
            process.Refresh();
            busy.Add((process.TotalProcessorTime - before).TotalSeconds);
        }

        process.Refresh();
        var afterComparing = process.PeakWorkingSet64;
        var session = await office.Get<Review>().OpenAsync(comparison, Actor.System, CancellationToken.None);
        process.Refresh();
        var afterReview = process.PeakWorkingSet64;
        var (matching, planning) = Engine(session);
        await output.WriteAsync(
            JsonSerializer.Serialize(
                new Compared(
                    session.Record.HumaCount,
                    session.Record.XledgerCount,
                    session.Comparison.Differences.Count,
                    wall,
                    busy,
                    afterComparing,
                    afterReview,
                    matching,
                    planning
                )
            )
        );
        return 0;
    }

    // Only the pure part: matching and comparing, then the plan with every possible decision made.
    private static (List<double> Matching, List<double> Planning) Engine(ReviewSession session)
    {
        var (matching, planning) = (new List<double>(), new List<double>());
        for (var run = 0; run < 7; run++)
        {
            var watch = Stopwatch.StartNew();
            var comparison = Comparison.Of(session.Comparison.Input, []);
            matching.Add(watch.Elapsed.TotalSeconds);
            var choices = comparison
                .Differences.Where(difference => difference.Allowed.Count > 0)
                .ToDictionary(
                    difference => difference.Key,
                    difference =>
                        Review.Can(difference, FieldChoice.UseHuma) ? FieldChoice.UseHuma : FieldChoice.UseXledger
                );
            var decisions = Decisions.None with { Fields = choices };
            watch.Restart();
            var plan = SyncPlan.Make(
                comparison,
                decisions,
                GuardSettings.Default,
                DateOnly.FromDateTime(session.Record.StartedAt),
                null,
                null,
                ForecastModel.Default
            );
            planning.Add(watch.Elapsed.TotalSeconds);
            GC.KeepAlive(plan);
        }

        return (matching, planning);
    }
}

/// <summary>The result of a comparison. Times in seconds, memory in bytes (peak working set so far).</summary>
internal sealed record Compared(
    int Huma,
    int Xledger,
    int Differences,
    IReadOnlyList<double> Wall,
    IReadOnlyList<double> Busy,
    long PeakAfterComparing,
    long PeakAfterReview,
    IReadOnlyList<double> Matching,
    IReadOnlyList<double> Planning
);
