using System.Collections.Concurrent;
using HumaXledger.Portal.Outages;

namespace HumaXledger.Portal.Monitoring;

/// <summary>The parts of the scheduled work.</summary>
public enum ScheduledPart
{
    /// <summary>Alerts of every connection are raised and cleared.</summary>
    Alerts,

    /// <summary>What is due is started: difference checks, scheduled checks of Huma, checks of keys, dates.</summary>
    DueTasks,

    /// <summary>Alerts are mailed.</summary>
    AlertMail,

    /// <summary>Data past its retention is deleted.</summary>
    Retention,
}

/// <summary>One round of a part.</summary>
/// <param name="At">When it began, UTC.</param>
public sealed record ScheduledRound(DateTime At, TimeSpan Took, bool Failed);

/// <summary>The last round of each part on this node since its start.</summary>
public sealed partial class ScheduledRounds(StoreOutages outages, TimeProvider clock, ILogger<ScheduledRounds> logger)
{
    private readonly ConcurrentDictionary<ScheduledPart, ScheduledRound> _last = new();

    /// <summary>The last round of a part; null where there was none.</summary>
    public ScheduledRound? Last(ScheduledPart part) => _last.GetValueOrDefault(part);

    /// <summary>Carries a round out and notes it; one that the end of the process interrupts is none.</summary>
    /// <param name="round">Returns whether all went well.</param>
    public async Task RunAsync(ScheduledPart part, Func<Task<bool>> round)
    {
        var (at, began) = (clock.GetUtcNow().UtcDateTime, clock.GetTimestamp());
        try
        {
            Note(failed: !await round());
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Note(failed: true);
            throw;
        }

        void Note(bool failed)
        {
            var took = clock.GetElapsedTime(began);
            _last[part] = new ScheduledRound(at, took, failed);
            PortalMetrics.OnScheduled(part, failed, took);
        }
    }

    /// <summary>Does one thing of a round; a fault is logged, and the next round tries again.</summary>
    /// <returns>Whether it went well, or was cut short by the end of the process.</returns>
    public async Task<bool> TryAsync(Func<Task> work, CancellationToken stopping)
    {
        try
        {
            await work();
            outages.Over();
            return true;
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Scheduled rounds go on after the next start.
            return true;
        }
        catch (Exception fault)
        {
            LogFailed(fault);
            return false;
        }
    }

    [LoggerMessage(LogLevel.Error, "A scheduled task failed; the next round tries again")]
    private partial void LogFailed(Exception fault);
}
