using HumaXledger.Core.Storage.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Listens to the other nodes, by PostgreSQL's LISTEN on a connection of its own (decision 0044). A message is lost
/// while the connection is down: then watchers read the store, and the inbound queue is polled.
/// </summary>
public sealed partial class NodeListener(
    StorageConnection store,
    NodeInbox inbox,
    IOptions<LiveOptions> options,
    TimeProvider clock,
    ILogger<NodeListener> logger
) : BackgroundService
{
    /// <summary>How the listening connection is called in <c>pg_stat_activity</c>.</summary>
    internal const string ApplicationName = "HumaXledger live";

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.Zero,
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
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
            await Task.Delay(Pauses[Math.Min(faults, Pauses.Length - 1)], clock, stoppingToken);
            try
            {
                await using var connection = new NpgsqlConnection(address.ConnectionString);
                var checks = new Checks(Guid.NewGuid(), options.Value.CheckEvery);
                connection.Notification += (_, heard) =>
                {
                    if (!checks.Accept(heard.Payload))
                    {
                        inbox.Put(heard.Payload);
                    }
                };
                await connection.OpenAsync(stoppingToken);
                await using (var listen = new NpgsqlCommand($"LISTEN {NodeMessage.Channel}", connection))
                {
                    await listen.ExecuteNonQueryAsync(stoppingToken);
                }

                LogListening();
                // What was said while nothing listened is in the store.
                await inbox.CatchUpAsync(stoppingToken);
                // The first attempt after all of that went well is made at once.
                faults = -1;
                while (true)
                {
                    if (!await connection.WaitAsync(options.Value.CheckEvery, stoppingToken))
                    {
                        await checks.RunAsync(connection, stoppingToken);
                    }
                }
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotListening(fault);
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Live changes of other nodes are listened to")]
    private partial void LogListening();

    [LoggerMessage(
        LogLevel.Warning,
        "Live changes of other nodes are not listened to; pages read the store until they are"
    )]
    private partial void LogNotListening(Exception fault);

    /// <summary>
    /// Sends a message to itself. It fails on a connection that was cut without notice, and is not heard through a
    /// pooler that does not keep the session.
    /// </summary>
    private sealed class Checks(Guid node, TimeSpan takes)
    {
        private readonly string _expected = $"check {node:N}";
        private bool _heard;

        /// <summary>Whether it was a check, of whatever node.</summary>
        public bool Accept(string payload)
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
                check.Parameters.Add(new NpgsqlParameter<string> { TypedValue = NodeMessage.Channel });
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
