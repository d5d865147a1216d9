using HumaXledger.Sandbox;

namespace HumaXledger.Benchmarks;

/// <summary>The targets of speed and size for the main job, measured on the sandbox.</summary>
internal static class MainJob
{
    private const double Megabyte = 1024 * 1024;

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    public static Task<int> RunAsync(TextWriter output) =>
        MeasureAsync(output, async () =>
            [
                await WithSandboxAsync(1_000, async (_, doors) =>
                    Comparing(await ComparingProcess.RunAsync(doors, runs: 5))
                ),
                await WithSandboxAsync(1_000, async (sandbox, doors) =>
                    Applying(await InboundBurst.RunAsync(sandbox, doors, people: 300))
                ),
                .. await WithSandboxAsync(10_000, async (_, doors) =>
                    Large(await ComparingProcess.RunAsync(doors, runs: 1))
                ),
            ]
        );

    /// <summary>Writes a table with the machine and its load; 1 where a target was missed.</summary>
    internal static async Task<int> MeasureAsync(TextWriter output, Func<Task<List<Measurement>>> measure)
    {
        var load = Machine.Load;
        var measurements = await measure();
        await output.WriteLineAsync(
            $"{DateTime.UtcNow:yyyy-MM-dd}, {Machine.Description}, load {load} "
                + $"at the start and {Machine.Load} at the end."
        );
        await output.WriteLineAsync();
        await output.WriteLineAsync(Measurement.Table(measurements));
        return measurements.Exists(one => one.Met == false) ? 1 : 0;
    }

    /// <param name="people">
    /// People in the connected company; of 250 people in the sample at least 205 are in it on either side.
    /// </param>
    private static async Task<T> WithSandboxAsync<T>(int people, Func<SandboxServer, Doors, Task<T>> measure)
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Url = "http://127.0.0.1:0", People = 1 + (people * 250 / 205) },
            TimeProvider.System,
            null,
            CancellationToken.None
        );
        var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
        return await measure(
            sandbox,
            new Doors(sandbox.HumaBaseAddress, sandbox.XledgerEndpoint, $"{key.ClientId}", key.Text, token.Text)
        );
    }

    private static Measurement Comparing(Compared found)
    {
        var wall = Measurement.Median(found.Wall);
        return new Measurement(
            "Comparing 1,000 people",
            "≤ 5 s",
            Measurement.Seconds(wall),
            $"{found.Huma} users, {found.Xledger} employees of the connected company; "
                + $"runs {Measurement.List(found.Wall)} s; processor time of the comparing process "
                + $"{Measurement.Seconds(Measurement.Median(found.Busy))}",
            wall <= 5
        );
    }

    private static Measurement Applying(Applied found)
    {
        var near = Math.Abs(found.Forecast - found.Requests) <= 0.1 * found.Requests;
        return new Measurement(
            "Applying 300 changed people",
            "≤ 12 Xledger requests, none over a limit, forecast ±10 %",
            $"{found.Requests} requests, {found.OverLimit} over a limit, {found.Forecast} forecast",
            $"{found.People} people updated, {found.Confirmed} of {found.Planned} changes confirmed, "
                + $"{Measurement.Seconds(found.Seconds)}",
            found is { Requests: <= 12, OverLimit: 0, People: >= 300 } && near
        );
    }

    private static IEnumerable<Measurement> Large(Compared found)
    {
        var (compared, reviewed) = (found.PeakAfterComparing / Megabyte, found.PeakAfterReview / Megabyte);
        yield return new Measurement(
            "Memory with 10,000 people compared",
            "≤ 600 MB",
            FormattableString.Invariant($"{compared:0} MB"),
            FormattableString.Invariant(
                $"highest working set of the comparing process; {reviewed:0} MB with the review open as well; {found.Huma} users, {found.Xledger} employees"
            ),
            Math.Max(compared, reviewed) <= 600
        );
        yield return new Measurement(
            "Comparing 10,000 people",
            "",
            Measurement.Seconds(found.Wall[0]),
            $"both systems read in full over HTTP and stored; processor time {Measurement.Seconds(found.Busy[0])}",
            null
        );
        yield return new Measurement(
            "10,000 × 10,000 in the engine alone",
            "",
            Measurement.Seconds(Measurement.Median(found.Matching)),
            $"who is who and {found.Differences} differences, median of {found.Matching.Count}; "
                + $"the plan on top {Measurement.Seconds(Measurement.Median(found.Planning))}",
            null
        );
    }
}
