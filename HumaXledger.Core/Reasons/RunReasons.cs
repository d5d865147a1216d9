namespace HumaXledger.Core.Reasons;

/// <summary>Results of a run and of its changes.</summary>
public static class RunReasons
{
    /// <summary>The value has changed since the review.</summary>
    public const string MovedSinceReview = "apply.moved";

    /// <summary>The person no longer exists.</summary>
    public const string PersonGone = "apply.personGone";

    /// <summary>
    /// An earlier version made the plan, and did not say which fields it empties: none is emptied.
    /// </summary>
    public const string PlannedBeforeUpdate = "run.plannedBeforeUpdate";

    /// <summary>The person has no such position today, or is no longer linked.</summary>
    public const string PositionGone = "position.gone";

    /// <summary>The target already has the value.</summary>
    public const string AlreadyThere = "apply.alreadyThere";

    /// <summary>The answer reported success, but the read-back shows the old value.</summary>
    public const string SilentlyIgnored = "apply.ignored";

    /// <summary>The answer reported success, but the read-back shows another value.</summary>
    public const string ReadBackDiffers = "apply.readBackDiffers";

    /// <summary>
    /// The value was written, but other places in the system still have another one. Arguments: the places.
    /// </summary>
    public const string PlacesDisagree = "apply.placesDisagree";

    /// <summary>There was no answer, and the read-back shows that the change was not made.</summary>
    public const string NotCarriedOut = "apply.notCarriedOut";

    /// <summary>The written value cannot be read back (masked or hidden), so it cannot be confirmed.</summary>
    public const string CannotReadBack = "apply.cannotReadBack";

    /// <summary>Awaits the person's confirmation in Huma.</summary>
    public const string ApplyAwaitingConfirmation = "apply.awaitingConfirmation";

    /// <summary>An employee with this employment ID has been added meanwhile.</summary>
    public const string ExistsByNow = "apply.existsByNow";

    /// <summary>Several employees with this employment ID exist.</summary>
    public const string SeveralExist = "apply.severalExist";

    /// <summary>An employee with this e-mail address, but another employment ID, has been added meanwhile.</summary>
    public const string EmailExistsByNow = "apply.emailExistsByNow";

    /// <summary>Several users with this e-mail address exist.</summary>
    public const string SeveralWithEmail = "apply.severalWithEmail";

    /// <summary>A fault of our own; the log has it.</summary>
    public const string Unforeseen = "sync.unforeseen";

    /// <summary>
    /// The database was restored from a backup that was made while the run was under way (ops/pause-all.sql).
    /// </summary>
    public const string EndedByRestore = "run.endedByRestore";

    /// <summary>Another run of this connection is in progress.</summary>
    public const string RunUnderWay = "run.underWay";

    /// <summary>
    /// Not sent, because the changes before it were refused for the same reason. Arguments: how many were.
    /// </summary>
    public const string RefusedLikeOthers = "apply.likeOthers";

    /// <summary>
    /// The plan exceeds the monthly allowance, and this was not confirmed. Arguments: requests used this month,
    /// requests of the plan, requests included.
    /// </summary>
    public const string OverAllowance = "run.overAllowance";

    /// <summary>
    /// The allowance was used up during the run. Arguments: requests used this month, requests included.
    /// </summary>
    public const string AllowanceUsedUp = "run.allowanceUsedUp";

    /// <summary>Another run has ended since the comparison. Arguments: its number.</summary>
    public const string PlanOtherRun = "plan.otherRun";

    /// <summary>More than seven days have passed since the plan was made.</summary>
    public const string PlanTooOld = "plan.tooOld";

    /// <summary>Organization, group or entity of the connection has changed since the comparison.</summary>
    public const string PlanConnectionChanged = "plan.connectionChanged";

    /// <summary>A pilot needs at least one person and has a maximum. Arguments: the maximum.</summary>
    public const string PilotSize = "pilot.size";
}
