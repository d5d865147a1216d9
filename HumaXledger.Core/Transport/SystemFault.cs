using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Transport;

/// <summary>
/// A fault of the whole conversation with an outside system: nothing about one person. The reason names what and where,
/// without any personal value.
/// </summary>
public abstract class SystemFault(Reason reason, bool transient, Exception? inner) : Exception(reason.ToString(), inner)
{
    public Reason Reason { get; } = reason;

    /// <summary>Whether the same request may succeed later without any change.</summary>
    public bool Transient { get; } = transient;

    /// <summary>
    /// Whether a request that must not be repeated may have been executed although its answer was lost. Read to find
    /// out.
    /// </summary>
    public bool OutcomeUnknown { get; init; }

    /// <summary>
    /// How long the system, or something in front of it, asks to wait; null where it does not say or names a moment
    /// that has passed.
    /// </summary>
    internal TimeSpan? RetryAfter { get; init; }
}
