using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;

namespace HumaXledger.Benchmarks;

/// <summary>
/// Forecast against use: twenty random runs of all kinds, one after the other on one connection, counted by the
/// sandbox.
/// </summary>
internal static class ForecastSamples
{
    // The share of the sample that agrees and belongs to the connected company.
    private const double Usable = 0.42;
    private const int Seed = 20261130;

    /// <summary>Writes the table; 1 where a forecast was off by more than a tenth.</summary>
    /// <param name="arguments">The most people who are updated in a run, 3,000 by default.</param>
    public static Task<int> RunAsync(string[] arguments, TextWriter output) => MainJob.MeasureAsync(output, async () =>
        {
            var most = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : 3_000;
            var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = (int)(most / Usable) + 250 };
            // Each record costs a credit here, so that nothing is lost in rounding; the price is not public.
            var limits = options.Limits.Xledger;
            (limits.RecordsPerCredit, limits.NodesPerCredit, limits.Credits) = (1, 1, int.MaxValue);
            await using var sandbox = await SandboxServer.StartAsync(
                options,
                TimeProvider.System,
                null,
                CancellationToken.None
            );
            return await MeasuredAsync(sandbox, most);
        });

    private static async Task<List<Measurement>> MeasuredAsync(SandboxServer sandbox, int most)
    {
        var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
        var doors = new Doors(
            sandbox.HumaBaseAddress,
            sandbox.XledgerEndpoint,
            $"{key.ClientId}",
            key.Text,
            token.Text
        );
        await using var office = await SampleOrganization.OpenAsync(doors);
        var connection = await office.ConnectAsync(doors);
        var norway = sandbox.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        var people = sandbox
            .World.Catalogue.Pairs.Where(pair =>
                pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null } && pair.EntityOwnerDbId == norway
            )
            .Take(most + (most / 4))
            .Select(pair => (pair.HumaId!.Value, pair.EmployeeDbId!.Value))
            .ToList();
        var edits = new RandomEdits(sandbox.World, people, Seed);
        var lines = new List<Measurement>();
        for (var sample = 0; sample < 20; sample++)
        {
            // From tens of people to the most.
            var size = Math.Max(10, most >> (sample % 4 * 2));
            var made = edits.Next(updates: Math.Min(size, people.Count / 2), toHuma: Math.Clamp(size / 8, 10, 200));
            lines.Add(await SampleAsync(sandbox, office, connection, made));
        }

        return lines;
    }

    private static async Task<Measurement> SampleAsync(
        SandboxServer sandbox,
        SampleOrganization office,
        Guid connection,
        RandomEdit made
    )
    {
        var review = office.Get<Review>();
        var session = await review.OpenAsync(
            await office.CompareAsync(connection),
            Actor.System,
            CancellationToken.None
        );
        foreach (
            var (choice, users) in new[]
            {
                (FieldChoice.UseHuma, made.InHuma),
                (FieldChoice.UseXledger, made.InXledger),
            }
        )
        {
            var ids = users.Select(user => $"{user}").ToHashSet();
            var wanted = session
                .Comparison.Differences.Where(difference =>
                    ids.Contains(difference.Pair.Huma.Id) && Review.Can(difference, choice)
                )
                .ToList();
            (session, _) = await review.DecideAsync(
                session,
                wanted,
                choice,
                SampleOrganization.Administrator,
                CancellationToken.None
            );
        }

        session = await office.ConfirmAllAsync(
            await review.ChooseAdditionsAsync(
                session,
                [.. made.HiredInXledger.Select(employee => new XledgerId($"{employee}"))],
                [.. made.HiredInHuma.Select(user => new HumaId($"{user}"))],
                SampleOrganization.Administrator,
                CancellationToken.None
            )
        );
        var before = sandbox.World.Meter.ThisMonth;
        var report = await office.ApplyAsync(session);
        var after = sandbox.World.Meter.ThisMonth;
        var forecast = report.Plan.Forecast;
        (string What, long Forecast, long Used)[] compared =
        [
            ("requests", forecast.XledgerRequests, after.Requests - before.Requests),
            (
                "credits",
                forecast.XledgerRequests + forecast.XledgerRecordsRead + forecast.XledgerRecordsWritten,
                after.Credits - before.Credits
            ),
            ("Huma", forecast.HumaRequests, report.Run.HumaRequests),
        ];
        return new Measurement(
            made.Description,
            "±10 %",
            string.Join(", ", compared.Select(one => $"{one.What} {one.Forecast} / {one.Used}")),
            $"{report.Plan.ChangeCount} changes",
            compared.All(one => Math.Abs(one.Forecast - one.Used) <= 0.1 * one.Used)
        );
    }
}
