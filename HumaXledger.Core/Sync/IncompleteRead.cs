using HumaXledger.Core.People;

namespace HumaXledger.Core.Sync;

/// <summary>A side was read without fault, but not everybody was there.</summary>
internal sealed class IncompleteRead(Reason reason) : Exception(reason.ToString())
{
    public Reason Reason { get; } = reason;
}
