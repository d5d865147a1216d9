using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Comparing;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>What lists of several connections ask about problems and missed changes.</summary>
public static class MissedChangeQueries
{
    /// <summary>Open alerts but those about missed changes, which are counted by people instead.</summary>
    public static IQueryable<Alert> OpenProblems(this SyncDbContext context) =>
        context.Alerts.Where(alert => alert.ClosedAt == null && alert.Remedy != AlertRemedy.BringMissedChanges);

    /// <summary>People who changed in Huma without a message and whom an alert is open about.</summary>
    public static IQueryable<MissedChange> AlertedMissedChanges(this SyncDbContext context) =>
        context
            .OpenMissedChanges()
            .Where(missed =>
                context.Alerts.Any(alert =>
                    alert.ConnectionId == missed.ConnectionId
                    && alert.Remedy == AlertRemedy.BringMissedChanges
                    && alert.ClosedAt == null
                )
            );
}
