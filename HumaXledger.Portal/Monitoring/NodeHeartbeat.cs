using HumaXledger.Core.Storage.Nodes;

namespace HumaXledger.Portal.Monitoring;

/// <summary>Says to the other nodes that this one is there, and in the log what does not fit together.</summary>
internal sealed partial class NodeHeartbeat(NodeRegister nodes, TimeProvider clock, ILogger<NodeHeartbeat> logger)
    : BackgroundService
{
    /// <summary>A database that is away does not hold up the end.</summary>
    private static readonly TimeSpan MostForLeaving = TimeSpan.FromSeconds(2);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            using var late = new CancellationTokenSource(MostForLeaving, clock);
            await nodes.LeaveAsync(late.Token);
        }
        catch (Exception fault)
        {
            LogNotReached(fault);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log(nodes.Misfits);
        using var timer = new PeriodicTimer(NodeRegister.Every, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                Log(await nodes.BeatAsync(stoppingToken));
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotReached(fault);
            }
        }
    }

    private void Log(IEnumerable<NodeMisfit> misfits)
    {
        foreach (var misfit in misfits)
        {
            switch (misfit.Kind)
            {
                case NodeMisfitKind.Certificate:
                    LogCertificate(misfit.Node);
                    break;
                case NodeMisfitKind.Version:
                    LogVersion(misfit.Node, misfit.Particulars, SystemFacts.Version);
                    break;
                case NodeMisfitKind.Settings:
                    LogSettings(misfit.Node, misfit.Particulars);
                    break;
            }
        }
    }

    [LoggerMessage(
        LogLevel.Warning,
        "The node {Node} and this one do not have each other's certificate of the key ring, and one of them cannot "
            + "read what the other one writes: name both in KeyRing of every node"
    )]
    private partial void LogCertificate(string node);

    [LoggerMessage(
        LogLevel.Warning,
        "The node {Node} runs version {Version} and this one {Own}: upgrade all nodes, one after the other"
    )]
    private partial void LogVersion(string node, string version, string own);

    [LoggerMessage(
        LogLevel.Warning,
        "The node {Node} has other settings than this one in {Groups}: give all nodes the same"
    )]
    private partial void LogSettings(string node, string groups);

    [LoggerMessage(LogLevel.Debug, "The list of nodes could not be reached")]
    private partial void LogNotReached(Exception fault);
}
