using HumaXledger.Core.Sync;
using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>Looks at Huma once for one connection.</summary>
[DisallowConcurrentExecution]
public sealed class QuickComparisonJob(QuickComparison look, IHostApplicationLifetime process) : ConnectionJob(process)
{
    protected override Task RunAsync(Guid connectionId, CancellationToken stopping) => look.RunAsync(connectionId, stopping);
}

/// <summary>Tries key and token of one connection.</summary>
[DisallowConcurrentExecution]
public sealed class TokenHealthJob(TokenHealth health, IHostApplicationLifetime process) : ConnectionJob(process)
{
    protected override Task RunAsync(Guid connectionId, CancellationToken stopping) => health.CheckAsync(connectionId, stopping);
}

/// <summary>Removes what is older than it is to be kept.</summary>
[DisallowConcurrentExecution]
public sealed class RetentionJob(Retention retention, IHostApplicationLifetime process) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, process.ApplicationStopping);
        try
        {
            await retention.RunAsync(stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // What is left is removed the next night.
        }
    }
}

/// <summary>Work on one connection that is simply done again at the next round where the process ended in between.</summary>
public abstract class ConnectionJob(IHostApplicationLifetime process) : IJob
{
    internal const string ConnectionId = "connectionId";

    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, process.ApplicationStopping);
        try
        {
            await RunAsync(Guid.Parse(context.MergedJobDataMap.GetString(ConnectionId)!), stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The process ends.
        }
    }

    protected abstract Task RunAsync(Guid connectionId, CancellationToken stopping);
}
