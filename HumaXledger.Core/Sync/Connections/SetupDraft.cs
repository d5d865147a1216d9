namespace HumaXledger.Core.Sync.Connections;

/// <summary>A set-up that its user can continue.</summary>
/// <param name="Verified">Null where nothing was verified, or longer than <see cref="SetupDrafts.Kept"/> ago.</param>
/// <param name="ChangedAt">When an answer was stored last, UTC.</param>
public sealed record SetupDraft(SetupAnswers Answers, VerifiedSetup? Verified, DateTime ChangedAt);

/// <summary>What passed the checks of a set-up, with what they learnt.</summary>
public sealed record VerifiedSetup(
    SetupCredentials Credentials,
    SetupFindings Findings,
    IReadOnlyList<SetupCheck> Checks
);
