using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Inbound;

/// <summary>Where a value awaiting approval is.</summary>
public enum HeldValueState
{
    /// <summary>Not decided yet.</summary>
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
public sealed class HeldValue : ISealedRow
{
    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The person in Huma.</summary>
    public required HumaId HumaId { get; init; }

    /// <summary>The person in Xledger.</summary>
    public required XledgerId XledgerId { get; init; }

    /// <summary>Name, for display.</summary>
    public required string PersonName
    {
        get;
        set => field = StoredText.Of(value);
    }

    /// <summary>The field.</summary>
    public Field Field { get; init; }

    /// <summary>The new value in Huma.</summary>
    public required FieldValue Huma { get; set; }

    /// <summary>As it was known when the value was held.</summary>
    public required FieldValue Xledger { get; set; }

    /// <summary>The value that both sides last agreed on.</summary>
    public required FieldValue Baseline { get; set; }

    /// <summary>The rule that holds it.</summary>
    public PolicyRule Rule { get; set; }

    /// <summary>When it was held.</summary>
    public DateTime HeldAt { get; set; }

    /// <summary>Where it is now.</summary>
    public HeldValueState State { get; set; }

    /// <summary>Who decided; null until then.</summary>
    public string? DecidedBy { get; set; }

    /// <summary>When that was decided.</summary>
    public DateTime? DecidedAt { get; set; }

    string ISealedRow.Identity => $"{ConnectionId:N}|{Field}|{HumaId.Value.Length}|{HumaId.Value}|{XledgerId.Value}";

    Guid ISealedRow.OwnerId => ConnectionId;
}
