using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Outages;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Carries out rotations of the value keys in the background, and reports stored values that were met where they do not
/// belong. One node works on a rotation; another one goes on when it stops.
/// </summary>
public sealed partial class ValueKeyWorker(
    ValueKeyWork work,
    KeyRingProtection ring,
    MisplacedValues misplaced,
    StoreFaults faults,
    TimeProvider clock,
    ILogger<ValueKeyWorker> logger
) : BackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await MayBeginAsync(stoppingToken);
        using var timer = new PeriodicTimer(Interval, clock);
        do
        {
            try
            {
                await faults.RetryAsync(
                    async () =>
                    {
                        await misplaced.NoteAsync(stoppingToken);
                        await ring.ClearOwedAsync(stoppingToken);
                        await work.WorkAsync(progress: null, stoppingToken);
                    },
                    stoppingToken
                );
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogStopped(fault);
            }
        } while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(LogLevel.Error, "The rotation of the value keys stopped; it goes on in the next round")]
    private partial void LogStopped(Exception fault);
}
