using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;

namespace HumaXledger.Core.Sync.Running;

/// <summary>What a change came to, judged by what the target holds afterwards and never by the answer alone.</summary>
internal readonly record struct ChangeOutcome(ChangeState State, FieldValue? After, Reason? Reason)
{
    // Both names make the full name that Xledger keeps in other places too; a reader notes their disagreement under the
    // family name.
    private static readonly Field[] Names = [Field.GivenName, Field.FamilyName];

    /// <summary>Whether the wanted value was read back, and not merely accepted by an answer.</summary>
    public bool IsSeen => State == ChangeState.Confirmed && After is { IsKnown: true };

    /// <summary>The target holds another value than at the review.</summary>
    public static ChangeOutcome Held(FieldValue now) =>
        new(ChangeState.Held, now, new Reason(RunReasons.MovedSinceReview));

    /// <summary>The record was overwritten with another person since the review, or its link has no proof.</summary>
    public static ChangeOutcome OfAnother(FieldValue now, Reason why) => new(ChangeState.Held, now, why);

    /// <summary>Whether trying the same again cannot succeed: only another value or another comparison helps.</summary>
    public bool Final { get; init; }

    /// <summary>Whether the target held the value before anything was sent.</summary>
    public bool AlreadyThere { get; init; }

    /// <summary>Whether the main place holds the value and another place does not.</summary>
    public bool InPart { get; init; }

    /// <summary>The target refused the value.</summary>
    public static ChangeOutcome Refused(Reason reason) => new(ChangeState.Refused, null, reason);

    /// <summary>The change could not be sent.</summary>
    public static ChangeOutcome Failed(Reason reason) => new(ChangeState.Failed, null, reason);

    /// <summary>A new e-mail that waits for the person's confirmation in Huma; null: it does not.</summary>
    public static ChangeOutcome? Awaits(ChangeRecord change, Person now, string? requestedEmail, string? country) =>
        change.Field == Field.Email
        && requestedEmail is not null
        && FieldNormal.Same(Field.Email, FieldValue.From(requestedEmail), change.To, country)
            ? new ChangeOutcome(
                ChangeState.AwaitingConfirmation,
                now[Field.Email],
                new Reason(RunReasons.ApplyAwaitingConfirmation)
            )
            : null;

    /// <summary>
    /// What the review, the value read just before writing and the wanted value say together; null: go on and write.
    /// </summary>
    /// <param name="country">Country whose national spellings apply, as in the comparison.</param>
    public static ChangeOutcome? BeforeWriting(ChangeRecord change, Person person, string? country)
    {
        var now = person[change.Field];
        var interrupted = change.State == ChangeState.Sending;
        if (FieldNormal.Same(change.Field, now, change.To, country) && !NeedsMending(change.Field, person, interrupted))
        {
            // Sent by an attempt that was interrupted: that it is there is our own doing.
            return new ChangeOutcome(
                ChangeState.Confirmed,
                now,
                interrupted ? null : new Reason(RunReasons.AlreadyThere)
            )
            {
                AlreadyThere = !interrupted,
            };
        }

        // A value that cannot be read can neither be reviewed nor have moved.
        return
            now.IsKnown
            && change.From.IsKnown
            && !FieldNormal.Same(change.Field, now, change.From, country)
            && !FieldNormal.Same(change.Field, now, change.To, country)
            ? Held(now)
            : null;
    }

    /// <summary>
    /// After a lost answer: the target holds neither what it held just before nor what was to be written; null where it
    /// holds one of them.
    /// </summary>
    public static ChangeOutcome? MovedMeanwhile(
        ChangeRecord change,
        FieldValue before,
        FieldValue after,
        string? country
    ) =>
        after.IsKnown
        && !FieldNormal.Same(change.Field, after, before, country)
        && !FieldNormal.Same(change.Field, after, change.To, country)
            ? Held(after)
            : null;

    /// <summary>What the read-back says.</summary>
    /// <param name="answered">Whether the write was accepted by an answer.</param>
    /// <param name="contradicted">Whether what is shown of a hidden value is part of another one.</param>
    public static ChangeOutcome AfterWriting(
        ChangeRecord change,
        FieldValue before,
        FieldValue after,
        string? country,
        bool answered,
        bool contradicted = false
    )
    {
        if (FieldNormal.Same(change.Field, after, change.To, country))
        {
            return new ChangeOutcome(ChangeState.Confirmed, after, null);
        }

        if (!after.IsKnown)
        {
            return contradicted ? Failed(new Reason(answered ? RunReasons.SilentlyIgnored : RunReasons.NotCarriedOut))
                : answered ? new ChangeOutcome(ChangeState.Confirmed, after, new Reason(RunReasons.CannotReadBack))
                : new ChangeOutcome(ChangeState.Failed, after, new Reason(RunReasons.CannotReadBack));
        }

        var code =
            !answered ? RunReasons.NotCarriedOut
            : FieldNormal.Same(change.Field, after, before, country) ? RunReasons.SilentlyIgnored
            : RunReasons.ReadBackDiffers;
        return new ChangeOutcome(ChangeState.Failed, after, new Reason(code));
    }

    /// <summary>
    /// The same where the field has several places: it is not confirmed while another place holds another value, since
    /// the next comparison would list
    /// it again.
    /// </summary>
    public ChangeOutcome InEveryPlace(ChangeRecord change, Person after, string? country)
    {
        var inner =
            State == ChangeState.Confirmed
                ? after.InnerDisagreements.FirstOrDefault(inner => Concerns(inner, change.Field, country))
                : null;
        if (inner is null)
        {
            return this;
        }

        var others = inner.Places.Skip(1).Select(place => place.Key);
        return new ChangeOutcome(
            ChangeState.Failed,
            After,
            new Reason(RunReasons.PlacesDisagree, string.Join(", ", others))
        )
        {
            InPart = true,
        };
    }

    // Two spellings of one value do not disagree.
    private static bool Concerns(InnerDisagreement inner, Field field, string? country) =>
        (inner.Field == field || (Names.Contains(inner.Field) && Names.Contains(field)))
        && inner.Places.Select(place => FieldNormal.Key(inner.Field, place.Value, country)).Distinct().Count() != 1;

    // The places inside the system disagree, so that writing is needed although the main place already holds the value.
    // After an interruption the other name's share in it counts too.
    private static bool NeedsMending(Field field, Person person, bool interrupted) =>
        person.InnerDisagreements.Any(inner =>
            inner.Field == field || (interrupted && Names.Contains(inner.Field) && Names.Contains(field))
        );
}
