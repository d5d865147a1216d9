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
        Of(connection.WebhookAddress is null ? null : connection.LastMessageAt, now, options);

    /// <summary>The same by what is needed for it.</summary>
    /// <param name="lastMessageAt">Null where none came, or where there is no webhook.</param>
    internal static WebhookHealth Of(DateTime? lastMessageAt, DateTime now, QuickComparisonOptions options) =>
        lastMessageAt is not { } last ? WebhookHealth.None
        : now - last >= TimeSpan.FromDays(options.SilentAfterDays) ? WebhookHealth.Silent
        : WebhookHealth.Reporting;
}
