using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;

namespace HumaXledger.Portal.Live;

/// <summary>What a message between nodes is about. Stored nowhere; a node skips a kind that it does not know.</summary>
public enum NodeMessageKind
{
    /// <summary>Progress of a run.</summary>
    Run,

    /// <summary>Progress of a comparison.</summary>
    Comparison,

    /// <summary>Something moved on a connection.</summary>
    Connection,

    /// <summary>Decisions of a review were changed.</summary>
    Decisions,

    /// <summary>Something waits on a connection whose lease another node holds.</summary>
    Signal,

    /// <summary>The sender ends: its leases are given back, its jobs have ended. The key is the sender.</summary>
    Leaving,
}

/// <summary>
/// A message between nodes: ids, counts and states only, never data of people. It is sent encrypted
/// (<see cref="NodeSeal"/>).
/// </summary>
/// <param name="From">The sending node, which ignores its own messages.</param>
/// <param name="Key">The subject as it is watched.</param>
/// <param name="Of">The run or comparison that the value is about.</param>
/// <param name="Value">The value as JSON; null where the receiver reads it from the store.</param>
/// <param name="Ended">Nothing more will come.</param>
/// <param name="AtOnce">A person waits for it: a pause after a fault is cut short.</param>
public sealed record NodeMessage(
    Guid From,
    NodeMessageKind Kind,
    Guid Key,
    Guid? Of = null,
    JsonElement? Value = null,
    bool Ended = false,
    bool AtOnce = false
)
{
    /// <summary>The channel's name in PostgreSQL.</summary>
    internal const string Channel = "humaxledger_live";

    /// <summary>
    /// Bytes. Longer values are read from the store: PostgreSQL refuses notifications from 8,000 bytes on, and
    /// encryption makes of three bytes four.
    /// </summary>
    internal const int LongestValue = 5_400;

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        IgnoreReadOnlyProperties = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The kind of these values; null for a type that stays on its node.</summary>
    internal static NodeMessageKind? KindOf(Type type) =>
        type == typeof(RunProgress) ? NodeMessageKind.Run
        : type == typeof(CompareProgress) ? NodeMessageKind.Comparison
        : type == typeof(ConnectionPulse) ? NodeMessageKind.Connection
        : type == typeof(DecisionsPulse) ? NodeMessageKind.Decisions
        : null;

    /// <summary>
    /// The message about a value. The reason of an end is read from the store: its arguments may name people. What
    /// work waits for is not stored, so that one is sent, without its arguments.
    /// </summary>
    internal static NodeMessage About(Guid from, NodeMessageKind kind, Guid key, object? value, bool ended) =>
        new(
            from,
            kind,
            key,
            value switch
            {
                RunProgress run => run.RunId,
                CompareProgress comparison => comparison.ComparisonId,
                DecisionsPulse decisions => decisions.ComparisonId,
                _ => key,
            },
            value switch
            {
                RunProgress { Ended: true, Failure: not null } or CompareProgress { Ended: true, Failure: not null } =>
                    null,
                RunProgress run => Short(run with { Failure = Bare(run.Failure) }),
                CompareProgress comparison => Short(comparison with { Failure = Bare(comparison.Failure) }),
                DecisionsPulse decisions => Short(decisions),
                _ => null,
            },
            ended
        );

    // Values are for pages, not for logs.
    public override string ToString() => $"{Kind} {Key}";

    /// <summary>As it is encrypted.</summary>
    internal string ToText() => JsonSerializer.Serialize(this, Options);

    /// <summary>Null where it is none, or one of a newer version.</summary>
    internal static NodeMessage? Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<NodeMessage>(text, Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The value; null where it has to be read from the store.</summary>
    internal T? ValueAs<T>()
        where T : class
    {
        try
        {
            return Value?.Deserialize<T>(Options);
        }
        catch (JsonException)
        {
            // The sender has another version.
            return null;
        }
    }

    private static Reason? Bare(Reason? reason) => reason is null ? null : new Reason(reason.Code);

    private static JsonElement? Short(object value)
    {
        var json = JsonSerializer.SerializeToElement(value, value.GetType(), Options);
        return Encoding.UTF8.GetByteCount(json.GetRawText()) <= LongestValue ? json : null;
    }
}
