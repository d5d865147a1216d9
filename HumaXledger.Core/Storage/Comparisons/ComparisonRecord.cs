using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Storage.Comparisons;

public enum ComparisonState
{
    Running,
    Complete,

    /// <summary>A side could not be read completely; the reason says where.</summary>
    Failed,

    /// <summary>Its plan was applied, or a newer comparison took its place.</summary>
    Closed,
}

public enum ComparisonPurpose
{
    /// <summary>To be decided on and written.</summary>
    Review,

    /// <summary>To see what a review would find; nothing is decided on it.</summary>
    DriftCheck,
}

/// <summary>
/// One comparison: what both sides held at one moment. The differences follow from it (Planning/Comparison) and are not
/// stored.
/// </summary>
public sealed class ComparisonRecord
{
    public Guid Id { get; init; }

    public Guid ConnectionId { get; init; }

    public ComparisonPurpose Purpose { get; init; }

    public ComparisonState State { get; set; }

    public DateTime StartedAt { get; init; }

    public required string StartedBy { get; init; }

    public DateTime? FinishedAt { get; set; }

    /// <summary>Which organization, group and entity were compared; null in comparisons of earlier versions.</summary>
    public string? Compared { get; set; }

    /// <summary>
    /// <c>ownerDbId</c> of the entity that the Xledger token belonged to; null where Xledger did not say.
    /// </summary>
    public string? TokenEntity { get; set; }

    public int HumaCount { get; set; }

    public int XledgerCount { get; set; }

    public int PairCount { get; set; }

    public int DifferenceCount { get; set; }

    /// <summary>Why it failed; null where it did not.</summary>
    public Reason? Failure { get; set; }
}

/// <summary>
/// The input of a comparison, apart from its record so that lists stay light: compressed JSON of a
/// <see cref="ComparisonInput"/>.
/// </summary>
public sealed class ComparisonContent
{
    public Guid ComparisonId { get; init; }

    public required byte[] Input { get; init; }
}
