using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Allowance;

/// <summary>
/// Random runs of all kinds, one after the other on one connection, which learns meanwhile: what was forecast is what
/// the sandbox counts, requests of both systems and Xledger's credits.
/// </summary>
public sealed class ForecastSamplesTests(ITestOutputHelper output)
{
    private const int Seed = 20261130;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Forecast_TwentyRandomRuns_IsWithinATenthOfWhatIsUsed()
    {
        await using var fixture = await SyncFixture.OpenAsync(
            options =>
            {
                SyncFixture.WithManyOrdinaryPeople(options);
                // Each record counts, so that nothing is lost in rounding; the price is not public.
                var limits = options.Limits.Xledger;
                (limits.RecordsPerCredit, limits.NodesPerCredit, limits.Credits) = (1, 1, int.MaxValue);
            },
            settings: ("Huma:ParallelRequests", "16")
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        var edits = new RandomEdits(
            fixture.World,
            [.. fixture.Ordinary(60).Select(person => (person.HumaId, person.EmployeeDbId))],
            Seed
        );
        var missed = new List<string>();
        for (var sample = 1; sample <= 20; sample++)
        {
            var made = edits.Next(updates: 40, toHuma: 10);
            var session = await DecidedAsync(fixture, connection, made);
            var before = fixture.World.Meter.ThisMonth;

            var report = await fixture.ApplyAsync(session, Cancellation);

            var after = fixture.World.Meter.ThisMonth;
            var forecast = report.Plan.Forecast;
            Assert.Equal((RunState.Completed, 0), (report.Run.State, report.NotReached));
            Near("requests", forecast.XledgerRequests, after.Requests - before.Requests);
            Near("of Huma", forecast.HumaRequests, report.Run.HumaRequests);
            Near(
                "credits",
                forecast.XledgerRequests + forecast.XledgerRecordsRead + forecast.XledgerRecordsWritten,
                after.Credits - before.Credits
            );

            void Near(string what, long expected, long used)
            {
                var line = $"{sample}: {made.Description}: {what}: {expected} forecast, {used} used";
                output.WriteLine(line);
                if (Math.Abs(expected - used) > 0.1 * used)
                {
                    missed.Add(line);
                }
            }
        }

        Assert.Empty(missed);
        // What was tried out once is kept with the connection.
        await using var store = fixture.Store();
        Assert.Equal(
            "Text=EmptyText Date=EmptyText Reference=EmptyText Adding=False",
            (await store.Connections.SingleAsync(Cancellation)).XledgerBehavior
        );
    }

    private static async Task<ReviewSession> DecidedAsync(SyncFixture fixture, Guid connection, RandomEdit made)
    {
        var session = await fixture.CompareAsync(connection, Cancellation);
        session = await fixture.ChooseAsync(session, FieldChoice.UseHuma, People(made.InHuma), Cancellation);
        session = await fixture.ChooseAsync(session, FieldChoice.UseXledger, People(made.InXledger), Cancellation);
        session = await fixture
            .Get<Review>()
            .ChooseAdditionsAsync(
                session,
                [.. made.HiredInXledger.Select(employee => new XledgerId($"{employee}"))],
                [.. made.HiredInHuma.Select(user => new HumaId($"{user}"))],
                SyncFixture.Administrator,
                Cancellation
            );
        return await fixture.ConfirmGuardsAsync(session, Cancellation);

        static IEnumerable<Someone> People(IEnumerable<Guid> users) => users.Select(user => new Someone(user, 0));
    }
}
