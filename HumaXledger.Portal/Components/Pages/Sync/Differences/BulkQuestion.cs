using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Sync.Reviewing;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>A choice for many rows that waits for its confirmation.</summary>
/// <param name="Action">The choice.</param>
/// <param name="Rows">The rows it is asked for.</param>
/// <param name="Seen">What each row showed at that time; rows without a choice are absent.</param>
/// <param name="Rules">What "Remember for next time" makes of it; null where it makes nothing.</param>
/// <param name="Following">How many further rows follow these rules at once.</param>
public sealed record BulkQuestion(
    BulkAction Action,
    IReadOnlyList<DifferenceRow> Rows,
    IReadOnlyDictionary<DifferenceKey, FieldChoice> Seen,
    RuleChange? Rules,
    int Following
);
