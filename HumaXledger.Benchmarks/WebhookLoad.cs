using System.Globalization;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Benchmarks;

/// <summary>
/// Fifty messages per second to the webhook of a built Portal, which processes them meanwhile: the time of each answer,
/// whether each accepted message is stored, and the Portal's memory. Messages are sent at fixed times, whether or not
/// earlier ones are answered, so that a delayed start counts as waiting.
/// </summary>
internal static class WebhookLoad
{
    private const int PerSecond = 50;
    private const int Seconds = 600;
    private const int People = 1_000;
    private const double Megabyte = 1024 * 1024;

    /// <summary>Writes the table; 1 where a target was missed.</summary>
    /// <param name="arguments">The seconds; the connection string of an empty PostgreSQL database.</param>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output)
    {
        var seconds = arguments.Length > 0 ? int.Parse(arguments[0], CultureInfo.InvariantCulture) : Seconds;
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var store = StorageConnection.Read(
                arguments.Length > 1
                    ? new StorageOptions { Provider = "PostgreSql", ConnectionString = arguments[1] }
                    : new StorageOptions
                    {
                        ConnectionString = $"Data Source={Path.Combine(folder.FullName, "portal.db")}",
                    }
            );
            return await MainJob.MeasureAsync(output, async () =>
                Lines(await MeasureAsync(store, folder.FullName, seconds), store.Provider, seconds)
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static List<Measurement> Lines(Received found, StorageProvider provider, int seconds)
    {
        var sorted = found.Milliseconds.Order().ToArray();
        double At(double share) => sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
        return
        [
            new Measurement(
                $"Answer of the webhook, {PerSecond} messages a second for {seconds} s, {provider}",
                "≤ 50 ms at the 99th percentile",
                FormattableString.Invariant($"{At(0.99):0.0} ms"),
                FormattableString.Invariant(
                    $"median {At(0.5):0.0} ms, 95th percentile {At(0.95):0.0} ms, longest {sorted[^1]:0} ms"
                ),
                At(0.99) <= 50
            ),
            new Measurement(
                "Messages lost",
                "none",
                $"{found.Sent - found.Stored}",
                $"{found.Sent} sent, {found.Accepted} answered 200, {found.Stored} stored, {found.Noted} people noted",
                found.Stored == found.Sent && found.Accepted == found.Sent
            ),
            new Measurement(
                "Memory of the Portal meanwhile",
                "flat",
                FormattableString.Invariant(
                    $"{found.Memory.Skip(found.Memory.Count / 2).DefaultIfEmpty().Max() / Megabyte:0} MB at most in the second half"
                ),
                FormattableString.Invariant(
                    $"{found.Memory.Take(found.Memory.Count / 2).DefaultIfEmpty().Max() / Megabyte:0} MB at most in the first half"
                ),
                null
            ),
        ];
    }

    private static async Task<Received> MeasureAsync(StorageConnection store, string folder, int seconds)
    {
        await using var sandbox = await SandboxServer.StartAsync(
            new SandboxOptions { Url = "http://127.0.0.1:0", People = People },
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
        await using var portal = await BuiltPortal.StartAsync(
            folder,
            store,
            "--Sandbox:Enabled=false",
            $"--Huma:Environments:Sandbox:BaseAddress={doors.Huma}",
            $"--Xledger:Environments:Sandbox:Endpoint={doors.Xledger}"
        );
        await using var office = await SampleOrganization.OpenAsync(doors, store);
        var connection = await office.ConnectAsync(doors);
        await using var context = office.Store();
        await context
            .Connections.Where(row => row.Id == connection)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ConnectionState.Active));
        var made = SampleOrganization.Done(
            await office
                .Get<WebhookKeys>()
                .MakeAsync(connection, SampleOrganization.Administrator, CancellationToken.None)
        );
        var people = sandbox.World.Huma.All().Where(user => user.IsPerson).Select(user => user.Id).ToList();
        var address = new Uri(portal.Address, $"webhooks/huma/{made.Address}");
        using var client = new HttpClient { Timeout = TimeSpan.FromMinutes(1) };
        var sender = new HumaSender(client, number => new HumaMessage(address, made, people[number % people.Count]));
        // The first messages warm up the JIT.
        await sender.SendAsync(PerSecond, 4, _ => { });
        var memory = new List<long>();
        var milliseconds = await sender.SendAsync(PerSecond, seconds, _ =>
        {
            portal.Process.Refresh();
            memory.Add(portal.Process.WorkingSet64);
        });
        var stored = await context.Messages.CountAsync(row => row.ConnectionId == connection);
        var noted = await context.PendingChanges.CountAsync(row => row.ConnectionId == connection);
        return new Received(sender.Sent, sender.Accepted, stored, noted, [.. milliseconds], memory);
    }

    private sealed record Received(
        int Sent,
        int Accepted,
        int Stored,
        int Noted,
        IReadOnlyList<double> Milliseconds,
        IReadOnlyList<long> Memory
    );
}
