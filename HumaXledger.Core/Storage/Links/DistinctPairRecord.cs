using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Links;

/// <summary>
/// That an administrator said of two records that they are not the same person. Kept until the opposite is answered;
/// unique per connection and pair.
/// </summary>
public sealed class DistinctPairRecord
{
    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The user.</summary>
    public required HumaId HumaId { get; init; }

    /// <summary>The employee.</summary>
    public required XledgerId XledgerId { get; init; }

    /// <summary>
    /// The comparison in whose review it was answered, where it can be taken back; null where an administrator unlinked
    /// them.
    /// </summary>
    public Guid? ComparisonId { get; set; }

    /// <summary>Who said that they are different people.</summary>
    public required string DecidedBy { get; set; }

    /// <summary>When.</summary>
    public DateTime DecidedAt { get; set; }
}
