namespace HumaXledger.Sandbox.FaultInjection;

/// <summary>What goes wrong. SWITCHES.md lists them with what each leaves behind.</summary>
public enum FaultKind
{
    /// <summary>500 with a JSON message; nothing was carried out.</summary>
    Status500,

    /// <summary>502 with a gateway's HTML page; nothing was carried out.</summary>
    Status502Html,

    /// <summary>429; nothing was carried out.</summary>
    Status429,

    /// <summary>503; nothing was carried out.</summary>
    Status503,

    /// <summary>200 with an HTML page where JSON is due; nothing was carried out.</summary>
    HtmlInsteadOfJson,

    /// <summary>The connection breaks before anything is carried out.</summary>
    ConnectionResetBefore,

    /// <summary>Everything is carried out, then the connection breaks instead of the answer.</summary>
    ConnectionResetAfter,

    /// <summary>
    /// Nothing is carried out and nothing is sent until the client gives up or <see cref="FaultRule.Delay"/> is over.
    /// </summary>
    NoAnswer,

    /// <summary>
    /// Everything is carried out, then nothing is sent until the client gives up or <see cref="FaultRule.Delay"/> is
    /// over.
    /// </summary>
    AnswerLost,

    /// <summary>The right answer after <see cref="FaultRule.Delay"/>.</summary>
    SlowAnswer,

    /// <summary>Everything is carried out; the answer is its own first half, correctly delivered.</summary>
    TruncatedJson,

    /// <summary>The right answer with an error beside its data.</summary>
    GraphQlErrorWithData,

    /// <summary>200 with an error and <c>data: null</c>; nothing was carried out.</summary>
    GraphQlErrorWithoutData,

    /// <summary>
    /// Xledger: the first half of a mutation's nodes is carried out (of a single one all of it), whatever
    /// <c>AtomicBatches</c> says, and the answer is an error with
    /// <c>data: null</c>. Huma: the call is carried out and answered with 500.
    /// </summary>
    PartialCommit,

    /// <summary>
    /// From this call on the caller's token (Xledger) or key (Huma) is worthless, until
    /// <see cref="SandboxWorld.CalmDown"/>.
    /// </summary>
    AccessRevoked,

    /// <summary>
    /// From this call on the caller lacks <see cref="FaultRule.Right"/> (Xledger), or only sees profiles (Huma), until
    /// <see cref="SandboxWorld.CalmDown"/>.
    /// </summary>
    RightRemoved,

    /// <summary>
    /// Refused for too many requests in a short time, in Xledger's words; Huma answers 429. Nothing was carried out.
    /// </summary>
    BurstReached,

    /// <summary>
    /// Refused for too many requests at a time, in Xledger's words; Huma answers 429. Nothing was carried out.
    /// </summary>
    ConcurrencyReached,

    /// <summary>
    /// Refused for used-up credits that return after <see cref="FaultRule.RetryAfter"/>, in Xledger's words; Huma
    /// answers 429. Nothing was carried out.
    /// </summary>
    CreditsUsedUp,

    /// <summary>
    /// The right answer with its page of records taken out: <c>edges: null</c> or <c>items: []</c>, all else unchanged.
    /// </summary>
    PageMissing,

    /// <summary>The page before the one that was asked for comes once more, as it came then.</summary>
    PageRepeated,

    /// <summary>
    /// Somebody else makes <see cref="FaultRule.Edit"/> just before the call is carried out as usual.
    /// </summary>
    EditedMeanwhile,

    /// <summary>
    /// Xledger's data are what they were at the start and the tokens made in the demo are gone
    /// (<see cref="SandboxWorld.RefreshDemo"/>); the call meets that.
    /// </summary>
    DemoRefreshed,
}
