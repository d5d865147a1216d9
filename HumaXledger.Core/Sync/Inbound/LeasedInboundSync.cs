using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Running;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>Inbound batches of one connection under its lease, which is renewed while a batch takes long.</summary>
public sealed class LeasedInboundSync(InboundSync inbound, WorkLeases leases, TimeProvider clock)
{
    private static readonly TimeSpan Renewal = WorkLeases.Lasts / 3;

    /// <summary>Of the three renewals that a lease lasts, the third would come when it has ended.</summary>
    private const int MostFailed = 2;

    /// <inheritdoc cref="WorkLeases.TakeAsync"/>
    public Task<bool> TakeLeaseAsync(Guid connectionId, CancellationToken cancellation) =>
        leases.TakeAsync(connectionId, cancellation);

    /// <inheritdoc cref="WorkLeases.ReleaseAsync"/>
    public Task ReleaseLeasesAsync(CancellationToken cancellation) => leases.ReleaseAsync(cancellation);

    /// <summary>
    /// Processes one batch. The lease must have been taken. Where it is lost the batch ends, as at the end of the
    /// process; the node that holds it goes on.
    /// </summary>
    public Task<BatchResult> ProcessAsync(
        Guid connectionId,
        IProgress<RunProgress> progress,
        CancellationToken stopping
    ) => HoldingAsync(connectionId, held => inbound.ProcessAsync(connectionId, progress, held), stopping);

    internal async Task<BatchResult> HoldingAsync(
        Guid connectionId,
        Func<CancellationToken, Task<BatchResult>> work,
        CancellationToken stopping
    )
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        // Not by the end of the process: the lease is kept until the batch has ended.
        using var done = new CancellationTokenSource();
        var keeping = KeepLeaseAsync(connectionId, held, done.Token);
        try
        {
            return await work(held.Token);
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested && !stopping.IsCancellationRequested)
        {
            return BatchResult.Nothing;
        }
        finally
        {
            await done.CancelAsync();
            await keeping;
        }
    }

    // Ends what holds it no later than another node can have it.
    private async Task KeepLeaseAsync(Guid connectionId, CancellationTokenSource held, CancellationToken done)
    {
        try
        {
            using var timer = new PeriodicTimer(Renewal, clock);
            for (var failed = 0; failed < MostFailed; )
            {
                await timer.WaitForNextTickAsync(done);
                failed = await RenewAsync(connectionId, done) switch
                {
                    true => 0,
                    false => MostFailed,
                    null => failed + 1,
                };
            }

            await held.CancelAsync();
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            // The batch has ended.
        }
    }

    // Null where the database did not answer.
    private async Task<bool?> RenewAsync(Guid connectionId, CancellationToken done)
    {
        try
        {
            return await leases.TakeAsync(connectionId, done).WaitAsync(Renewal, clock, done);
        }
        catch (Exception fault) when (fault is TimeoutException || StoreFault.ReasonOf(fault) is not null)
        {
            return null;
        }
    }
}
