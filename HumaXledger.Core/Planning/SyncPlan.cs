namespace HumaXledger.Core.Planning;

/// <summary>What carrying out a plan will cost. Requests include the re-reading before and the read-back after each batch.</summary>
public sealed record Forecast(int XledgerRequests, int HumaRequests, long XledgerBytesUp, long XledgerBytesDown, double Seconds);

/// <summary>
/// The immutable list of writes that follows from a comparison and the decisions about it. Deterministic: same input, same plan, same fingerprint.
/// </summary>
/// <param name="Changes">Exactly what an apply writes, in order, and nothing else.</param>
/// <param name="Undecided">Differences that nobody decided and no policy covers; they stay as they are.</param>
/// <param name="HeldByGuard">Changes that a tripped guard holds back.</param>
/// <param name="Fingerprint">SHA-256 in lower-case hex over what the plan was decided on.</param>
public sealed partial record SyncPlan(
    IReadOnlyList<PlannedChange> Changes,
    IReadOnlyList<BlockedChange> Blocked,
    IReadOnlyList<Difference> Undecided,
    IReadOnlyList<PlannedChange> HeldByGuard,
    IReadOnlyList<GuardResult> Guards,
    Forecast Forecast,
    string Fingerprint);
