using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Webhooks;

/// <summary>Section <c>Webhook</c>: limits of what comes in from Huma.</summary>
public sealed class WebhookOptions
{
    public const string Section = "Webhook";

    /// <summary>Bytes of one message. An export of 100 people with all fields takes about 150,000.</summary>
    [Range(10_000, 28_000_000)]
    public int MaxBytes { get; set; } = 4 * 1024 * 1024;

    /// <summary>Messages of one connection per second, over a longer time.</summary>
    [Range(1, 10_000)]
    public int MessagesPerSecond { get; set; } = 100;

    /// <summary>Messages of one connection at once, before <see cref="MessagesPerSecond"/> holds.</summary>
    [Range(1, 100_000)]
    public int MessageBurst { get; set; } = 1000;

    /// <summary>
    /// Refused requests of one sender per second. Beyond that it is told so, and asks the store nothing.
    /// </summary>
    [Range(1, 10_000)]
    public int RefusalsPerSecond { get; set; } = 10;

    /// <summary>Refused requests of one sender at once, before <see cref="RefusalsPerSecond"/> holds.</summary>
    [Range(1, 100_000)]
    public int RefusalBurst { get; set; } = 100;
}
