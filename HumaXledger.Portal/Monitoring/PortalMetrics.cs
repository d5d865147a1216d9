using System.Diagnostics.Metrics;
using HumaXledger.Core;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// The Portal's own metrics. Open circuits are counted by ASP.NET Core itself
/// (<c>aspnetcore.components.circuit.active</c>).
/// </summary>
public static class PortalMetrics
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "HumaXledger.Portal";

    /// <summary>Answers to messages of Huma's webhook, by status.</summary>
    public const string WebhookAnswers = "humaxledger.webhook.answers";

    /// <summary>Seconds of a part of the scheduled work, by part and whether it failed.</summary>
    public const string ScheduledDuration = "humaxledger.scheduled.duration";

    /// <summary>People in the queue, by connection and state.</summary>
    public const string QueuePeople = "humaxledger.queue.people";

    /// <summary>Seconds that the oldest change in the queue has waited, by connection.</summary>
    public const string QueueAge = "humaxledger.queue.age";

    /// <summary>1 where a health check passes, 0 where it fails, by check.</summary>
    public const string HealthCheck = "humaxledger.health.check";

    /// <summary>Messages on the channel between nodes that no node sent.</summary>
    public const string DroppedMessages = "humaxledger.node.messages.dropped";

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Answers = Meter.CreateCounter<long>(WebhookAnswers, "{answer}");
    private static readonly Counter<long> Dropped = Meter.CreateCounter<long>(DroppedMessages, "{message}");
    private static readonly Histogram<double> Scheduled = Meter.CreateHistogram(
        ScheduledDuration,
        "s",
        advice: SyncTelemetry.Seconds
    );

    internal static void OnWebhook(int status) => Answers.Add(1, new KeyValuePair<string, object?>("status", status));

    internal static void OnDroppedMessage() => Dropped.Add(1);

    internal static void OnScheduled(ScheduledPart part, bool failed, TimeSpan took) =>
        Scheduled.Record(took.TotalSeconds, new("part", part.ToString()), new("failed", failed));
}
