using HumaXledger.Core.People;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>What a change came to, judged by what the target holds afterwards and never by the answer alone.</summary>
internal readonly record struct ChangeOutcome(ChangeState State, FieldValue? After, Reason? Reason)
{
    public static ChangeOutcome Held(FieldValue now) => new(ChangeState.Held, now, new Reason(ReasonCodes.MovedSinceReview));

    public static ChangeOutcome Refused(Reason reason) => new(ChangeState.Refused, null, reason);

    public static ChangeOutcome Failed(Reason reason) => new(ChangeState.Failed, null, reason);

    /// <summary>What the review, the value read just before writing and the wanted value say together; null: go on and write.</summary>
    /// <param name="country">Whose national spellings are meant, as in the comparison.</param>
    /// <param name="mendsInside">The places inside the system disagree, so that writing is needed although the main place already holds the value.</param>
    public static ChangeOutcome? BeforeWriting(ChangeRecord change, FieldValue now, string? country, bool mendsInside)
    {
        if (FieldNormal.Same(change.Field, now, change.To, country) && !mendsInside)
        {
            return new ChangeOutcome(ChangeState.Confirmed, now, new Reason(ReasonCodes.AlreadyThere));
        }

        // A value that cannot be read can neither be reviewed nor have moved.
        return now.IsKnown && change.From.IsKnown && !FieldNormal.Same(change.Field, now, change.From, country) ? Held(now) : null;
    }

    /// <summary>What the read-back says.</summary>
    /// <param name="answered">Whether the write was accepted by an answer.</param>
    public static ChangeOutcome AfterWriting(ChangeRecord change, FieldValue before, FieldValue after, string? country, bool answered)
    {
        if (FieldNormal.Same(change.Field, after, change.To, country))
        {
            return new ChangeOutcome(ChangeState.Confirmed, after, null);
        }

        if (!after.IsKnown)
        {
            return answered
                ? new ChangeOutcome(ChangeState.Confirmed, after, new Reason(ReasonCodes.CannotReadBack))
                : new ChangeOutcome(ChangeState.Failed, after, new Reason(ReasonCodes.CannotReadBack));
        }

        var code = !answered ? ReasonCodes.NotCarriedOut : FieldNormal.Same(change.Field, after, before, country) ? ReasonCodes.SilentlyIgnored : ReasonCodes.ReadBackDiffers;
        return new ChangeOutcome(ChangeState.Failed, after, new Reason(code));
    }
}
