using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Access;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Migrates the database and its key ring to this version and its settings before anything uses either, and checks
/// which secrets can still be read before jobs begin.
/// </summary>
public sealed class MigrateAtStart(StorageMigrator migrator, StoreWarnings warnings, UnreadableSecrets lost)
    : IHostedLifecycleService
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

        await warnings.LogAsync(cancellationToken);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // Pages are answered already: a secret that is lost is reported where it is used, too.
    public Task StartedAsync(CancellationToken cancellationToken) => lost.NoteAsync(cancellationToken);

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
