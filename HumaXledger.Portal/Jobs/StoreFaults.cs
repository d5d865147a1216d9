using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Retries background work while the store is full, locked, read-only or unavailable: what was committed is kept, so
/// the work can be called again until the fault is over. A damaged file does not heal, so that fault propagates.
/// </summary>
public sealed partial class StoreFaults(TimeProvider clock, ILogger<StoreFaults> logger)
{
    /// <summary>Pause between two tries.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <param name="waiting">Called with the reason each time the work has to wait.</param>
    public async Task OutlastAsync(Func<Task> work, Action<Reason> waiting, CancellationToken cancellation)
    {
        while (true)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception fault)
                when (StoreFault.CauseOf(fault) is { } cause
                    && StoreFault.MayPass(cause)
                    && !cancellation.IsCancellationRequested
                )
            {
                var reason = StoreFault.ReasonOf(cause);
                LogWaiting(reason);
                waiting(reason);
                await Task.Delay(Pause, clock, cancellation);
            }
        }
    }

    [LoggerMessage(LogLevel.Error, "The store cannot be written: {Reason}. Background work waits and tries again")]
    private partial void LogWaiting(Reason reason);
}
