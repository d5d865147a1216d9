using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>Where a comparison is.</summary>
public enum ComparisonState
{
    Running,
    Complete,

    /// <summary>A side could not be read completely; the reason says where.</summary>
    Failed,

    /// <summary>Its plan was applied, or a newer comparison took its place.</summary>
    Closed,
}

/// <summary>What a comparison was made for.</summary>
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
    /// <summary>Key, made by the program.</summary>
    public Guid Id { get; init; }

    /// <summary>The connection that was compared.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>What it was made for.</summary>
    public ComparisonPurpose Purpose { get; init; }

    /// <summary>Where it is now.</summary>
    public ComparisonState State { get; set; }

    /// <summary>When reading began.</summary>
    public DateTime StartedAt { get; init; }

    /// <summary>Name of the person who started it, or of the scheduled task.</summary>
    public required string StartedBy { get; init; }

    /// <summary>Id of that person (<see cref="Access.Actor.Id"/>); null in comparisons of earlier versions.</summary>
    public string? StartedById { get; init; }

    /// <summary>When it ended; null while it is running.</summary>
    public DateTime? FinishedAt { get; set; }

    /// <summary>Which organization, group and entity were compared; null in comparisons of earlier versions.</summary>
    public string? Compared { get; set; }

    /// <summary>
    /// <c>ownerDbId</c> of the entity that the Xledger token belonged to; null where Xledger did not say.
    /// </summary>
    public string? TokenEntity { get; set; }

    /// <summary>People read from Huma.</summary>
    public int HumaCount { get; set; }

    /// <summary>Employees read from Xledger.</summary>
    public int XledgerCount { get; set; }

    /// <summary>Pairs of one person on both sides.</summary>
    public int PairCount { get; set; }

    /// <summary>Fields of these pairs in which the two sides differ.</summary>
    public int DifferenceCount { get; set; }

    /// <summary>Grows with each act that changes the decisions about it; 0 before the first.</summary>
    public int DecisionsVersion { get; init; }

    /// <summary>Why it failed; null where it did not.</summary>
    public Reason? Failure { get; set; }
}

/// <summary>
/// The input of a comparison, apart from its record so that lists stay light: compressed JSON of a
/// <see cref="ComparisonInput"/>.
/// </summary>
public sealed class ComparisonContent : ISealedRow
{
    /// <summary>Key: one content for each comparison.</summary>
    public Guid ComparisonId { get; init; }

    /// <summary>The packed input, encrypted.</summary>
    public required byte[] Input { get; init; }

    string ISealedRow.Identity => ComparisonArchive.IdentityOf(ComparisonId);

    Guid ISealedRow.OwnerId => ComparisonId;
}
