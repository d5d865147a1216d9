using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Storage.Reviews;

/// <summary>What is stored about one subject of a decision.</summary>
/// <param name="Choice">For a difference or a held change.</param>
/// <param name="XledgerId">For a match: the chosen employee, null for none of them.</param>
public sealed record DecidedValue(FieldChoice? Choice, string? XledgerId);

/// <summary>A decision that another page or administrator had changed since it was shown.</summary>
/// <param name="Shown">As it was shown; null: nothing was decided.</param>
/// <param name="Now">As it is stored; null: nothing is decided.</param>
public sealed record OvertakenDecision(DecisionKind Kind, string Subject, DecidedValue? Shown, DecidedValue? Now);
