using HumaXledger.Core.Storage.Connections;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>Whether messages of Huma's webhook arrive.</summary>
public enum WebhookHealth
{
    /// <summary>No webhook is set up, or none of its messages ever came.</summary>
    None,

    /// <summary>
    /// Nothing came for a long time (<see cref="QuickComparisonOptions.SilentAfterDays"/>): perhaps nothing changed,
    /// perhaps it no longer works.
    /// </summary>
    Silent,

    /// <summary>Messages come.</summary>
    Reporting,
}

public static class WebhookHealthReading
{
    /// <summary>The state of a connection's webhook at this time.</summary>
    public static WebhookHealth Of(Connection connection, DateTime now, QuickComparisonOptions options) =>
        connection switch
        {
            { WebhookAddress: null } or { LastMessageAt: null } => WebhookHealth.None,
            { LastMessageAt: { } last } => now - last >= TimeSpan.FromDays(options.SilentAfterDays)
                ? WebhookHealth.Silent
                : WebhookHealth.Reporting,
        };
}
