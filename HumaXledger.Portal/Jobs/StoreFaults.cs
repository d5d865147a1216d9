using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Lets background work outlast a store that is full, locked, read-only or away: what was saved is saved, so the work
/// is called again until the fault is over. A damaged file does not mend by itself and is left to surface.
/// </summary>
public sealed partial class StoreFaults(TimeProvider clock, ILogger<StoreFaults> logger)
{
    /// <summary>Between one try and the next.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    /// <param name="waiting">Told why, each time the work has to wait.</param>
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

    [LoggerMessage(LogLevel.Error, "The store cannot be written: {Reason}. Background work waits for it")]
    private partial void LogWaiting(Reason reason);
}
