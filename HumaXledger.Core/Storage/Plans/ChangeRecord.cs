using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Plans;

/// <summary>Where one planned change is.</summary>
public enum ChangeState
{
    Planned,

    /// <summary>
    /// Saved before the request is sent. Found after a crash, only a read shows whether it was carried out.
    /// </summary>
    Sending,

    /// <summary>Read back as written.</summary>
    Confirmed,

    /// <summary>Moved since the review; left for a new decision.</summary>
    Held,

    /// <summary>The other system refused it; the reason says why.</summary>
    Refused,

    /// <summary>Accepted but not seen to hold, or no answer; the reason says which.</summary>
    Failed,

    /// <summary>Accepted, takes effect when the person confirms (an e-mail in Huma).</summary>
    AwaitingConfirmation,

    /// <summary>Confirmed, and put back by a later run since.</summary>
    Undone,
}

/// <summary>One planned change and its journal: written before anything is sent, then kept up to date.</summary>
public sealed class ChangeRecord : ISealedRow
{
    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The plan that holds it.</summary>
    public Guid PlanId { get; init; }

    /// <summary>The run that carries it out; null until then.</summary>
    public Guid? RunId { get; set; }

    /// <summary>Place in the plan, from 1.</summary>
    public int Sequence { get; init; }

    /// <summary>
    /// Changes of a lower wave are confirmed before this one is sent (<see cref="PlannedChange.Wave"/>).
    /// </summary>
    public int Wave { get; init; }

    /// <summary>The system that is written to.</summary>
    public Side Target { get; init; }

    /// <summary>Whether a person is updated or added.</summary>
    public ChangeKind Kind { get; init; }

    /// <summary>The user; null until an addition to Huma has one.</summary>
    public HumaId? HumaId { get; set; }

    /// <summary>The employee; null until an addition to Xledger has one.</summary>
    public XledgerId? XledgerId { get; set; }

    /// <summary>Name, for display.</summary>
    public required string PersonName
    {
        get;
        init => field = StoredText.Of(value);
    }

    /// <summary>The field.</summary>
    public Field Field { get; init; }

    /// <summary>
    /// What the target held when the plan was made; where Huma wins over whatever is there, what it held just before.
    /// </summary>
    public required FieldValue From { get; set; }

    /// <summary>The new value.</summary>
    public required FieldValue To { get; init; }

    /// <summary>What the target held when it was read back; null before that.</summary>
    public FieldValue? After { get; set; }

    /// <summary>What asked for the change.</summary>
    public ChangeCause Cause { get; init; }

    /// <summary>Its state so far.</summary>
    public ChangeState State { get; set; }

    /// <summary>Whether the target held the value before anything was sent: this change wrote nothing.</summary>
    public bool AlreadyThere { get; set; }

    /// <summary>Whether sending the same again cannot succeed; false while it has not ended.</summary>
    public bool Final { get; set; }

    /// <summary>Why it was planned; once it has ended otherwise than as planned, why that is.</summary>
    public Reason? Reason { get; set; }

    /// <summary>When the state last changed.</summary>
    public DateTime? ChangedAt { get; set; }

    /// <summary>When it last went out; null while it has not.</summary>
    public DateTime? SentAt { get; set; }

    /// <summary>The change of an earlier run that this one takes up: tried again, decided anew or put back.</summary>
    public long? EarlierId { get; init; }

    /// <summary>What both sides had last agreed on before this change was confirmed; null while it is not.</summary>
    public FieldValue? BaselineBefore { get; set; }

    /// <summary>Whether the target held the value after this change, put back since or not.</summary>
    public bool Written => State is ChangeState.Confirmed or ChangeState.Undone;

    // Whose value it is belongs to it, so that rows whose people are exchanged are noticed too. The record that an
    // addition makes has no id before it is made.
    string ISealedRow.Identity =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{PlanId:N}|{Sequence}|{Target}|{Kind}|{Field}|"
                + $"{Ids(Known(Side.Huma, HumaId?.Value), Known(Side.Xledger, XledgerId?.Value))}"
        );

    Guid ISealedRow.OwnerId => PlanId;

    // No two pairs have the same text. Ids without the separator, as both systems give them, are as they always were
    // sealed.
    private static string Ids(string? huma, string? xledger) =>
        huma?.Contains('|', StringComparison.Ordinal) == true
        || xledger?.Contains('|', StringComparison.Ordinal) == true
            ? $"{huma?.Length}|{huma}|{xledger}"
            : $"{huma}|{xledger}";

    private string? Known(Side side, string? id) => Kind == ChangeKind.Create && Target == side ? null : id;
}
