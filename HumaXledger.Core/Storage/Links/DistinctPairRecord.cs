using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Links;

/// <summary>
/// That an administrator said of two records that they are not the same person. Kept until the opposite is answered;
/// unique per connection and pair.
/// </summary>
public sealed class DistinctPairRecord
{
    public long Id { get; init; }

    public Guid ConnectionId { get; init; }

    public required HumaId HumaId { get; init; }

    public required XledgerId XledgerId { get; init; }

    public required string DecidedBy { get; init; }

    public DateTime DecidedAt { get; init; }
}
