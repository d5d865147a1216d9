using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Activity;

/// <summary>What became of an act: done with its result, or refused with a reason for the person who asked.</summary>
public abstract record Answer<T>
{
    private Answer() { }

    public sealed record Done(T Value) : Answer<T>;

    public sealed record Refused(Reason Reason) : Answer<T>;
}
