using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Storage.Inbound;

public enum HeldValueState
{
    /// <summary>Nobody has decided.</summary>
    Open,

    /// <summary>Huma's value is to be written.</summary>
    Write,

    /// <summary>Both are to stay as they are until Huma's value changes again.</summary>
    Left,
}

/// <summary>
/// A value that changed in Huma and that a rule does not let through by itself. At most one per person and field; gone
/// once both sides agree.
/// </summary>
public sealed class HeldValue
{
    public long Id { get; init; }

    public Guid ConnectionId { get; init; }

    public required HumaId HumaId { get; init; }

    public required XledgerId XledgerId { get; init; }

    public required string PersonName { get; set; }

    public Field Field { get; init; }

    public required FieldValue Huma { get; set; }

    /// <summary>As it was known when the value was held.</summary>
    public required FieldValue Xledger { get; set; }

    public required FieldValue Baseline { get; set; }

    /// <summary>The rule that holds it.</summary>
    public PolicyRule Rule { get; set; }

    public DateTime HeldAt { get; set; }

    public HeldValueState State { get; set; }

    public string? DecidedBy { get; set; }

    public DateTime? DecidedAt { get; set; }
}
