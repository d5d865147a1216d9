namespace HumaXledger.Sandbox.FaultInjection;

/// <summary>Kinds of injected faults. SWITCHES.md lists them with their effects.</summary>
public enum FaultKind
{
    /// <summary>500 with a JSON message; nothing is executed.</summary>
    Status500,

    /// <summary>502 with a gateway's HTML page; nothing is executed.</summary>
    Status502Html,

    /// <summary>429; nothing is executed.</summary>
    Status429,

    /// <summary>503; nothing is executed.</summary>
    Status503,

    /// <summary>200 with an HTML page instead of JSON; nothing is executed.</summary>
    HtmlInsteadOfJson,

    /// <summary>The connection breaks before anything is executed.</summary>
    ConnectionResetBefore,

    /// <summary>The request is executed, then the connection breaks instead of the answer.</summary>
    ConnectionResetAfter,

    /// <summary>
    /// Nothing is executed, and no answer is sent until the client gives up or <see cref="FaultRule.Delay"/> is over.
    /// </summary>
    NoAnswer,

    /// <summary>
    /// The request is executed, and no answer is sent until the client gives up or <see cref="FaultRule.Delay"/> is
    /// over.
    /// </summary>
    AnswerLost,

    /// <summary>The correct answer after <see cref="FaultRule.Delay"/>.</summary>
    SlowAnswer,

    /// <summary>
    /// The request is executed; the answer is the first half of the correct one, correctly delivered.
    /// </summary>
    TruncatedJson,

    /// <summary>The correct answer with an error next to its data.</summary>
    GraphQlErrorWithData,

    /// <summary>200 with an error and <c>data: null</c>; nothing is executed.</summary>
    GraphQlErrorWithoutData,

    /// <summary>
    /// Xledger: the first half of a mutation's nodes is executed (all of a single one), whatever <c>AtomicBatches</c>
    /// is, and the answer is an error with <c>data: null</c>. Huma: the call is executed and answered with 500.
    /// </summary>
    PartialCommit,

    /// <summary>
    /// From this call on the caller's token (Xledger) or key (Huma) is invalid, until
    /// <see cref="SandboxWorld.ClearFaults"/>.
    /// </summary>
    AccessRevoked,

    /// <summary>
    /// From this call on the caller lacks <see cref="FaultRule.Right"/> (Xledger) or can only read profiles (Huma),
    /// until <see cref="SandboxWorld.ClearFaults"/>.
    /// </summary>
    RightRemoved,

    /// <summary>Refused for a burst, with Xledger's error; Huma answers 429. Nothing is executed.</summary>
    BurstReached,

    /// <summary>
    /// Refused for too many parallel requests, with Xledger's error; Huma answers 429. Nothing is executed.
    /// </summary>
    ConcurrencyReached,

    /// <summary>
    /// Refused for used-up credits that return after <see cref="FaultRule.RetryAfter"/>, with Xledger's error; Huma
    /// answers 429. Nothing is executed.
    /// </summary>
    CreditsUsedUp,

    /// <summary>The correct answer without its page of records: <c>edges: null</c> or <c>items: []</c>.</summary>
    PageMissing,

    /// <summary>The previous page is returned again instead of the requested one.</summary>
    PageRepeated,

    /// <summary>Another client makes <see cref="FaultRule.Edit"/> just before the call is executed normally.</summary>
    EditedMeanwhile,

    /// <summary>
    /// Xledger's data are reset to the start and the tokens created in the demo are removed
    /// (<see cref="SandboxWorld.RefreshDemo"/>), then the call is executed.
    /// </summary>
    DemoRefreshed,
}
