using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using Microsoft.Extensions.Options;

namespace HumaXledger.Benchmarks.Reading;

/// <summary>
/// Reading everyone from a Huma that is a round trip away, by the product's client and by a plain reader in turn. The
/// bound is the time in which so many profiles can be read with so many requests at the same time: profiles × round
/// trip ÷ requests. The round trip is what a request alone takes here, which is more than Huma waits: the timers of a
/// server are coarse.
/// </summary>
internal static class HumaReadingRuns
{
    private static readonly TimeSpan RoundTrip = TimeSpan.FromMilliseconds(50);
    private static readonly (int Parallel, double Goal)[] Goals = [(4, 1.08), (8, 1.10), (16, 1.20)];

    /// <summary>Writes the table; 1 where a goal is missed by more than half the spread of the rounds.</summary>
    /// <param name="arguments">The number of people, 10,000 by default; the rounds, 7 by default.</param>
    public static Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var people = Number(arguments, 0, 10_000);
        var rounds = Number(arguments, 1, 7);
        return MainJob.MeasureAsync(output, async () =>
        {
            await using var huma = await DelayedHuma.StartAsync(people, RoundTrip);
            // Compiles what both need; with as many requests as the setting allows.
            await MeasureAsync(huma, 32, 1, double.PositiveInfinity);
            var measured = new List<Measurement>();
            foreach (var (parallel, goal) in Goals)
            {
                measured.Add(await MeasureAsync(huma, parallel, rounds, goal));
            }

            return measured;
        });
    }

    private static async Task<Measurement> MeasureAsync(DelayedHuma huma, int parallel, int rounds, double goal)
    {
        var meter = new Meter();
        using var factory = new HumaClientFactory(
            Options.Create(new HumaOptions { ParallelRequests = parallel }),
            TimeProvider.System
        );
        var client = factory.Create(huma.Access, meter);
        using var plain = new PlainReader(huma.Access, parallel);
        var (ours, theirs) = (new List<Round>(), new List<Round>());
        var real = await plain.RoundTripAsync(requests: 50);
        for (var round = 0; round < rounds; round++)
        {
            ours.Add(await TimeAsync(huma, async () =>
                {
                    var reading = await client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);
                    return reading.Problems.Count == 0
                        ? reading.Users.Count
                        : throw new InvalidOperationException($"Not everyone: {reading.Problems[0].Reason}");
                }));
            theirs.Add(await TimeAsync(huma, plain.ReadAsync));
        }

        var people = ours[0].People;
        if (ours.Concat(theirs).Any(round => round.People != people))
        {
            throw new InvalidOperationException("The readers found different numbers of people.");
        }

        var bound = people * real / parallel;
        var ratios = ours.ConvertAll(round => round.Seconds / bound);
        var (ratio, noise) = (Measurement.Median(ratios), (ratios.Max() - ratios.Min()) / 2);
        return new Measurement(
            string.Create(CultureInfo.InvariantCulture, $"{people:N0} profiles, {parallel} at the same time"),
            string.Create(CultureInfo.InvariantCulture, $"≤ {goal:0.00} × the bound"),
            string.Create(CultureInfo.InvariantCulture, $"{ratio:0.000} × ± {noise:0.000}"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Median(ours, round => round.Seconds):0.0} s, bound {bound:0.0} s; a request alone takes "
                    + $"{real * 1000:0.0} ms; with the {RoundTrip.TotalMilliseconds:0} ms that Huma waits it is "
                    + $"{ratio * real / RoundTrip.TotalSeconds:0.000} ×; "
                    + $"{meter.Requests / rounds:N0} "
                    + $"requests; plain reader {Median(theirs, round => round.Seconds) / bound:0.000} ×; "
                    + $"processor time {Median(ours, round => round.Busy):0.0} s, plain reader "
                    + $"{Median(theirs, round => round.Busy):0.0} s, server "
                    + $"{Median(ours, round => round.Server):0.0} s"
            ),
            ratio - noise <= goal
        );
    }

    private static double Median(List<Round> rounds, Func<Round, double> of) => Measurement.Median(rounds.Select(of));

    private static async Task<Round> TimeAsync(DelayedHuma huma, Func<Task<int>> read)
    {
        GC.Collect();
        var (busy, server) = (Environment.CpuUsage.TotalTime, huma.Busy);
        var watch = Stopwatch.StartNew();
        var people = await read();
        return new Round(
            people,
            watch.Elapsed.TotalSeconds,
            (Environment.CpuUsage.TotalTime - busy).TotalSeconds,
            (huma.Busy - server).TotalSeconds
        );
    }

    private static int Number(string[] arguments, int index, int fallback) =>
        arguments.Length > index ? int.Parse(arguments[index], CultureInfo.InvariantCulture) : fallback;

    /// <summary>One reading; times in seconds, processor times of the reader and of the server.</summary>
    private sealed record Round(int People, double Seconds, double Busy, double Server);

    private sealed class Meter : IUsageMeter
    {
        private long _requests;

        public long Requests => _requests;

        public void Count(Side side, long bytesUp, long bytesDown) => Interlocked.Increment(ref _requests);
    }
}
