using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using HumaXledger.Tests.Matching;

namespace HumaXledger.Benchmarks;

/// <summary>Runs the built command line as a script would, from files to a file, including the start of .NET.</summary>
internal static class CommandLineRuns
{
    private const int Runs = 5;
    private const int Values = 1_000_000;
    private const long MostMemory = 1_500;
    private const double LeastValues = 200_000;

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    public static int Run(TextWriter output)
    {
        output.WriteLine($"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Description}, load {Machine.Load} at the start.");
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var lines = new List<Measurement>();
            foreach (var people in (int[])[1_000, 10_000, 100_000])
            {
                lines.Add(Plan(folder.FullName, people));
            }

            lines.Add(Validate(folder.FullName));
            output.WriteLine(Measurement.Table(lines));
            output.WriteLine($"Load {Machine.Load} at the end.");
            return lines.Exists(line => line.Met == false) ? 1 : 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Measurement Plan(string folder, int people)
    {
        var organization = new DirtyOrganization(people, 7, Dirt.Ordinary);
        var (huma, xledger, policy) = (
            Path.Combine(folder, "huma.json"),
            Path.Combine(folder, "xledger.json"),
            Path.Combine(folder, "policy.json")
        );
        CommandLineFiles.WritePeople(huma, organization.Huma);
        CommandLineFiles.WritePeople(xledger, organization.Xledger);
        File.WriteAllText(policy, """{"default":"huma"}""");
        var input = (new FileInfo(huma).Length + new FileInfo(xledger).Length) / 1_000_000;
        var runs = Repeat(() =>
            Start(
                $"plan --huma '{huma}' --xledger '{xledger}' --policy '{policy}' > "
                    + $"'{Path.Combine(folder, "plan.json")}'"
            )
        );
        var memory = runs.Max(run => run.Memory);
        return new Measurement(
            string.Create(
                CultureInfo.InvariantCulture,
                $"`plan`, {organization.Huma.Count:N0} × {organization.Xledger.Count:N0} people"
            ),
            people == 100_000 ? $"≤ {MostMemory:N0} MB" : "",
            $"{memory} MB, {Measurement.Seconds(Measurement.Median(runs.Select(run => run.Wall)))}",
            $"{input} MB of JSON read; wall {Measurement.List(runs.Select(run => run.Wall))}; "
                + $"processor time {Measurement.Seconds(Measurement.Median(runs.Select(run => run.Busy)))}",
            people == 100_000 ? memory <= MostMemory : null
        );
    }

    private static Measurement Validate(string folder)
    {
        var file = Path.Combine(folder, "values.jsonl");
        var values = CommandLineFiles.WriteValues(file, new DirtyOrganization(100_000, 7, Dirt.Ordinary).Huma, Values);
        var runs = Repeat(() => Start($"validate < '{file}' > '{Path.Combine(folder, "verdicts.jsonl")}'"));
        var rate = values / Measurement.Median(runs.Select(run => run.Wall));
        return new Measurement(
            string.Create(CultureInfo.InvariantCulture, $"`validate`, {values:N0} values of all fields"),
            string.Create(CultureInfo.InvariantCulture, $"≥ {LeastValues:N0} a second"),
            string.Create(CultureInfo.InvariantCulture, $"{rate:N0} a second"),
            $"wall {Measurement.List(runs.Select(run => run.Wall))}; processor time {Measurement.Seconds(Measurement.Median(runs.Select(run => run.Busy)))}; {runs.Max(run => run.Memory)} MB",
            rate >= LeastValues
        );
    }

    private static List<(double Wall, double Busy, long Memory)> Repeat(Func<Process> start) =>
        [.. Enumerable.Range(0, Runs).Select(_ => Measure(start))];

    /// <summary>
    /// Wall and processor time in seconds, and the peak working set in MB, polled until the program ends.
    /// </summary>
    private static (double Wall, double Busy, long Memory) Measure(Func<Process> start)
    {
        var watch = Stopwatch.StartNew();
        using var process = start();
        var (busy, memory) = (TimeSpan.Zero, 0L);
        do
        {
            try
            {
                process.Refresh();
                (busy, memory) = (process.TotalProcessorTime, Math.Max(memory, process.PeakWorkingSet64));
            }
            catch (Exception fault) when (fault is InvalidOperationException or Win32Exception)
            {
                // The process has just ended.
            }
        } while (!process.WaitForExit(20));
        return process.ExitCode == 0
            ? (watch.Elapsed.TotalSeconds, busy.TotalSeconds, memory / 1_000_000)
            : throw new InvalidOperationException($"The command line ended with {process.ExitCode}.");
    }

    /// <summary>Through a shell, which redirects the files and is replaced by the program.</summary>
    private static Process Start(string arguments)
    {
        var start = new ProcessStartInfo("sh");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add($"exec dotnet '{Program}' {arguments}");
        return Process.Start(start)!;
    }

    // Next to this program's output, in the same configuration.
    private static string Program =>
        Path.Combine(
            AppContext.BaseDirectory.Replace("HumaXledger.Benchmarks", "HumaXledger.Cli", StringComparison.Ordinal),
            "HumaXledger.Cli.dll"
        );
}
