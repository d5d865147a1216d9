using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>
/// One record that could not be read or used, named so that somebody can mend it; the rest of the read goes on.
/// </summary>
/// <param name="Incomplete">True when a person may be missing because of it, so that nothing may be concluded from
/// absence.</param>
public sealed record ReadProblem(Side Side, string RecordId, Reason Reason, bool Incomplete);

/// <summary>How far a read has come. <c>Total</c> is null while unknown.</summary>
public readonly record struct ReadCount(int Read, int? Total);
