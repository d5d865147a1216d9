using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Portal.Components.Pages.Sync.Differences;

/// <summary>A choice for many rows that waits for its confirmation.</summary>
/// <param name="Action">The choice.</param>
/// <param name="Rows">The rows it is asked for.</param>
/// <param name="Seen">What each row showed at that time; rows without a choice are absent.</param>
public sealed record BulkQuestion(
    BulkAction Action,
    IReadOnlyList<DifferenceRow> Rows,
    IReadOnlyDictionary<DifferenceKey, FieldChoice> Seen
);
