namespace HumaXledger.Core.People;

/// <summary>Codes of setting up, comparing and carrying out.</summary>
public static partial class ReasonCodes
{
    public const string SetupNotVerified = "setup.notVerified";

    public const string SetupAuthorityNotConfirmed = "setup.authorityNotConfirmed";

    /// <summary>Name of the connection that claims the same people.</summary>
    public const string SetupOverlap = "setup.overlap";

    /// <summary>Names of the entities that the token sees.</summary>
    public const string SetupEntities = "setup.entities";

    /// <summary>Xledger lists no entities to the token: which ones lie below its own is not known. The token's own entity.</summary>
    public const string SetupOwnEntityOnly = "setup.ownEntityOnly";

    public const string SetupOtherIntegration = "setup.otherIntegration";

    /// <summary>A Huma user that another connection is linked to. Name of that connection.</summary>
    public const string ClaimedElsewhere = "person.claimedElsewhere";

    /// <summary>The organization that the key belongs to is not the one that was connected.</summary>
    public const string OtherOrganization = "connection.otherOrganization";

    /// <summary>The entity that the Xledger token belongs to is no longer the one it belonged to when the systems were compared.</summary>
    public const string OtherEntity = "connection.otherEntity";

    /// <summary>The token that is to take the place of another does not see the entity of the connection. The entity.</summary>
    public const string EntityNotSeen = "connection.entityNotSeen";

    /// <summary>Xledger lists no entities to the token that is to take the place of another, so whether it sees that of the connection is not known. The entity.</summary>
    public const string EntityNotKnown = "connection.entityNotKnown";

    /// <summary>The key does not see the group whose members belong to the connection. The group.</summary>
    public const string GroupNotSeen = "connection.groupNotSeen";

    /// <summary>How many were read, how many were announced.</summary>
    public const string ReadIncomplete = "read.incomplete";

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

    /// <summary>The value was written, but other places that hold it in the system still hold another one. The places.</summary>
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

    /// <summary>How many. So many before this one were refused one after the other for the same reason; this one was not sent.</summary>
    public const string RefusedLikeOthers = "apply.likeOthers";

    /// <summary>Requests used this month, requests of the plan, requests included. The plan would go over the monthly allowance and nobody has confirmed that it may.</summary>
    public const string OverAllowance = "run.overAllowance";

    /// <summary>Requests used this month, requests included. The allowance was used up while the run was under way.</summary>
    public const string AllowanceUsedUp = "run.allowanceUsedUp";

    /// <summary>Everything of the run was done or needs a new decision.</summary>
    public const string NothingToRetry = "retry.nothing";

    /// <summary>A change of an earlier run that could not be made then.</summary>
    public const string TriedAgain = "retry.again";

    /// <summary>Another run has ended since the comparison was read. Its number.</summary>
    public const string PlanOtherRun = "plan.otherRun";

    /// <summary>Organization, group or entity of the connection was changed since the comparison.</summary>
    public const string PlanConnectionChanged = "plan.connectionChanged";

    /// <summary>Held back by an earlier run and decided anew by what was there.</summary>
    public const string ChangeDecidedAnew = "change.decidedAnew";

    /// <summary>No held value is to be written.</summary>
    public const string NothingDecidedAnew = "held.nothing";

    /// <summary>Put back to what it was before a run. Number of the run.</summary>
    public const string UndoPutsBack = "undo.putsBack";

    /// <summary>A person was added to Huma, and people are never deleted by us.</summary>
    public const string UndoAddedToHuma = "undo.addedToHuma";

    /// <summary>A person was added to Xledger, and people are never deleted by us.</summary>
    public const string UndoAddedToXledger = "undo.addedToXledger";

    /// <summary>The e-mail waits for the person's confirmation: it is not changed yet.</summary>
    public const string UndoAwaiting = "undo.awaiting";

    /// <summary>It was empty before, and the system takes no empty value. The system, the field's name.</summary>
    public const string UndoNotClearable = "undo.notClearable";

    /// <summary>What was there before could not be read. The system.</summary>
    public const string UndoUnknownBefore = "undo.unknownBefore";

    /// <summary>A later run changed it again. Number of that run.</summary>
    public const string UndoChangedSince = "undo.changedSince";

    /// <summary>The value was there already; the run did not write it.</summary>
    public const string UndoNotWritten = "undo.notWritten";

    /// <summary>The run only made two places inside Xledger agree.</summary>
    public const string UndoInside = "undo.inside";

    /// <summary>All of it was undone before.</summary>
    public const string UndoneAlready = "undo.already";
    public const string UndoAsBefore = "undo.asBefore";

    /// <summary>Nothing of it was written.</summary>
    public const string NothingToUndo = "undo.nothing";

    /// <summary>A pilot needs at least one person, and at most so many. The number.</summary>
    public const string PilotSize = "pilot.size";

    /// <summary>What was decided on has changed since the plan was shown.</summary>
    public const string PlanStale = "plan.stale";

    /// <summary>A run was made from the comparison, or a newer comparison took its place.</summary>
    public const string ReviewClosed = "review.closed";

    /// <summary>Another answer was given to one of the held values since they were shown. How many.</summary>
    public const string HeldOvertaken = "held.overtaken";

    /// <summary>A safety limit holds others back than were shown. How many people now, how many were shown.</summary>
    public const string GuardOvertaken = "guard.overtaken";

    /// <summary>A person of the earlier run was unlinked, or is never synchronized by now: nothing of it is tried again.</summary>
    public const string RetryPeopleChanged = "retry.peopleChanged";

    /// <summary>Who is never synchronized was changed, or other people were read, since the rules were shown.</summary>
    public const string ScopeOvertaken = "scope.overtaken";
}
