using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>How a connection stands while a message comes in.</summary>
internal sealed record MessageSituation(ConnectionState State, bool Paused, bool Repeated);

/// <summary>The state a message gets, and whether its people are queued.</summary>
internal sealed record MessageDisposition(MessageState State, Reason? Reason, bool Noted)
{
    /// <summary>
    /// The one table of dispositions. The state says the most important thing; people are queued wherever they will be
    /// checked.
    /// </summary>
    public static MessageDisposition Of(HumaMessage message, MessageSituation situation)
    {
        var passedOver =
            message.WithoutId > 0 ? new Reason(WebhookReasons.MessageWithoutIds, $"{message.WithoutId}") : null;
        // The first synchronization reads all people; nothing may be written before it.
        var noted = message.People.Count > 0 && situation.State == ConnectionState.Active;
        return message switch
        {
            { Event: HumaEvent.Unknown } => new(
                MessageState.UnknownTopic,
                new Reason(WebhookReasons.TopicUnknown, message.Topic),
                noted
            ),
            { People.Count: 0 } => new(
                MessageState.Unusable,
                passedOver ?? new Reason(WebhookReasons.MessageWithoutUsers),
                false
            ),
            _ when situation.State == ConnectionState.Established => new(
                MessageState.SetAside,
                new Reason(InboundReasons.BeforeFirstSync),
                noted
            ),
            _ when situation.Paused => new(
                MessageState.SetAside,
                new Reason(ConnectionReasons.ConnectionPaused),
                noted
            ),
            _ when situation.Repeated => new(MessageState.Repeated, passedOver, noted),
            _ => new(MessageState.Taken, passedOver, noted),
        };
    }

    /// <summary>What a message means for the person it names.</summary>
    public static PendingChangeKind KindOf(HumaEvent happened) =>
        happened switch
        {
            HumaEvent.Created => PendingChangeKind.Created,
            HumaEvent.Updated => PendingChangeKind.Updated,
            HumaEvent.Deleted => PendingChangeKind.Deleted,
            HumaEvent.Exported => PendingChangeKind.Exported,
            _ => PendingChangeKind.Other,
        };
}
