using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma;

/// <summary>A fault of the whole conversation with Huma: nothing about one person. The reason names what and where, without any personal value.</summary>
public sealed class HumaFault(Reason reason, bool transient, Exception? inner = null) : Exception(reason.ToString(), inner)
{
    public Reason Reason { get; } = reason;

    /// <summary>Whether the same call may succeed later without anybody changing anything.</summary>
    public bool Transient { get; } = transient;
}
