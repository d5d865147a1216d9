using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// At start, waits for a PostgreSQL server that does not answer (<see cref="StorageOptions.WaitAtStart"/>): machines
/// that are started together are not ready together.
/// </summary>
public sealed partial class ServerWait(
    StorageConnection connection,
    IOptions<StorageOptions> options,
    TimeProvider clock,
    ILogger<ServerWait> logger
)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Does the work as soon as the server answers.</summary>
    /// <exception cref="StoreUnusable">It did not answer in time, or refuses for good.</exception>
    public async Task RetryAsync(Func<Task> work, CancellationToken cancellation)
    {
        var began = clock.GetTimestamp();
        while (true)
        {
            var tried = clock.GetTimestamp();
            try
            {
                await ReachAsync(cancellation);
                await work();
                return;
            }
            catch (Exception fault) when (Refused(fault) is { } sentence)
            {
                throw new StoreUnusable(StoreFault.ReasonOf(fault), sentence, fault);
            }
            catch (Exception fault) when (StoreFault.PassingCauseOf(fault) is not null)
            {
                var left = options.Value.WaitAtStart - clock.GetElapsedTime(began);
                if (left <= TimeSpan.Zero)
                {
                    throw new StoreUnusable(StoreFault.ReasonOf(fault), Away(fault), fault);
                }

                LogWaiting(StoreFault.CodeOf(fault), left.TotalSeconds);
                var pause = Every - clock.GetElapsedTime(tried);
                await Task.Delay(
                    pause <= TimeSpan.Zero ? TimeSpan.Zero
                        : pause < left ? pause
                        : left,
                    clock,
                    cancellation
                );
            }
        }
    }

    // By a connection of its own, since a server that is silent would otherwise be waited for longer than that. A
    // database that does not exist is made later.
    private async Task ReachAsync(CancellationToken cancellation)
    {
        var own = new NpgsqlConnectionStringBuilder(connection.ConnectionString) { Pooling = false };
        own.Timeout = own.Timeout is 0 ? (int)Every.TotalSeconds : Math.Min(own.Timeout, (int)Every.TotalSeconds);
        await using var probe = new NpgsqlConnection(own.ConnectionString);
        try
        {
            await probe.OpenAsync(cancellation);
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            // The server answers.
        }
    }

    private static string? Refused(Exception fault) =>
        CodeOf(fault) switch
        {
            ['2', '8', ..] and var code =>
                $"The database server refuses the user of ConnectionStrings:HumaXledger ({code}). "
                    + "Check its name, its password and what the server allows (pg_hba.conf), and start again.",
            PostgresErrorCodes.InsufficientPrivilege =>
                "The user of ConnectionStrings:HumaXledger may not create tables in the database "
                    + $"({PostgresErrorCodes.InsufficientPrivilege}). Make it the owner and start again.",
            _ => null,
        };

    private static string? CodeOf(Exception? fault) =>
        fault is null or StoreUnusable ? null : (fault as PostgresException)?.SqlState ?? CodeOf(fault.InnerException);

    private string Away(Exception fault)
    {
        var seconds = options.Value.WaitAtStart.TotalSeconds;
        var server = new NpgsqlConnectionStringBuilder(connection.ConnectionString);
        return StoreFault.CauseOf(fault) switch
        {
            StoreFaultCause.ReadOnly => "The database server only lets read (it may be a standby). "
                + "Name the one that can be written to in ConnectionStrings:HumaXledger and start again.",
            StoreFaultCause.Full => "The disk of the database server is full. Free some space and start again.",
            _ => $"The database server {server.Host} could not be used for {seconds:0} s ({StoreFault.CodeOf(fault)}). "
                + "Check that it runs and can be reached from here, and start again.",
        };
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The database server cannot be used yet ({Code}); the start waits for up to {Seconds:0} s more"
    )]
    private partial void LogWaiting(string code, double seconds);
}
