using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Running;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>Inbound batches of one connection under its lease, which is renewed while a batch takes long.</summary>
public sealed class LeasedInboundSync(InboundSync inbound, WorkLeases leases, TimeProvider clock)
{
    private static readonly TimeSpan Renewal = WorkLeases.Lasts / 3;

    /// <inheritdoc cref="WorkLeases.TakeAsync"/>
    public Task<bool> TakeLeaseAsync(Guid connectionId, CancellationToken cancellation) =>
        leases.TakeAsync(connectionId, cancellation);

    /// <inheritdoc cref="WorkLeases.ReleaseAsync"/>
    public Task<IReadOnlyList<Guid>> ReleaseLeasesAsync(CancellationToken cancellation) =>
        leases.ReleaseAsync(cancellation);

    /// <summary>Processes one batch. The lease must have been taken.</summary>
    public async Task<BatchResult> WorkOffAsync(
        Guid connectionId,
        IProgress<RunProgress> progress,
        CancellationToken stopping
    )
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = KeepLeaseAsync(connectionId, done.Token);
        try
        {
            return await inbound.WorkOffAsync(connectionId, progress, stopping);
        }
        finally
        {
            await done.CancelAsync();
            await keeping;
        }
    }

    private async Task KeepLeaseAsync(Guid connectionId, CancellationToken done)
    {
        try
        {
            using var timer = new PeriodicTimer(Renewal, clock);
            while (await timer.WaitForNextTickAsync(done))
            {
                await RenewAsync(connectionId, done);
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The batch has ended.
        }
    }

    private async Task RenewAsync(Guid connectionId, CancellationToken done)
    {
        try
        {
            await leases.TakeAsync(connectionId, done);
        }
        catch (Exception fault) when (StoreFault.ReasonOf(fault) is not null)
        {
            // Tried again at the next renewal. Should another node take over meanwhile, the journal lets only one of
            // both save.
        }
    }
}
