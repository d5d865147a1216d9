using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Outages;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>Executes one comparison. After a crash it starts again from the top: reading changes nothing.</summary>
[DisallowConcurrentExecution]
public sealed class CompareJob(
    Compare compare,
    DriftCheck drift,
    RunFeed feed,
    IDbContextFactory<SyncDbContext> contexts,
    IHostApplicationLifetime process,
    StoreFaults faults
) : IJob
{
    internal const string ComparisonId = "comparisonId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            process.ApplicationStopping
        );
        var comparisonId = Guid.Parse(context.MergedJobDataMap.GetString(ComparisonId)!);
        try
        {
            var connectionId = await faults.RetryAsync(
                () => ConnectionOfAsync(comparisonId, stopping.Token),
                stopping.Token
            );
            await CarryOutAsync(
                comparisonId,
                new FeedProgress<CompareProgress>(feed, comparisonId, connectionId),
                stopping.Token
            );
            // Pages that show the connection read again: its figures follow from the newest comparison.
            feed.Pulse(connectionId);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends; another node or the next start compares from the beginning.
            feed.AnnounceLeaving();
        }
    }

    private async Task CarryOutAsync(
        Guid comparisonId,
        FeedProgress<CompareProgress> progress,
        CancellationToken stopping
    )
    {
        try
        {
            // While the store is away the comparison waits, and then reads both systems again: what they hold may have
            // changed meanwhile. Tries during the outage end before they read.
            await faults.RetryAsync(
                () => compare.RunAsync(comparisonId, progress, stopping),
                reason => Waiting(progress, reason),
                stopping
            );
            await faults.RetryAsync(() => drift.ConcludeAsync(comparisonId, stopping), stopping);
        }
        catch (Exception unforeseen)
            when (unforeseen is not OperationCanceledException && !stopping.IsCancellationRequested)
        {
            await faults.RetryAsync(
                () => compare.BreakOffAsync(comparisonId, progress, StoreFault.ReasonOf(unforeseen)),
                stopping
            );
            feed.Complete<CompareProgress>(comparisonId);
            throw;
        }

        feed.Complete<CompareProgress>(comparisonId);
    }

    private static void Waiting(FeedProgress<CompareProgress> progress, Reason reason)
    {
        if (progress.Latest is { } latest)
        {
            progress.Report(latest with { Failure = reason });
        }
    }

    private async Task<Guid> ConnectionOfAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Comparisons.Where(comparison => comparison.Id == comparisonId)
            .Select(comparison => comparison.ConnectionId)
            .SingleAsync(cancellation);
    }
}
