using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma;

/// <summary>
/// A fault of the whole conversation with Huma: nothing about one person. The reason names what and where, without any
/// personal value.
/// </summary>
public sealed class HumaFault(Reason reason, bool transient, Exception? inner = null)
    : Exception(reason.ToString(), inner)
{
    public Reason Reason { get; } = reason;

    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public bool Transient { get; } = transient;

    /// <summary>
    /// Whether something that must not be done twice may have been carried out although no answer was understood. Reads
    /// tell.
    /// </summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>
    /// Huma asked for fewer requests (429); nothing was carried out. After all repetitions this concerns everybody, not
    /// one person.
    /// </summary>
    internal bool Limited { get; init; }

    /// <summary>How long Huma asks to wait; null where it does not say or names a moment that has passed.</summary>
    internal TimeSpan? RetryAfter { get; init; }
}
