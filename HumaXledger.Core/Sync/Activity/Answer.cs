using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Activity;

/// <summary>Refusals that a caller can do something about by itself.</summary>
public enum RefusalKind
{
    /// <summary>Only the reason is shown.</summary>
    Plain,

    /// <summary>Another run of the connection is under way; it may be asked for again later.</summary>
    RunUnderWay,

    /// <summary>The run would go over Xledger's monthly allowance; confirming that lets it start.</summary>
    OverAllowance,

    /// <summary>Signing in again lets it pass.</summary>
    SignInTooOld,
}

/// <summary>The result of an act: done with its value, or refused with a reason for the person who asked.</summary>
public abstract record Answer<T>
{
    private Answer() { }

    /// <summary>The act was done.</summary>
    public sealed record Done(T Value) : Answer<T>;

    /// <summary>The act was refused, with the reason; nothing was changed.</summary>
    public sealed record Refused(Reason Reason) : Answer<T>
    {
        /// <summary>What a caller may branch on; the reason explains it to a person.</summary>
        public RefusalKind Kind { get; init; }
    }
}
