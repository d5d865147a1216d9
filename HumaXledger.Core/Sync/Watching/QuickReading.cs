using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>Reads all people of a connection in Huma, and raises or clears Huma's alert by the answer.</summary>
public sealed partial class QuickReading(OutsideSystems systems, Alerts alerts, ILogger<QuickReading> logger)
{
    /// <returns>Null where Huma could not be read; an alert says why.</returns>
    internal async Task<HumaReading?> ReadAsync(
        SyncDbContext context,
        Connection connection,
        CancellationToken cancellation
    )
    {
        try
        {
            var reading = await ReadAllAsync(context, connection, cancellation);
            await alerts.ClearAsync(connection.Id, AlertReasons.Huma, cancellation);
            return reading;
        }
        catch (Exception fault) when (fault is HumaFault or IncompleteRead)
        {
            var reason = Compare.ReasonOf(fault);
            LogFailed(connection.Id, reason);
            await alerts.RaiseAsync(connection.Id, AlertProblem.Huma(reason), cancellation);
            return null;
        }
    }

    private async Task<HumaReading> ReadAllAsync(
        SyncDbContext context,
        Connection connection,
        CancellationToken cancellation
    )
    {
        await using var meter = systems.Meter(connection);
        var huma = await systems.HumaAsync(context, connection, meter, cancellation);
        await huma.DemandOrganizationAsync(connection, cancellation);
        var reading = await huma.ReadUsersAsync(OutsideSystems.ScopeOf(connection), null, cancellation);
        IncompleteRead.Refuse(reading);
        return reading;
    }

    [LoggerMessage(LogLevel.Warning, "Huma could not be read for connection {ConnectionId}: {Reason}")]
    private partial void LogFailed(Guid connectionId, Reason reason);
}
