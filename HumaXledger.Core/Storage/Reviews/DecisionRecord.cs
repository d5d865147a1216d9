using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Storage.Reviews;

/// <summary>What is decided.</summary>
public enum DecisionKind
{
    Field,
    Match,
    AddToHuma,
    AddToXledger,
    ConfirmGuard,
    ConfirmAllowance,

    /// <summary>
    /// What to do with a value that a run held: the side whose value is taken, or skip to keep the present one.
    /// </summary>
    Held,
}

/// <summary>
/// One decision about one comparison, with who and when. A newer decision about the same subject takes its place; bulk
/// decisions are stored as what they touched.
/// </summary>
public sealed class DecisionRecord
{
    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The comparison under review.</summary>
    public Guid ComparisonId { get; init; }

    /// <summary>What is decided.</summary>
    public DecisionKind Kind { get; init; }

    /// <summary>
    /// What it is about, unique with kind and comparison: <c>humaId</c>, <c>humaId/field</c>, <c>xledgerId</c>, the
    /// guard's name with a digest of the people whom it held, or the id of the held change.
    /// </summary>
    public required string Subject { get; init; }

    /// <summary>The user, where it is about one.</summary>
    public string? HumaId { get; init; }

    /// <summary>For a match: the chosen employee, or null for "none of these".</summary>
    public string? XledgerId { get; set; }

    /// <summary>The field, where it is about one.</summary>
    public Field? Field { get; init; }

    /// <summary>The choice, for fields and held values.</summary>
    public FieldChoice? Choice { get; set; }

    /// <summary>Who decided last.</summary>
    public required string DecidedBy { get; set; }

    /// <summary>When.</summary>
    public DateTime DecidedAt { get; set; }
}
