namespace HumaXledger.Core.Reasons;

/// <summary>Results of a run and of each of its changes.</summary>
public static class RunReasons
{
    /// <summary>The value moved since it was reviewed.</summary>
    public const string MovedSinceReview = "apply.moved";

    /// <summary>The person is no longer there.</summary>
    public const string PersonGone = "apply.personGone";

    /// <summary>The person has no such position today, or is not linked any more.</summary>
    public const string PositionGone = "position.gone";

    /// <summary>The target already holds the value.</summary>
    public const string AlreadyThere = "apply.alreadyThere";

    /// <summary>Accepted by the answer, but the read-back shows the former value.</summary>
    public const string SilentlyIgnored = "apply.ignored";

    /// <summary>Accepted by the answer, but the read-back shows another value.</summary>
    public const string ReadBackDiffers = "apply.readBackDiffers";

    /// <summary>
    /// The value was written, but other places that hold it in the system still hold another one. The places.
    /// </summary>
    public const string PlacesDisagree = "apply.placesDisagree";

    /// <summary>No answer, and the read-back shows that it was not carried out.</summary>
    public const string NotCarriedOut = "apply.notCarriedOut";

    /// <summary>The written value cannot be read back (masked or hidden), so that it cannot be confirmed.</summary>
    public const string CannotReadBack = "apply.cannotReadBack";

    /// <summary>Waits for the person's confirmation in Huma.</summary>
    public const string ApplyAwaitingConfirmation = "apply.awaitingConfirmation";

    /// <summary>An employee with this employment ID exists by now.</summary>
    public const string ExistsByNow = "apply.existsByNow";

    /// <summary>Several employees with this employment ID exist.</summary>
    public const string SeveralExist = "apply.severalExist";

    /// <summary>An employee with this e-mail address, but another employment ID, exists by now.</summary>
    public const string EmailExistsByNow = "apply.emailExistsByNow";

    /// <summary>Several users with this e-mail address exist.</summary>
    public const string SeveralWithEmail = "apply.severalWithEmail";

    /// <summary>The run ended before this change's turn.</summary>
    public const string NotReached = "apply.notReached";

    /// <summary>A fault of our own; the log has it.</summary>
    public const string Unforeseen = "sync.unforeseen";

    /// <summary>Another run of this connection is under way.</summary>
    public const string RunUnderWay = "run.underWay";

    /// <summary>
    /// How many. So many before this one were refused one after the other for the same reason; this one was not sent.
    /// </summary>
    public const string RefusedLikeOthers = "apply.likeOthers";

    /// <summary>
    /// Requests used this month, requests of the plan, requests included. The plan would go over the monthly allowance
    /// and this was not confirmed.
    /// </summary>
    public const string OverAllowance = "run.overAllowance";

    /// <summary>
    /// Requests used this month, requests included. The allowance was used up while the run was under way.
    /// </summary>
    public const string AllowanceUsedUp = "run.allowanceUsedUp";

    /// <summary>Another run has ended since the comparison was read. Its number.</summary>
    public const string PlanOtherRun = "plan.otherRun";

    /// <summary>Organization, group or entity of the connection was changed since the comparison.</summary>
    public const string PlanConnectionChanged = "plan.connectionChanged";

    /// <summary>A pilot needs at least one person, and at most so many. The number.</summary>
    public const string PilotSize = "pilot.size";
}
