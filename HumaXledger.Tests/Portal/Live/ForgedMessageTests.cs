using System.Diagnostics.Metrics;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Npgsql;

namespace HumaXledger.Tests.Portal.Live;

/// <summary>Every account that may connect can send on the channel; only a node of this database is believed.</summary>
public sealed class ForgedMessageTests(PostgresStore store) : IClassFixture<PostgresStore>
{
    private const int Flood = 2_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OfAnAccountWithoutAnyRight_IsDropped_AndThoseOfNodesArrive()
    {
        var settings = await store.SettingsAsync();
        await using var first = await LiveNode.StartAsync(settings);
        await using var second = await LiveNode.StartAsync(settings);
        var address = new NpgsqlConnectionStringBuilder(settings["ConnectionStrings:HumaXledger"]);
        await using var owner = new NpgsqlConnection(address.ConnectionString);
        await owner.OpenAsync(Cancellation);
        await ExecuteAsync(owner, "DROP ROLE IF EXISTS snoop");
        await ExecuteAsync(owner, "CREATE ROLE snoop LOGIN");
        address.Username = "snoop";
        await using var snoop = new NpgsqlConnection(address.ConnectionString);
        await snoop.OpenAsync(Cancellation);
        var (forged, real) = (Guid.NewGuid(), Guid.NewGuid());
        var message = NodeMessage.About(Guid.NewGuid(), NodeMessageKind.Run, forged, At(forged), ended: true);
        var stranger = new NodeSeal(new EphemeralDataProtectionProvider());
        string[] texts = [message.ToText(), stranger.Close(message), "text", "", new string('x', 7_999)];

        // Listeners of both nodes are there once a message of one arrives at the other.
        await Until.SoAsync(() =>
        {
            first.Feed.Publish(real, At(real));
            return second.Feed.LatestOf<RunProgress>(real) is not null;
        });
        using var dropped = new DroppedMessages();
        foreach (var text in texts)
        {
            await ExecuteAsync(snoop, "SELECT pg_notify($1, $2)", NodeMessage.Channel, text);
        }

        await ExecuteAsync(
            snoop,
            "SELECT pg_notify($1, $2 || number) FROM generate_series(1, $3) AS number",
            NodeMessage.Channel,
            message.ToText(),
            Flood
        );
        var after = Guid.NewGuid();
        first.Feed.Publish(after, At(after));
        await Until.SoAsync(() => second.Feed.LatestOf<RunProgress>(after) is not null);

        // By both nodes.
        await Until.SoAsync(() => dropped.Count >= 2 * (texts.Length + Flood));
        Assert.Equal(2 * (texts.Length + Flood), dropped.Count);
        Assert.Null(second.Feed.LatestOf<RunProgress>(forged));
    }

    [Fact]
    public void TheLongestMessage_FitsIntoANotification()
    {
        var seal = new NodeSeal(new EphemeralDataProtectionProvider());
        var run = Guid.NewGuid();
        var size = 0;
        for (var systems = 1; ; systems++)
        {
            var value = At(run) with
            {
                Systems = [.. Enumerable.Repeat(new SystemProgress(Core.People.Side.Xledger, 10_000, 10_000), systems)],
            };
            var message = NodeMessage.About(Guid.NewGuid(), NodeMessageKind.Run, run, value, ended: true);
            if (message.Value is null)
            {
                break;
            }

            var sent = seal.Close(message with { AtOnce = true });
            size = sent.Length;
            Assert.True(seal.TryOpen(sent, out var read));
            Assert.Equal(run, read!.Key);
        }

        Assert.InRange(size, 7_000, NodeSeal.Longest - 1);
    }

    private static RunProgress At(Guid run) => new(run, RunState.Running, 2, 1, 0, 0, 0, 0, null, 1, null);

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private sealed class DroppedMessages : IDisposable
    {
        private readonly MeterListener _listener = new();
        private long _count;

        public DroppedMessages()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Name == PortalMetrics.DroppedMessages)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _count, count));
            _listener.Start();
        }

        public long Count => Interlocked.Read(ref _count);

        public void Dispose() => _listener.Dispose();
    }
}
