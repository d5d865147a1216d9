using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using HumaXledger.Portal.Live;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>Carries out one comparison. Started again from the top after a crash: reading does no harm.</summary>
[DisallowConcurrentExecution]
public sealed class CompareJob(Compare compare, RunFeed feed, IDbContextFactory<SyncDbContext> contexts) : IJob
{
    internal const string ComparisonId = "comparisonId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var comparisonId = Guid.Parse(context.MergedJobDataMap.GetString(ComparisonId)!);
        var progress = new FeedProgress<CompareProgress>(feed, comparisonId, await ConnectionOfAsync(comparisonId, cancellationToken));
        try
        {
            await compare.RunAsync(comparisonId, progress, cancellationToken);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            await compare.BreakOffAsync(comparisonId, progress);
            feed.Complete<CompareProgress>(comparisonId);
            throw;
        }

        feed.Complete<CompareProgress>(comparisonId);
    }

    private async Task<Guid> ConnectionOfAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Comparisons.Where(comparison => comparison.Id == comparisonId).Select(comparison => comparison.ConnectionId).SingleAsync(cancellation);
    }
}
