using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;

namespace HumaXledger.Core.Xledger;

/// <summary>What a fault of the conversation with Xledger is about.</summary>
public enum XledgerFaultCause
{
    /// <summary>No connection, or it broke on the way.</summary>
    Connection,

    /// <summary>No answer in time, whether the client or Xledger gave up.</summary>
    Timeout,

    /// <summary>The server is in trouble.</summary>
    Server,

    /// <summary>An answer that is not understood, or not to be relied on.</summary>
    Answer,

    /// <summary>The answer is larger than the client accepts.</summary>
    TooLarge,

    /// <summary>The token is not accepted.</summary>
    Token,

    /// <summary>The stored token can no longer be read.</summary>
    Secret,

    /// <summary>Token or right: Xledger does not say which of the two.</summary>
    Access,

    /// <summary>A right that is known is missing.</summary>
    Right,

    /// <summary>What was sent is refused.</summary>
    Refused,

    /// <summary>The server threw.</summary>
    Unhandled,

    /// <summary>Too many requests in a short time.</summary>
    Burst,

    /// <summary>Too many requests at the same time.</summary>
    Concurrency,

    /// <summary>The token's credits are used up.</summary>
    Credits,

    /// <summary>The monthly allowance is used up; not Xledger says so but this program.</summary>
    Allowance,
}

/// <summary>
/// A fault of the whole conversation with Xledger: token, reachability, limits, an answer that is not GraphQL.
/// </summary>
public sealed class XledgerFault(XledgerFaultCause cause, Reason reason, bool transient, Exception? inner = null)
    : SystemFault(reason, transient, inner)
{
    /// <summary>What code branches on; <see cref="SystemFault.Reason"/> explains it to a person.</summary>
    public XledgerFaultCause Cause { get; } = cause;

    /// <summary>When a retry is useful (credits), UTC.</summary>
    public DateTime? RetryAt { get; init; }
}
