using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Portal.Outages;

/// <summary>
/// Retries background work while the store is full, locked, read-only or unavailable: what was committed is kept, so
/// the work can be called again until the fault is over. A damaged file does not heal, so that fault propagates.
/// </summary>
public sealed class StoreFaults(StoreOutages outages, TimeProvider clock)
{
    /// <summary>Work that went well for this long begins with the shortest pause again.</summary>
    private static readonly TimeSpan Well = TimeSpan.FromMinutes(1);

    private static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(2),
        TimeSpan.FromSeconds(5),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(15),
    ];

    /// <summary>The pause after this many tries in a row; short enough to go on soon after a restart.</summary>
    /// <param name="tries">From 0.</param>
    public static TimeSpan PauseAfter(int tries) => Pauses[Math.Min(tries, Pauses.Count - 1)];

    /// <summary>Does the work until it succeeds, fails for another cause or is cancelled.</summary>
    /// <param name="waiting">Called with the reason each time the work has to wait.</param>
    public async Task RetryAsync(Func<Task> work, Action<Reason> waiting, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            var began = clock.GetTimestamp();
            try
            {
                await work();
                outages.Over();
                return;
            }
            catch (Exception fault)
                when (StoreFault.PassingCauseOf(fault) is { } cause && !cancellation.IsCancellationRequested)
            {
                outages.Note(fault);
                waiting(StoreFault.ReasonOf(cause));
                tries = clock.GetElapsedTime(began) < Well ? tries : 0;
                await Task.Delay(PauseAfter(tries), clock, cancellation);
            }
        }
    }

    /// <summary>The same for work with a result.</summary>
    public async Task<T> RetryAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        T result = default!;
        await RetryAsync(
            async () =>
            {
                result = await work();
            },
            cancellation
        );
        return result;
    }

    /// <inheritdoc cref="RetryAsync(Func{Task}, Action{Reason}, CancellationToken)"/>
    public Task RetryAsync(Func<Task> work, CancellationToken cancellation) => RetryAsync(work, _ => { }, cancellation);
}
