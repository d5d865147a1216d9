using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Keys;

namespace HumaXledger.Core.Storage.Links;

/// <summary>
/// That two records are the same person, and what both sides held after the last confirmed sync. Unique per connection
/// on either id.
/// </summary>
public sealed class PersonLink : IProvedRow
{
    private const string NoPosition = "linked";

    /// <summary>Key.</summary>
    public long Id { get; init; }

    /// <summary>The connection.</summary>
    public Guid ConnectionId { get; init; }

    /// <summary>The user.</summary>
    public required HumaId HumaId { get; init; }

    /// <summary>The employee.</summary>
    public required XledgerId XledgerId { get; init; }

    /// <summary>
    /// How the match was found: <see cref="MatchState.Certain"/>, or
    /// <see cref="MatchState.Probable"/>/<see cref="MatchState.Ambiguous"/> decided by <see cref="LinkedBy"/>.
    /// </summary>
    public MatchState FoundAs { get; init; }

    /// <summary>When they were linked.</summary>
    public DateTime LinkedAt { get; init; }

    /// <summary>Who linked them, or what.</summary>
    public required string LinkedBy { get; init; }

    /// <summary>
    /// The last agreed values; unknown where none was confirmed. One JSON column: always read and written whole.
    /// </summary>
    public FieldValues Baseline { get; set; } = FieldValues.AllUnknown;

    /// <summary>When the baseline last changed.</summary>
    public DateTime? BaselineAt { get; set; }

    /// <summary>
    /// Huma's value when each field was last processed: written, held, left or reviewed. A field has changed in Huma
    /// when its value differs from this; where it was never processed, when it differs from the baseline.
    /// </summary>
    public FieldValues LastProcessed { get; set; } = FieldValues.AllUnknown;

    /// <summary>
    /// Who is linked: the facts of <see cref="Planning.Comparing.Identity"/> as Huma held them when the two records
    /// were last known to be one person. Unknown where Huma never had it. Never changed by a synchronization alone, so
    /// that a person who is overwritten field by field is noticed too.
    /// </summary>
    public FieldValues KnownInHuma { get; set; } = FieldValues.AllUnknown;

    /// <summary>The same for Xledger; unknown too where it held the same as Huma.</summary>
    public FieldValues KnownInXledger { get; set; } = FieldValues.AllUnknown;

    /// <summary>
    /// When an administrator last confirmed that both records are the same person although they look like another one.
    /// </summary>
    public DateTime? SameConfirmedAt { get; set; }

    /// <summary>Who confirmed that a changed profile is still this person.</summary>
    public string? SameConfirmedBy { get; set; }

    /// <summary>
    /// Since when one record has looked like another person, UTC; null where neither does. Nothing of the person is
    /// written meanwhile.
    /// </summary>
    public DateTime? OtherPersonAt { get; set; }

    /// <summary>
    /// The facts as Huma held them when that was noticed; likewise <see cref="OtherPersonInXledger"/>.
    /// </summary>
    public FieldValues OtherPersonInHuma { get; set; } = FieldValues.AllUnknown;

    /// <summary>The facts as Xledger held them at that time.</summary>
    public FieldValues OtherPersonInXledger { get; set; } = FieldValues.AllUnknown;

    /// <summary>
    /// Who the link stands for; before anything of it was kept it is what both sides last agreed on, else what Huma
    /// last held.
    /// </summary>
    public LinkedIdentity Identity
    {
        get
        {
            var huma = IsIdentified
                ? KnownInHuma
                : Planning.Comparing.Identity.Filled(KnownInHuma, Baseline, LastProcessed);
            return new LinkedIdentity(
                new Link(HumaId, XledgerId),
                huma,
                Planning.Comparing.Identity.Filled(KnownInXledger, huma)
            )
            {
                Doubted = Doubted,
            };
        }
    }

    // What is agreed and seen moves on with a person who is overwritten field by field.
    private bool IsIdentified => Planning.Comparing.Identity.Fields.Any(fact => KnownInHuma[fact].IsValue);

    /// <summary>
    /// Keeps who is linked, from two records that are this person: facts that were not known yet are added, none is
    /// replaced. Nothing is added from a record that
    /// departs from what is known: it may be on the way to another person.
    /// </summary>
    /// <returns>Whether anything was added.</returns>
    public bool Identify(FieldValues huma, FieldValues xledger)
    {
        var (before, known) = ((KnownInHuma, KnownInXledger), Identity);
        var ofHuma = Planning.Comparing.Identity.Contradicts(known.Huma, huma) ? FieldValues.AllUnknown : huma;
        var ofXledger =
            Planning.Comparing.Identity.Contradicts(known.Xledger, xledger)
            && Planning.Comparing.Identity.Contradicts(known.Huma, xledger)
                ? FieldValues.AllUnknown
                : xledger;
        KnownInHuma = IsIdentified
            ? Planning.Comparing.Identity.Filled(KnownInHuma, ofHuma)
            : Planning.Comparing.Identity.Filled(KnownInHuma, Baseline, ofHuma);
        KnownInXledger = Planning.Comparing.Identity.Filled(KnownInXledger, Apart(ofXledger, KnownInHuma, huma));
        return !ReferenceEquals(before.KnownInHuma, KnownInHuma)
            || !ReferenceEquals(before.KnownInXledger, KnownInXledger);
    }

