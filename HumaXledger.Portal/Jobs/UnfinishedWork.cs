using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Outages;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Creates jobs for unfinished work that has none: at start, after a process died between storing a run and scheduling
/// it or was stopped during the run; and periodically, for what another node left. Results that no attempt was made to
/// mail are mailed.
/// </summary>
public sealed partial class UnfinishedWork(
    SyncJobs jobs,
    IDbContextFactory<SyncDbContext> contexts,
    StoreFaults faults,
    Departures departures,
    TimeProvider clock,
    ILogger<UnfinishedWork> logger
) : BackgroundWork
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A node that stops sends a message when its jobs end; that they have ended is in the store a moment later.
    /// </summary>
    private static readonly TimeSpan AfterADeparture = TimeSpan.FromMilliseconds(500);

    /// <summary>During this time after its end a run may still be mailed by the job that executed it.</summary>
    private static readonly TimeSpan BeingMailed = SmtpMail.Deadline + SmtpMail.TakingOver;

    private readonly HashSet<Guid> _mailedAgain = [];
    private DateTime? _beforeThisProcess;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _beforeThisProcess = clock.GetUtcNow().UtcDateTime;
        await MayBeginAsync(stoppingToken);
        using var rounds = departures.Rounds(Interval, clock, AfterADeparture);
        do
        {
            try
            {
                await faults.RetryAsync(() => TakeUpAsync(stoppingToken), stoppingToken);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                LogNotResumed(fault);
            }
        } while (await rounds.NextAsync(stoppingToken));
    }

    private async Task TakeUpAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (
            var comparison in await context
                .Comparisons.Where(row => row.State == ComparisonState.Running)
                .Select(row => new { row.Id, row.StartedById })
                .ToListAsync(cancellation)
        )
        {
            await jobs.ResumeComparisonAsync(comparison.Id, SyncJobs.IsScheduled(comparison.StartedById), cancellation);
        }

        // Inbound runs are carried out by InboundSyncWorker, without a job.
        foreach (
            var run in await context.Runs.UnderWay().Manual(context).Select(row => row.Id).ToListAsync(cancellation)
        )
        {
            await jobs.ResumeRunAsync(run, cancellation);
        }

        // What ended before this process began, none of its jobs can be about to mail.
        var now = clock.GetUtcNow().UtcDateTime;
        var (earliest, latest) = (now - ResultMail.Limit, _beforeThisProcess ?? now - BeingMailed);
        _beforeThisProcess = null;
        var unmailed = await context
            .Runs.Where(row =>
                row.FinishedAt > earliest
                && row.FinishedAt <= latest
                && row.MailTo != null
                && row.MailedAt == null
                && !context.UndeliveredMails.Any(mail => mail.RunId == row.Id)
            )
            .Select(row => row.Id)
            .ToListAsync(cancellation);
        foreach (var run in unmailed.Where(run => !_mailedAgain.Contains(run)))
        {
            await jobs.ResumeRunAsync(run, cancellation);
            _mailedAgain.Add(run);
        }
    }

    [LoggerMessage(LogLevel.Error, "Unfinished comparisons and runs could not be resumed; the next round tries again")]
    private partial void LogNotResumed(Exception fault);
}
