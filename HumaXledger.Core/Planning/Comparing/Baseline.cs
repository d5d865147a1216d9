using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The values of one pair that both systems had after the last confirmed synchronization; unknown for fields that were
/// never confirmed.
/// </summary>
public sealed record Baseline(Link Link, FieldValues Values);
