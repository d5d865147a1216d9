using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Xledger;

/// <summary>
/// A fault of the whole conversation with Xledger (token, reachability, limits, an answer that is not GraphQL). No
/// personal value in it.
/// </summary>
public sealed class XledgerFault(Reason reason, bool transient, Exception? inner = null)
    : Exception(reason.ToString(), inner)
{
    public Reason Reason { get; } = reason;

    /// <summary>Whether the same request may succeed later without anybody changing anything.</summary>
    public bool Transient { get; } = transient;

    /// <summary>Whether the request may have been carried out although no answer was understood. Reads tell.</summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>When it is worth trying again (credits), UTC.</summary>
    public DateTime? RetryAt { get; init; }

    /// <summary>
    /// How long something in front of Xledger asks to wait (429, 503); null where it does not say or names a moment
    /// that has passed.
    /// </summary>
    internal TimeSpan? RetryAfter { get; init; }
}
