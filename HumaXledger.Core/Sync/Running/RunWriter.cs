using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>Writes what a journal leaves open to both systems: updates before additions, Xledger before Huma.</summary>
public sealed class RunWriter(OutsideSystems systems, AllowanceCheck allowance, TimeProvider clock)
{
    internal RequestMeter Meter(Connection connection) => systems.Meter(connection);

    /// <exception cref="HumaFault">Huma's key cannot be read.</exception>
    /// <exception cref="XledgerFault">Xledger's token cannot be read.</exception>
    internal async Task<Clients> OpenAsync(
        SyncDbContext context,
        Connection connection,
        RequestMeter meter,
        CancellationToken cancellation
    ) =>
        new(
            await systems.HumaAsync(context, connection, meter, cancellation),
            systems.Xledger(connection, meter),
            meter
        );

    /// <param name="tokenEntity">The entity that the token belonged to when the plan's comparison was read; null where
    /// it is not known.</param>
    internal async Task WriteAsync(
        Clients clients,
        PlanRecord plan,
        Connection connection,
        string? tokenEntity,
        Journal journal,
        CancellationToken cancellation
    )
    {
        var (huma, xledger, meter) = clients;
        var entity = new TokenEntity(xledger, tokenEntity);
        var watch = new RunAllowance(allowance, plan.Id, connection, meter);
        await new XledgerUpdates(xledger, entity, watch, journal, clock).RunAsync(cancellation);
        await new XledgerAdditions(
            xledger,
            connection.XledgerEntityId,
            entity,
            watch,
            journal,
            systems.XledgerAdditionWait
        ).RunAsync(cancellation);
        await new HumaUpdates(huma, systems.HumaParallelRequests, journal).RunAsync(cancellation);
        await new HumaAdditions(huma, OutsideSystems.ScopeOf(connection), journal).RunAsync(cancellation);
    }

    internal sealed record Clients(IHumaClient Huma, IXledgerClient Xledger, RequestMeter Meter);
}
