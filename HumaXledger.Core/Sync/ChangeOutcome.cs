using HumaXledger.Core.People;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>What a change came to, judged by what the target holds afterwards and never by the answer alone.</summary>
internal readonly record struct ChangeOutcome(ChangeState State, FieldValue? After, Reason? Reason)
{
    public static ChangeOutcome Held(FieldValue now) => new(ChangeState.Held, now, new Reason(ReasonCodes.MovedSinceReview));

    public static ChangeOutcome Refused(Reason reason) => new(ChangeState.Refused, null, reason);

    public static ChangeOutcome Failed(Reason reason) => new(ChangeState.Failed, null, reason);

    /// <summary>What a review, a value read just before writing and the wanted value say together; null: go on and write.</summary>
    /// <param name="mendsInside">The places inside the system disagree, so that writing is needed although the main place already holds the value.</param>
    public static ChangeOutcome? BeforeWriting(Field field, FieldValue reviewed, FieldValue now, FieldValue wanted, bool mendsInside)
    {
        if (FieldNormal.Same(field, now, wanted) && !mendsInside)
        {
            return new ChangeOutcome(ChangeState.Confirmed, now, new Reason(ReasonCodes.AlreadyThere));
        }

        // A value that cannot be read can neither be reviewed nor have moved.
        return now.IsKnown && reviewed.IsKnown && !FieldNormal.Same(field, now, reviewed) ? Held(now) : null;
    }

    /// <summary>What the read-back says.</summary>
    /// <param name="answered">Whether the write was accepted by an answer.</param>
    public static ChangeOutcome AfterWriting(Field field, FieldValue before, FieldValue after, FieldValue wanted, bool answered)
    {
        if (FieldNormal.Same(field, after, wanted))
        {
            return new ChangeOutcome(ChangeState.Confirmed, after, null);
        }

        if (!after.IsKnown)
        {
            return answered
                ? new ChangeOutcome(ChangeState.Confirmed, after, new Reason(ReasonCodes.CannotReadBack))
                : new ChangeOutcome(ChangeState.Failed, after, new Reason(ReasonCodes.CannotReadBack));
        }

        var code = !answered ? ReasonCodes.NotCarriedOut : FieldNormal.Same(field, after, before) ? ReasonCodes.SilentlyIgnored : ReasonCodes.ReadBackDiffers;
        return new ChangeOutcome(ChangeState.Failed, after, new Reason(code));
    }
}