    /// <summary>
    /// Records the fields that were empty in Huma when the link was made, so that a first value later counts as a
    /// change.
    /// </summary>
    public void SeeEmpty(FieldValues huma)
    {
        foreach (var rules in FieldRules.All)
        {
            if (
                huma[rules.Field] is FieldValue.Empty empty
                && !LastProcessed[rules.Field].IsKnown
                && !Baseline[rules.Field].IsKnown
            )
            {
                LastProcessed = LastProcessed.With(rules.Field, empty);
            }
        }
    }

    /// <summary>
    /// Notes that one record looks like another person. The time stays while the same facts are seen.
    /// </summary>
    public void NoteOther(OtherPerson other, DateTime now) =>
        NoteOther(
            Planning.Comparing.Identity.Of(other.Pair.Huma.Values),
            Planning.Comparing.Identity.Of(other.Pair.Xledger.Values),
            now
        );

    /// <summary>
    /// The same, where only Xledger's record was read: Huma's is as it was known before.
    /// </summary>
    public void NoteOtherInXledger(Person employee, DateTime now) =>
        NoteOther(KnownInHuma, Planning.Comparing.Identity.Of(employee.Values), now);

    private void NoteOther(FieldValues huma, FieldValues xledger, DateTime now)
    {
        if (OtherPersonAt is null || !huma.Equals(OtherPersonInHuma) || !xledger.Equals(OtherPersonInXledger))
        {
            (OtherPersonAt, OtherPersonInHuma, OtherPersonInXledger) = (now, huma, xledger);
        }
    }

    /// <summary>
    /// An administrator confirmed that both records, as they are, are the linked person: the same facts are not asked
    /// about again.
    /// </summary>
    public void ConfirmSame(FieldValues huma, FieldValues xledger, string by, DateTime now)
    {
        KnownInHuma = Planning.Comparing.Identity.Filled(Planning.Comparing.Identity.Of(huma), KnownInHuma);
        KnownInXledger = Planning.Comparing.Identity.Filled(Apart(xledger, KnownInHuma, huma), KnownInXledger);
        (SameConfirmedAt, SameConfirmedBy) = (now, by);
        Prove();
        ClearOther();
    }

    // What both sides hold alike is kept once.
    private static FieldValues Apart(FieldValues xledger, FieldValues known, FieldValues huma) =>
        new(
            Planning
                .Comparing.Identity.Fields.Where(field =>
                    xledger[field].IsValue
                    && !Alike(field, xledger[field], known[field])
                    && !Alike(field, xledger[field], huma[field])
                )
                .Select(field => KeyValuePair.Create(field, xledger[field]))
        );

    private static bool Alike(Field field, FieldValue one, FieldValue other) =>
        other.IsValue && FieldNormal.Same(field, one, other, default(SpellingCountries));

    /// <summary>Both records look like the linked person again, or were confirmed.</summary>
    public void ClearOther() =>
        (OtherPersonAt, OtherPersonInHuma, OtherPersonInXledger) = (
            null,
            FieldValues.AllUnknown,
            FieldValues.AllUnknown
        );

    /// <summary>
    /// The position in Huma that was chosen as this person's main one; null: by the connection's rule.
    /// </summary>
    public string? MainPositionId { get; private set; }

    /// <summary>
    /// Sealed for both ids, and of <see cref="MainPositionId"/>: proves that this product stored whom is written to,
    /// and from which position. Null in a row of an earlier version.
    /// </summary>
    public FieldValue? Proof { get; private set; } = new FieldValue.Of(NoPosition);

    /// <summary>
    /// Whether the row was made or changed in the database by something else. Until a user confirms who it is, both
    /// records count as another person, and nothing is written.
    /// </summary>
    public bool Doubted { get; private set; }

    /// <summary>Chooses the main position; null: by the connection's rule.</summary>
    public void ChooseMainPosition(string? positionId)
    {
        MainPositionId = positionId;
        // What is doubted stays so: the choice says nothing of who it is.
        Proof = Doubted ? Proof : new FieldValue.Of(Proved);
    }

    private void Prove()
    {
        // What stands in a row that something else wrote was not chosen by an administrator.
        MainPositionId = Doubted ? null : MainPositionId;
        (Proof, Doubted) = (new FieldValue.Of(Proved), false);
    }

    private string Proved => MainPositionId is { } position ? $"{NoPosition} {position}" : NoPosition;

    /// <summary>Several positions and future dates of the last reading; null where there are none.</summary>
    public EmploymentOutlook? Outlook { get; private set; }

    /// <summary>When that was read, UTC; null before the first reading.</summary>
    public DateTime? OutlookAt { get; private set; }

    /// <summary>
    /// The day (Oslo) on which values change by date alone, so that the person is read again without a message; null
    /// where nothing is to come, and from the moment on which the person was queued for that reading.
    /// </summary>
    public DateOnly? LookAgainOn { get; set; }

    string ISealedRow.Identity => $"{ConnectionId:N}|{HumaId.Value.Length}|{HumaId.Value}|{XledgerId.Value}";

    Guid ISealedRow.OwnerId => ConnectionId;

    FieldValue? IProvedRow.Proof => Proof;

    string IProvedRow.Proved => Proved;

    bool IProvedRow.Doubted
    {
        set => Doubted = value;
    }

    /// <summary>Takes over what a reading found, unless a later reading was stored already.</summary>
    public void Note(EmploymentOutlook? outlook, DateTime readAt)
    {
        if (!(OutlookAt > readAt))
        {
            (Outlook, OutlookAt, LookAgainOn) = (outlook, readAt, outlook?.LookAgainOn);
        }
    }
}
