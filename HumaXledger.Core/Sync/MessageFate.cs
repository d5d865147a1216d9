using HumaXledger.Core.Huma.Webhooks;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>How a connection stands while a message comes in.</summary>
internal sealed record MessageSituation(ConnectionState State, bool Paused, bool Repeated);

/// <summary>What becomes of a message, and whether its people are noted.</summary>
internal sealed record MessageFate(MessageState State, Reason? Reason, bool Noted)
{
    /// <summary>The one table of what becomes of a message. The state tells what is most worth knowing; people are noted wherever somebody will look at them.</summary>
    public static MessageFate Of(HumaMessage message, MessageSituation situation)
    {
        var passedOver = message.WithoutId > 0 ? new Reason(ReasonCodes.MessageWithoutIds, $"{message.WithoutId}") : null;
        // The first synchronization reads everybody; nothing may be written before it.
        var noted = message.People.Count > 0 && situation.State == ConnectionState.Active;
        return message switch
        {
            { Event: HumaEvent.Unknown } => new(MessageState.UnknownTopic, new Reason(ReasonCodes.TopicUnknown, message.Topic), noted),
            { People.Count: 0 } => new(MessageState.Unusable, passedOver ?? new Reason(ReasonCodes.MessageWithoutUsers), false),
            _ when situation.State == ConnectionState.Established => new(MessageState.SetAside, new Reason(ReasonCodes.BeforeFirstSync), noted),
            _ when situation.Paused => new(MessageState.SetAside, new Reason(ReasonCodes.ConnectionPaused), noted),
            _ when situation.Repeated => new(MessageState.Repeated, passedOver, noted),
            _ => new(MessageState.Taken, passedOver, noted),
        };
    }

    public static NoticeKind KindOf(HumaEvent happened) => happened switch
    {
        HumaEvent.Created => NoticeKind.Created,
        HumaEvent.Updated => NoticeKind.Updated,
        HumaEvent.Deleted => NoticeKind.Deleted,
        HumaEvent.Exported => NoticeKind.Exported,
        _ => NoticeKind.Other,
    };
}
