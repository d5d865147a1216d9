using System.Diagnostics;
using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma.Webhooks;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Benchmarks;

/// <summary>
/// The time from a change in Huma to the confirmed value in Xledger: the sandbox, which has Xledger's limits, edits its
/// people and posts its webhooks to the built Portal.
/// </summary>
internal sealed class FollowingHuma : IAsyncDisposable
{
    // The share of the sample that agrees and belongs to the connected company.
    private const double Usable = 0.4;
    private const double Megabyte = 1024 * 1024;

    private readonly SandboxServer _sandbox;
    private readonly SampleOrganization _office;
    private readonly BuiltPortal _portal;
    private readonly DirectoryInfo _folder;
    private readonly IReadOnlyList<Guid> _people;
    private int _edits;

    private FollowingHuma(
        SandboxServer sandbox,
        SampleOrganization office,
        BuiltPortal portal,
        DirectoryInfo folder,
        IReadOnlyList<Guid> people
    ) => (_sandbox, _office, _portal, _folder, _people) = (sandbox, office, portal, folder, people);

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    /// <param name="arguments">
    /// The minutes of 50 changes per second, 10 by default; the connection string of an empty PostgreSQL database.
    /// </param>
    public static Task<int> RunAsync(string[] arguments, TextWriter output) => MainJob.MeasureAsync(output, async () =>
        {
            var minutes = arguments.Length > 0 ? double.Parse(arguments[0], CultureInfo.InvariantCulture) : 10;
            await using var following = await OpenAsync(1_000, arguments.Length > 1 ? arguments[1] : null);
            return
            [
                await following.SingleAsync(40),
                await following.GroupAsync("20 people 400 ms apart", TimeSpan.FromMilliseconds(400), most: 1),
                await following.GroupAsync("20 people at once", TimeSpan.Zero, most: 2),
                await following.BurstAsync(1_000),
                .. await following.StreamAsync(TimeSpan.FromMinutes(minutes)),
            ];
        });

    private static async Task<FollowingHuma> OpenAsync(int people, string? postgres)
    {
        var options = new SandboxOptions { Url = "http://127.0.0.1:0", People = SampleFor(people) };
        // The cost in credits is not public (contracts/xledger.md 5); only requests are limited here.
        options.Limits.Xledger.Credits = int.MaxValue;
        var sandbox = await SandboxServer.StartAsync(options, TimeProvider.System, null, CancellationToken.None);
        var (key, token) = (sandbox.World.FullHumaKey, sandbox.World.FullXledgerToken);
        var doors = new Doors(
            sandbox.HumaBaseAddress,
            sandbox.XledgerEndpoint,
            $"{key.ClientId}",
            key.Text,
            token.Text
        );
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        var store = StorageConnection.Read(
            postgres is null
                ? new StorageOptions { ConnectionString = $"Data Source={Path.Combine(folder.FullName, "portal.db")}" }
                : new StorageOptions { Provider = "PostgreSql", ConnectionString = postgres }
        );
        var office = await SampleOrganization.OpenAsync(doors, store);
        var (connection, ids) = await PrepareAsync(sandbox, office, doors, people);
        var portal = await BuiltPortal.StartAsync(
            folder.FullName,
            store,
            "--Sandbox:Enabled=false",
            $"--Huma:Environments:Sandbox:BaseAddress={doors.Huma}",
            $"--Xledger:Environments:Sandbox:Endpoint={doors.Xledger}"
        );
        var made = SampleOrganization.Done(
            await office
                .Get<WebhookKeys>()
                .MakeAsync(connection, SampleOrganization.Administrator, CancellationToken.None)
        );
        sandbox.World.Webhook.Options = new HumaWebhookOptions
        {
            Url = $"{portal.Address}webhooks/huma/{made.Address}",
            Secret = made.Secret.Reveal(),
            Token = made.Token.Reveal(),
        };
        return new FollowingHuma(sandbox, office, portal, folder, ids);
    }

