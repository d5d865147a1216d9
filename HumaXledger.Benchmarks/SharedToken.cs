using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox;

namespace HumaXledger.Benchmarks;

/// <summary>
/// Two nodes with one token and one PostgreSQL: each writes ten changes a second, as inbound sync does, one batch a
/// second. The sandbox has Xledger's limits, and counts what it refuses.
/// </summary>
internal static class SharedToken
{
    private const int PerSecond = 10;
    private const int Seconds = 60;
    private const int Nodes = 2;

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    /// <param name="arguments">The connection string of an empty PostgreSQL database; the seconds.</param>
    public static Task<int> RunAsync(string[] arguments, TextWriter output) => MainJob.MeasureAsync(output, async () =>
        {
            var store = StorageConnection.Read(
                new StorageOptions { Provider = "PostgreSql", ConnectionString = arguments.FirstOrDefault() }
            );
            var seconds = arguments.Length > 1 ? int.Parse(arguments[1], CultureInfo.InvariantCulture) : Seconds;
            var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = 1_000 };
            options.Limits.Xledger.Credits = int.MaxValue;
            await using var sandbox = await SandboxServer.StartAsync(
                options,
                TimeProvider.System,
                null,
                CancellationToken.None
            );
            var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
            var doors = new Doors(
                sandbox.HumaBaseAddress,
                sandbox.XledgerEndpoint,
                $"{key.ClientId}",
                key.Text,
                token.Text
            );
            await using var first = await SampleOrganization.OpenAsync(doors, store);
            await using var second = await SampleOrganization.OpenAsync(doors, store);
            var norway = sandbox.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
            var people = sandbox
                .World.Catalogue.Pairs.Where(pair =>
                    pair is { Agrees: true, EmployeeDbId: not null } && pair.EntityOwnerDbId == norway
                )
                .Select(pair => new XledgerId($"{pair.EmployeeDbId}"))
                .Take(Nodes * PerSecond * 10)
                .ToList();
            var half = people.Count / Nodes;
            var began = Stopwatch.StartNew();
            var written = await Task.WhenAll(
                WriteAsync(first, doors, people[..half], seconds),
                WriteAsync(second, doors, people[half..], seconds)
            );
            var meter = sandbox.World.Meter.ThisMonth;
            return
            [
                new Measurement(
                    $"Refusals of two nodes with one token, {PerSecond} changes a second each for {seconds} s",
                    "none",
                    $"{meter.OverLimit}",
                    FormattableString.Invariant(
                        $"{meter.Requests} requests, {written[0]} and {written[1]} changes in {began.Elapsed.TotalSeconds:0.0} s"
                    ),
                    meter.OverLimit == 0 && written.Sum() == Nodes * PerSecond * seconds
                ),
            ];
        });

    /// <summary>Writes a batch a second; one that is late starts at once.</summary>
    /// <returns>The changes written.</returns>
    private static async Task<int> WriteAsync(
        SampleOrganization node,
        Doors doors,
        IReadOnlyList<XledgerId> people,
        int seconds
    )
    {
        var client = node.Get<OutsideSystems>().Xledger("Sandbox", XledgerToken.TryRead(doors.Token, out _)!);
        var watch = Stopwatch.StartNew();
        var written = 0;
        for (var second = 0; second < seconds; second++)
        {
            if (TimeSpan.FromSeconds(second) - watch.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
            }

            var ids = Enumerable
                .Range(second * PerSecond, PerSecond)
                .Select(number => people[number % people.Count])
                .ToList();
            var employees = await client.ReadEmployeesAsync(ids, CancellationToken.None);
            var title = FieldValue.From($"Fagansvarlig {second}");
            await client.WriteAsync(
                [
                    .. ids.Select(id => new XledgerUpdate(
                        employees[id],
                        new Dictionary<Field, FieldValue> { [Field.JobTitle] = title }
                    )),
                ],
                CancellationToken.None
            );
            written += ids.Count;
        }

        return written;
    }
}
