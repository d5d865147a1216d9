using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using HumaXledger.Portal.Live;
using HumaXledger.Portal.Mail;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>Carries out one run and mails its result. Started again from the top after a crash: the journal tells where to go on.</summary>
[DisallowConcurrentExecution]
public sealed class ApplyJob(Apply apply, RunFeed feed, ResultMail mail, IDbContextFactory<SyncDbContext> contexts) : IJob
{
    internal const string RunId = "runId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        var runId = Guid.Parse(context.MergedJobDataMap.GetString(RunId)!);
        var progress = new FeedProgress<RunProgress>(feed, runId, await ConnectionOfAsync(runId, cancellationToken));
        try
        {
            await apply.RunAsync(runId, progress, cancellationToken);
        }
        catch (Exception unforeseen) when (unforeseen is not OperationCanceledException)
        {
            await apply.BreakOffAsync(runId, progress);
            feed.Complete<RunProgress>(runId);
            throw;
        }

        feed.Complete<RunProgress>(runId);
        await mail.SendAsync(runId, cancellationToken);
    }

    private async Task<Guid> ConnectionOfAsync(Guid runId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Runs.Where(run => run.Id == runId).Select(run => run.ConnectionId).SingleAsync(cancellation);
    }
}
