using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Outages;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Executes one run and mails its result. After a crash it starts again from the top: the journal says where to resume.
/// </summary>
[DisallowConcurrentExecution]
// Quartz stores the name of the class with the job: it stays.
public sealed class ApplyJob(
    RunExecutor executor,
    RunFeed feed,
    ResultMail mail,
    IDbContextFactory<SyncDbContext> contexts,
    IHostApplicationLifetime process,
    StoreFaults faults
) : IJob
{
    internal const string RunId = "runId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            process.ApplicationStopping
        );
        var runId = Guid.Parse(context.MergedJobDataMap.GetString(RunId)!);
        try
        {
            var connectionId = await faults.RetryAsync(() => ConnectionOfAsync(runId, stopping.Token), stopping.Token);
            var progress = new FeedProgress<RunProgress>(feed, runId, connectionId);
            feed.Pulse(connectionId);
            await CarryOutAsync(runId, progress, stopping.Token);
            if (await faults.RetryAsync(() => HasEndedAsync(runId, stopping.Token), stopping.Token))
            {
                feed.Complete<RunProgress>(runId);
                // What is left to do follows from the run.
                feed.Pulse(connectionId);
                await mail.SendAsync(runId, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends, not the run: another node or the next start resumes it from its journal.
            feed.AnnounceLeaving();
        }
    }

    private async Task CarryOutAsync(Guid runId, FeedProgress<RunProgress> progress, CancellationToken stopping)
    {
        try
        {
            await faults.RetryAsync(
                () => executor.RunAsync(runId, progress, stopping),
                reason => Waiting(progress, reason),
                stopping
            );
        }
        catch (Exception unforeseen)
            when (unforeseen is not OperationCanceledException && !stopping.IsCancellationRequested)
        {
            await faults.RetryAsync(() => executor.BreakOffAsync(runId, progress), stopping);
            feed.Complete<RunProgress>(runId);
            throw;
        }
    }

    private static void Waiting(FeedProgress<RunProgress> progress, Reason reason)
    {
        if (progress.Latest is { } latest)
        {
            progress.Report(latest with { Failure = reason });
        }
    }

    private async Task<Guid> ConnectionOfAsync(Guid runId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Runs.Where(run => run.Id == runId)
            .Select(run => run.ConnectionId)
            .SingleAsync(cancellation);
    }

    private async Task<bool> HasEndedAsync(Guid runId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Runs.AnyAsync(run => run.Id == runId && run.FinishedAt != null, cancellation);
    }
}
