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
        await compare.RunAsync(comparisonId, new FeedProgress<CompareProgress>(feed, comparisonId), cancellationToken);
        feed.Complete<CompareProgress>(comparisonId);
    }
}
