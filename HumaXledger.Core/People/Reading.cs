using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>
/// A record that could not be read or used, with its id so that it can be corrected; the read continues.
/// </summary>
/// <param name="Side">The system that holds the record.</param>
/// <param name="RecordId">The system's id of the record.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="Incomplete">
/// True when a person may be missing because of it: the absence of a person then proves nothing.
/// </param>
public sealed record ReadProblem(Side Side, string RecordId, Reason Reason, bool Incomplete);

/// <summary>Progress of a read, in records. <c>Total</c> is null while unknown.</summary>
public readonly record struct ReadCount(int Read, int? Total);
