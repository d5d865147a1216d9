using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Access;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Migrates the database and its key ring to this version and its settings, and checks which secrets can still be read,
/// before jobs and pages use either.
/// </summary>
public sealed partial class MigrateAtStart(
    StorageMigrator migrator,
    StoreHealth health,
    KeyRingProtection keys,
    UnreadableSecrets lost,
    StorageConnection store,
    IHostEnvironment environment,
    ILogger<MigrateAtStart> logger
) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            await migrator.MigrateAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw new StartRefusedException("It was stopped while it waited for the database.");
        }

        foreach (var path in store.File is { } file ? StoreFiles.OpenToOthers(file) : [])
        {
            LogOpenToOthers(path);
        }

        var ahead = -await health.ClockDifferenceAsync(cancellationToken);
        if (ahead.Duration() >= StoreHealth.ClockIsOff)
        {
            LogClockIsOff(ahead.TotalSeconds);
        }

        await lost.NoteAsync(cancellationToken);
        if (!keys.On && !environment.IsDevelopment())
        {
            LogKeysInClear();
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(
        LogLevel.Warning,
        "{Path} is open to other accounts of this machine, and holds personal data. Take their rights away: chmod go= "
            + "(docs/operations.md, SQLite)"
    )]
    private partial void LogOpenToOthers(string path);

    [LoggerMessage(
        LogLevel.Warning,
        "The clock of this node is {Seconds:0} s ahead of the database's (negative: behind it). Nodes may take each "
            + "other for ended and repeat their jobs. Set the clocks by NTP (docs/operations.md, Probes)"
    )]
    private partial void LogClockIsOff(double seconds);

    [LoggerMessage(
        LogLevel.Warning,
        "The key ring is stored unencrypted: anyone with the database or a backup of it can read its tokens, "
            + "identification and bank numbers. Set KeyRing:Certificate (docs/operations.md)"
    )]
    private partial void LogKeysInClear();
}
