using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Nodes;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace HumaXledger.Portal.Monitoring;

/// <summary>The database answers.</summary>
internal sealed class DatabaseCheck(StoreHealth store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    )
    {
        await store.VersionAsync(cancellationToken);
        return HealthCheckResult.Healthy();
    }
}

/// <summary>The database has the shape of this version.</summary>
internal sealed class MigrationsCheck(StoreHealth store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        await store.HasCurrentSchemaAsync(cancellationToken)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Unhealthy();
}

/// <summary>The key ring is stored and can be used.</summary>
internal sealed class KeyRingCheck(StoreHealth store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => await store.CanSealAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy();
}

/// <summary>
/// Every stored key is signed. A warning where one is not: it is left out, and taking the node away would let an
/// intruder who wrote it stop the portal.
/// </summary>
internal sealed class KeySignaturesCheck(StoreHealth store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => await store.AreKeysSignedAsync(cancellationToken) ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded();
}

/// <summary>
/// This node's clock agrees with the database's. A warning where it does not: nodes take each other for ended by their
/// clocks, and leaving one out of the load balancer would not help.
/// </summary>
internal sealed class ClockCheck(IStoreClock clock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) =>
        (await clock.NowAsync(cancellationToken)).Ahead.Duration() >= StoreClock.IsOff
            ? HealthCheckResult.Degraded()
            : HealthCheckResult.Healthy();
}

/// <summary>
/// The nodes fit together. A warning where they do not: during an upgrade they differ for a while, and leaving one out
/// of the load balancer would not help.
/// </summary>
internal sealed class NodesCheck(NodeRegister nodes) : IHealthCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "nodes";

    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken = default
    ) => Task.FromResult(nodes.Misfits.Count > 0 ? HealthCheckResult.Degraded() : HealthCheckResult.Healthy());
}
