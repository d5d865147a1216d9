using System.Threading.Channels;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Carries the feed and the signals of the inbound queue between nodes, by PostgreSQL's LISTEN and NOTIFY (decision
/// 0044). A message may be lost while a connection is down: then watchers read the store, and the queue is polled.
/// </summary>
public sealed partial class NodeChannel(
    StorageConnection store,
    IDbContextFactory<SyncDbContext> contexts,
    NodeOutbox outbox,
    RemoteRings rings,
    SilentFeeds silent,
    IOptions<LiveOptions> options,
    TimeProvider clock,
    ILogger<NodeChannel> logger
) : BackgroundService
{
    /// <summary>The channel's name in PostgreSQL.</summary>
    internal const string Name = "humaxledger_live";

    /// <summary>How the listening connection is called in <c>pg_stat_activity</c>.</summary>
    internal const string ApplicationName = "HumaXledger live";

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5),
    ];

    private readonly Channel<string> _heard = Channel.CreateBounded<string>(
        new BoundedChannelOptions(10_000) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }
    );

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll(SendAsync(stoppingToken), ListenAsync(stoppingToken), HearAsync(stoppingToken));
        }
        finally
        {
            // The last value of a run that this node ends while it stops.
            await SendOnceAsync(outbox.Take().Due, CancellationToken.None);
        }
    }

    private async Task SendAsync(CancellationToken stopping)
    {
        while (true)
        {
            var (due, next) = outbox.Take();
            if (due.Count > 0 && !await SendOnceAsync(due, stopping))
            {
                outbox.Return(due);
                await Task.Delay(Pauses[^1], clock, stopping);
            }
            else if (due.Count == 0)
            {
                await outbox.WaitAsync(next, stopping);
            }
        }
    }

    private async Task<bool> SendOnceAsync(IReadOnlyList<NodeMessage> messages, CancellationToken stopping)
    {
        if (messages.Count == 0)
        {
            return true;
        }

        var texts = messages.Select(message => message.ToText()).ToArray();
        try
        {
            await using var context = await contexts.CreateDbContextAsync(stopping);
            await context.Database.ExecuteSqlAsync(
                $"SELECT pg_notify({Name}, message) FROM unnest({texts}) AS message",
                stopping
            );
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException || !stopping.IsCancellationRequested)
        {
            LogNotSent(fault.GetType().Name, messages.Count);
            return false;
        }
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        var address = new NpgsqlConnectionStringBuilder(store.ConnectionString)
        {
            Pooling = false,
            Multiplexing = false,
            ApplicationName = ApplicationName,
            CommandTimeout = (int)Math.Ceiling(options.Value.CheckEvery.TotalSeconds),
            CancellationTimeout = 1_000,
        };
        for (var faults = 0; ; faults++)
        {
            await Task.Delay(Pauses[Math.Min(faults, Pauses.Length - 1)], clock, stopping);
            try
            {
                await using var connection = new NpgsqlConnection(address.ConnectionString);
                var checks = new Checks(outbox.Node, options.Value.CheckEvery);
                connection.Notification += (_, heard) =>
                {
                    if (!checks.Hear(heard.Payload))
                    {
                        _heard.Writer.TryWrite(heard.Payload);
                    }
                };
                await connection.OpenAsync(stopping);
                await using (var listen = new NpgsqlCommand($"LISTEN {Name}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stopping);
                }

                LogListening();
                // The first attempt after it was open is made at once.
                faults = -1;
                // What was said while nothing listened is in the store.
                await silent.ReadAllAsync(stopping);
                while (true)
                {
                    if (!await connection.WaitAsync(options.Value.CheckEvery, stopping))
                    {
                        await checks.RunAsync(connection, stopping);
                    }
                }
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                LogNotListening(fault.GetType().Name);
            }
        }
    }

    private async Task HearAsync(CancellationToken stopping)
    {
        await foreach (var text in _heard.Reader.ReadAllAsync(stopping))
        {
            if (NodeMessage.Read(text) is not { } message || message.From == outbox.Node)
            {
                continue;
            }

            try
            {
                await TakeAsync(message, stopping);
            }
            catch (Exception fault) when (!stopping.IsCancellationRequested)
            {
                // The value could not be read from the store; after the next silence it is read again.
                LogNotRead(fault.GetType().Name);
            }
        }
    }

    private async Task TakeAsync(NodeMessage message, CancellationToken stopping)
    {
        switch (message.Kind)
        {
            case NodeMessageKind.Run:
                await silent.TakeAsync(
                    message.Key,
                    message.Of,
                    message.ValueAs<RunProgress>(),
                    message.Ended,
                    stopping
                );
                break;
            case NodeMessageKind.Comparison:
                await silent.TakeAsync(
                    message.Key,
                    message.Of,
                    message.ValueAs<CompareProgress>(),
                    message.Ended,
                    stopping
                );
                break;
            case NodeMessageKind.Connection:
                silent.TakePulse(message.Key);
                break;
            case NodeMessageKind.Ring:
                rings.Ring(message.Key, message.AtOnce);
                break;
        }
    }

    [LoggerMessage(LogLevel.Information, "Live changes of other nodes are listened to")]
    private partial void LogListening();

    [LoggerMessage(
        LogLevel.Warning,
        "Live changes of other nodes are not listened to ({Fault}); pages read the store until they are"
    )]
    private partial void LogNotListening(string fault);

    [LoggerMessage(LogLevel.Warning, "Live changes could not be sent to other nodes ({Fault}): {Count} wait")]
    private partial void LogNotSent(string fault, int count);

    [LoggerMessage(LogLevel.Warning, "A live change of another node could not be read ({Fault})")]
    private partial void LogNotRead(string fault);

    /// <summary>
    /// Sends a message to itself. It fails on a connection that was cut without notice, and is not heard through a
    /// pooler that does not keep the session.
    /// </summary>
    private sealed class Checks(Guid node, TimeSpan takes)
    {
        private readonly string _expected = $"check {node:N}";
        private bool _heard;

        /// <summary>Whether it was a check, of whatever node.</summary>
        public bool Hear(string payload)
        {
            _heard |= payload == _expected;
            return payload.StartsWith("check ", StringComparison.Ordinal);
        }

        /// <exception cref="TimeoutException">The message did not come back.</exception>
        public async Task RunAsync(NpgsqlConnection connection, CancellationToken stopping)
        {
            _heard = false;
            await using (var check = new NpgsqlCommand("SELECT pg_notify($1, $2)", connection))
            {
                check.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Name });
                check.Parameters.Add(new NpgsqlParameter<string> { TypedValue = _expected });
                await check.ExecuteNonQueryAsync(stopping);
            }

            while (!_heard)
            {
                if (!await connection.WaitAsync(takes, stopping))
                {
                    throw new TimeoutException("The listening connection does not hear its own message.");
                }
            }
        }
    }
}
