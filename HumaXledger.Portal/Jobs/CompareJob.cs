using HumaXledger.Core.Sync;
using HumaXledger.Portal.Live;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>Carries out one comparison. Started again from the top after a crash: reading does no harm.</summary>
[DisallowConcurrentExecution]
public sealed class CompareJob(Compare compare, RunFeed feed) : IJob
{
    internal const string ComparisonId = "comparisonId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var comparisonId = Guid.Parse(context.MergedJobDataMap.GetString(ComparisonId)!);
        var progress = new FeedProgress<CompareProgress>(feed, comparisonId);
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
}