    /// <summary>People of a sample with so many ordinary ones in the connected company.</summary>
    public static int SampleFor(int people) => (int)(people / Usable);

    /// <summary>Connects the company, synchronizes it once, and allows many changes at once.</summary>
    /// <returns>The connection, and ordinary people.</returns>
    public static async Task<(Guid Connection, IReadOnlyList<Guid> People)> PrepareAsync(
        SandboxServer sandbox,
        SampleOrganization office,
        Doors doors,
        int people
    )
    {
        var connection = await office.ConnectAsync(doors);
        var norway = sandbox.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        var ids = sandbox
            .World.Catalogue.Pairs.Where(pair =>
                pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null } && pair.EntityOwnerDbId == norway
            )
            .Select(pair => pair.HumaId!.Value)
            .ToList();
        await SynchronizedAsync(sandbox, office, connection, ids[0]);
        // A few pairs are left to an administrator, because others look like them.
        var linked = await LinkedAsync(office, connection);
        ids = [.. ids.Where(linked.Contains).Take(people)];
        if (ids.Count < people)
        {
            throw new InvalidOperationException($"The sample has only {ids.Count} linked people of {people}.");
        }

        // This many people at once are intended here.
        var settings = office.Get<ConnectionSettings>();
        var shown = await settings.ReadAsync(connection, Actor.System, CancellationToken.None);
        await settings.SaveAsync(
            connection,
            shown,
            shown with
            {
                Limits = new Dictionary<GuardKind, GuardLimit>(shown.Limits)
                {
                    [GuardKind.PeopleTouched] = new(int.MaxValue / 100, null),
                },
            },
            overwrite: false,
            SampleOrganization.Administrator,
            CancellationToken.None
        );
        return (connection, ids);
    }

    private static async Task<HashSet<Guid>> LinkedAsync(SampleOrganization office, Guid connection)
    {
        await using var store = office.Store();
        var links = await store
            .Links.Where(link => link.ConnectionId == connection)
            .Select(link => link.HumaId)
            .ToListAsync();
        return [.. links.Select(id => Guid.Parse(id.Value))];
    }

    private static async Task SynchronizedAsync(
        SandboxServer sandbox,
        SampleOrganization office,
        Guid connection,
        Guid person
    )
    {
        sandbox.World.EditInHuma(person, SandboxField.JobTitle, "Fagansvarlig");
        var session = await office
            .Get<Review>()
            .OpenAsync(await office.CompareAsync(connection), Actor.System, CancellationToken.None);
        var wanted = session
            .Comparison.Differences.Where(difference =>
                difference.Pair.Huma.Id == $"{person}" && Review.Can(difference, FieldChoice.UseHuma)
            )
            .ToList();
        (session, _) = await office
            .Get<Review>()
            .DecideAsync(
                session,
                wanted,
                FieldChoice.UseHuma,
                SampleOrganization.Administrator,
                CancellationToken.None
            );
        await office.ApplyAsync(session);
    }

    private async Task<Measurement> SingleAsync(int changes)
    {
        for (var change = 0; change < changes; change++)
        {
            Edit(1 + change);
            await SettledAsync();
            // A user takes longer than this between two people.
            await Task.Delay(1_000);
        }

        var delays = await DelaysAsync(changes);
        var (median, most) = (Measurement.Median(delays), Measurement.Percentile(delays, 0.95));
        return new Measurement(
            "A single change, message to confirmed write",
            "95th percentile ≤ 0.6 s",
            $"median {Measurement.Seconds(median)}, 95th {Measurement.Seconds(most)}",
            $"{delays.Count} changes one after the other, longest {Measurement.Seconds(delays.Max())}; "
                + $"company of {_people.Count} ordinary people",
            delays.Count == changes && Measurement.Within(most, 0.6)
        );
    }

    private async Task<Measurement> GroupAsync(string what, TimeSpan apart, double most)
    {
        const int rounds = 6;
        const int people = 20;
        var before = _sandbox.World.Meter.ThisMonth;
        var delays = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            // The requests of the round before no longer count.
            await Task.Delay(TimeSpan.FromSeconds(6));
            for (var person = 0; person < people; person++)
            {
                Edit(100 + (round * people) + person);
                await Task.Delay(apart);
            }

            await SettledAsync();
            delays.AddRange(await DelaysAsync(people));
        }

        var after = _sandbox.World.Meter.ThisMonth;
        var late = Measurement.Percentile(delays, 0.95);
        return new Measurement(
            what,
            FormattableString.Invariant($"95th percentile ≤ {most:0.0} s"),
            $"median {Measurement.Seconds(Measurement.Median(delays))}, 95th {Measurement.Seconds(late)}",
            FormattableString.Invariant(
                $"{rounds} rounds, longest {delays.Max():0.00} s, {(after.Requests - before.Requests) / (double)rounds:0.0} requests a round, {after.OverLimit - before.OverLimit} over a limit"
            ),
            delays.Count == rounds * people && after.OverLimit == before.OverLimit && Measurement.Within(late, most)
        );
    }

    private async Task<Measurement> BurstAsync(int people)
    {
        var before = _sandbox.World.Meter.ThisMonth;
        var watch = Stopwatch.StartNew();
        for (var person = 0; person < people; person++)
        {
            Edit(person);
            await Task.Delay(TimeSpan.FromSeconds(Math.Max(0, (person * 10.0 / people) - watch.Elapsed.TotalSeconds)));
        }

        await SettledAsync();
        var seconds = watch.Elapsed.TotalSeconds;
        var after = _sandbox.World.Meter.ThisMonth;
        var delays = await DelaysAsync(people);
        return new Measurement(
            $"{people:N0} people changed within 10 s",
            "all confirmed in ≤ 30 s, ≤ 20 write requests",
            FormattableString.Invariant(
                $"{delays.Count} confirmed after {seconds:0.0} s, {after.WriteRequests - before.WriteRequests} write requests"
            ),
            FormattableString.Invariant(
                $"{after.Requests - before.Requests} requests in all, {after.OverLimit - before.OverLimit} over a limit; delay median {Measurement.Median(delays):0.00} s, longest {delays.Max():0.00} s"
            ),
            delays.Count == people
                && seconds <= 30
                && after.WriteRequests - before.WriteRequests <= 20
                && after.OverLimit == before.OverLimit
        );
    }

    private async Task<IEnumerable<Measurement>> StreamAsync(TimeSpan length)
    {
        const int perSecond = 50;
        var before = _sandbox.World.Meter.ThisMonth;
        var (sent, memory, keptBefore) = (0, new List<double>(), await MessagesAsync());
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < length)
        {
            Edit(sent++);
            await Task.Delay(
                TimeSpan.FromSeconds(Math.Max(0, (sent / (double)perSecond) - watch.Elapsed.TotalSeconds))
            );
            if (sent % (perSecond * 15) == 0)
            {
                _portal.Process.Refresh();
                memory.Add(_portal.Process.WorkingSet64 / Megabyte);
            }
        }

        await SettledAsync();
        var after = _sandbox.World.Meter.ThisMonth;
        var answered = _sandbox.World.Webhook.Deliveries.Count(delivery => delivery.Status is >= 200 and < 300);
        var kept = await MessagesAsync() - keptBefore;
        var delays = await DelaysAsync(sent);
        var behind = _people
            .Where(person =>
                _sandbox.World.PersonByHumaId(person) is { } one
                && one.Huma.GetValueOrDefault(SandboxField.JobTitle)
                    != one.Xledger.GetValueOrDefault(SandboxField.JobTitle)
            )
            .ToList();
        var why = await EndsAsync(behind);
        var growth =
            memory.Count < 4
                ? 0
                : memory.TakeLast(memory.Count / 4).Average() / memory.Take(Math.Max(1, memory.Count / 4)).Average();
        return
        [
            new Measurement(
                FormattableString.Invariant($"50 changes a second for {length.TotalMinutes:0.#} min"),
                "none lost",
                $"{sent} changes, {kept} messages kept, {behind.Count} people behind{why}",
                FormattableString.Invariant(
                    $"delay median {Measurement.Median(delays):0.00} s, 95th {Measurement.Percentile(delays, 0.95):0.00} s; {after.Requests - before.Requests} Xledger requests; last {_sandbox.World.Webhook.Deliveries.Count} deliveries: {answered} accepted"
                ),
                kept >= sent && behind.Count == 0
            ),
            new Measurement(
                "Memory of the Portal meanwhile",
                "flat",
                FormattableString.Invariant(
                    $"{(memory.Count == 0 ? 0 : memory[0]):0} MB → {(memory.Count == 0 ? 0 : memory[^1]):0} MB"
                ),
                "working set every 15 s: "
                    + $"{string.Join(", ", memory.Select(one => one.ToString("0", CultureInfo.InvariantCulture)))} MB",
                growth <= 1.25
            ),
        ];
    }

    private async Task<int> MessagesAsync()
    {
        await using var store = _office.Store();
        return await store.Messages.CountAsync();
    }

    // How the newest change of each of these people ended.
    private async Task<string> EndsAsync(List<Guid> people)
    {
        await using var store = _office.Store();
        var ends = new List<string>();
        foreach (var person in people.Take(5))
        {
            var id = new HumaId(person.ToString());
            var last = await store
                .PendingChanges.AsNoTracking()
                .Where(pending => pending.HumaId == id)
                .OrderByDescending(pending => pending.Id)
                .FirstOrDefaultAsync();
            ends.Add(last is null ? "no change" : $"{last.State}, {last.Cause}, {last.Reason?.Code}");
        }

        return ends.Count == 0 ? "" : $" ({string.Join("; ", ends)})";
    }

    private void Edit(int number)
    {
        var person = _people[number % _people.Count];
        if (_sandbox.World.EditInHuma(person, SandboxField.JobTitle, $"Rådgiver {++_edits}") != EditOutcome.Done)
        {
            throw new InvalidOperationException("The sandbox refused an edit.");
        }
    }

    private async Task SettledAsync()
    {
        await _sandbox.World.Webhook.WhenIdleAsync(CancellationToken.None);
        await SettledAsync(_office, TimeSpan.FromMinutes(2));
    }

    /// <summary>Waits until no change is pending any more.</summary>
    public static async Task SettledAsync(SampleOrganization office, TimeSpan atMost)
    {
        using var late = new CancellationTokenSource(atMost);
        await using var store = office.Store();
        while (
            await store.PendingChanges.AnyAsync(
                pending => pending.State == PendingChangeState.Waiting || pending.State == PendingChangeState.Writing,
                late.Token
            )
        )
        {
            await Task.Delay(20, late.Token);
        }
    }

    // Delays of the newest written changes, in seconds.
    private async Task<List<double>> DelaysAsync(int newest)
    {
        await using var store = _office.Store();
        var pendingChanges = await store
            .PendingChanges.AsNoTracking()
            .OrderByDescending(pending => pending.Id)
            .Take(newest)
            .Select(pending => new
            {
                pending.State,
                pending.ReceivedAt,
                pending.EndedAt,
            })
            .ToListAsync();
        return
        [
            .. pendingChanges
                .Where(pending => pending.State is PendingChangeState.Written or PendingChangeState.NothingToDo)
                .Select(pending => (pending.EndedAt!.Value - pending.ReceivedAt).TotalSeconds),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _portal.DisposeAsync();
        await _office.DisposeAsync();
        await _sandbox.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
