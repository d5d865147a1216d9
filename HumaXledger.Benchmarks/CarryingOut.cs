using System.Globalization;
using HumaXledger.Sandbox;

namespace HumaXledger.Benchmarks;

/// <summary>The speed of runs against the sandbox, which has Xledger's limits.</summary>
internal static class CarryingOut
{
    // The share of the sample that agrees, belongs to the connected company and can be changed.
    private const double Usable = 0.42;

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    public static Task<int> RunAsync(TextWriter output) =>
        MainJob.MeasureAsync(output, async () =>
            [Thousand(await MeasuredAsync(1_000)), .. TenThousand(await MeasuredAsync(10_000))]
        );

    private static async Task<Applied> MeasuredAsync(int people)
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = (int)(people / Usable) };
        // Reading this many people costs more credits than one hour has; the cost in credits is not public
        // (contracts/xledger.md 5).
        options.Limits.Xledger.Credits = int.MaxValue;
        await using var sandbox = await SandboxServer.StartAsync(
            options,
            TimeProvider.System,
            null,
            CancellationToken.None
        );
        var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
        return await InboundBurst.RunAsync(
            sandbox,
            new Doors(sandbox.HumaBaseAddress, sandbox.XledgerEndpoint, $"{key.ClientId}", key.Text, token.Text),
            people
        );
    }

    // Read, find the suppliers, write two records per person, 500 in a request, read back.
    private static int Least(Applied found) => 3 + (((2 * found.People) + 499) / 500);

    private static Measurement Thousand(Applied found) =>
        new(
            "Carrying out 1,000 changed people",
            $"≤ {1.3 * Least(found):0.0} Xledger requests (1.3 × the least), ≤ 15 s, forecast ±10 %",
            $"{found.Requests} requests, {found.Forecast} forecast, {Measurement.Seconds(found.Seconds)}",
            $"{found.People} people, {found.Confirmed} of {found.Planned} changes confirmed, "
                + $"{found.OverLimit} requests over a limit; journal and progress {Part(found)}",
            found is { Seconds: <= 15, OverLimit: 0 }
                && found.Requests <= 1.3 * Least(found)
                && Math.Abs(found.Forecast - found.Requests) <= 0.1 * found.Requests
        );

    private static IEnumerable<Measurement> TenThousand(Applied found)
    {
        // 20 requests at once, 20 more every 5 seconds.
        var allowed = (found.Requests - 1) / 20 * 5.0;
        var share = found.Writing == 0 ? 0 : allowed / found.Writing;
        yield return new Measurement(
            "Carrying out 10,000 changed people",
            "≥ 90 % of what the limits allow",
            Percent(share),
            FormattableString.Invariant(
                $"{found.Requests} requests, for which the limits ask {allowed:0} s, took {found.Writing:0.00} s; the whole run {found.Seconds:0.00} s; {found.OverLimit} over a limit, {found.Forecast} forecast; {found.Confirmed} of {found.Planned} changes confirmed"
            ),
            share >= 0.9 && found.OverLimit == 0
        );
        yield return new Measurement(
            "Journal and progress, 10,000 people",
            "≤ 10 % of the run",
            Percent(found.Journal / found.Seconds),
            $"{Part(found)}",
            found.Journal <= 0.1 * found.Seconds
        );
    }

    private static string Part(Applied found) =>
        $"{Measurement.Seconds(found.Journal)} of {Measurement.Seconds(found.Seconds)}";

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);
}
