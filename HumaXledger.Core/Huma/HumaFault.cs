using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma;

/// <summary>What a fault of the conversation with Huma is about.</summary>
public enum HumaFaultCause
{
    /// <summary>The host is not known, not reachable or not trusted.</summary>
    Host,

    /// <summary>The connection broke, or no answer came in time.</summary>
    Lost,

    /// <summary>The server is in trouble.</summary>
    Server,

    /// <summary>Huma asked for fewer requests (429); nothing was carried out.</summary>
    Limited,

    /// <summary>The key may not do this.</summary>
    Forbidden,

    /// <summary>The address is not Huma's.</summary>
    NotFound,

    /// <summary>An answer that is not understood, is too large, or holds something else than expected.</summary>
    Answer,

    /// <summary>The key is not accepted.</summary>
    Key,

    /// <summary>The stored key can no longer be read.</summary>
    Secret,

    /// <summary>The key belongs to another organization than the one that was connected.</summary>
    OtherOrganization,

    /// <summary>A list is known to be incomplete.</summary>
    Incomplete,
}

/// <summary>
/// A fault of the whole conversation with Huma: nothing about one person. The reason names what and where, without any
/// personal value.
/// </summary>
public sealed class HumaFault(HumaFaultCause cause, Reason reason, bool transient, Exception? inner = null)
    : Exception(reason.ToString(), inner)
{
    /// <summary>What code branches on; <see cref="Reason"/> explains it to a person.</summary>
    public HumaFaultCause Cause { get; } = cause;

    public Reason Reason { get; } = reason;

    /// <summary>Whether the same call may succeed later without any change to settings or data.</summary>
    public bool Transient { get; } = transient;

    /// <summary>
    /// Whether something that must not be done twice may have been carried out although no answer was understood. Reads
    /// tell.
    /// </summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>
    /// Huma asked for fewer requests (429); nothing was carried out. After all repetitions it is no matter of one person
    /// only.
    /// </summary>
    internal bool Limited => Cause == HumaFaultCause.Limited;

    /// <summary>How long Huma asks to wait; null where it does not say or names a moment that has passed.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
