using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Webhooks;

/// <summary>Limits of Huma's webhook. Requests above a rate are answered with 429.</summary>
public sealed class WebhookOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Webhook";

    /// <summary>Largest message in bytes. An export of 100 people with all fields takes about 150,000.</summary>
    [Range(10_000, 28_000_000)]
    public int MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Messages of one connection per second, sustained.</summary>
    [Range(1, 10_000)]
    public int MessagesPerSecond { get; set; } = 100;

    /// <summary>Burst of messages of one connection before <see cref="MessagesPerSecond"/> applies.</summary>
    // Two thousand changed people are two messages each, and whether Huma sends a refused one again is not known.
    [Range(1, 100_000)]
    public int MessageBurst { get; set; } = 5000;

    /// <summary>Refused requests of one sender per second; more are answered without a query to the database.</summary>
    [Range(1, 10_000)]
    public int RefusalsPerSecond { get; set; } = 10;

    /// <summary>Burst of refused requests of one sender before <see cref="RefusalsPerSecond"/> applies.</summary>
    [Range(1, 100_000)]
    public int RefusalBurst { get; set; } = 100;
}
