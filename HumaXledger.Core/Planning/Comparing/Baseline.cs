using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// What both sides held after the last confirmed sync of one pair; unknown for fields that were never confirmed.
/// </summary>
public sealed record Baseline(Link Link, FieldValues Values);
