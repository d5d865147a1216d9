namespace HumaXledger.Core.Reasons;

/// <summary>Why two values differ, why a direction is not allowed, why a change is planned, blocked or held.</summary>
public static class PlanningReasons
{
    /// <summary>Huma's value changed since the last synchronization.</summary>
    public const string ChangedInHuma = "difference.changedInHuma";

    /// <summary>Xledger's value changed since the last synchronization.</summary>
    public const string ChangedInXledger = "difference.changedInXledger";

    /// <summary>Both values changed since the last synchronization.</summary>
    public const string BothChanged = "difference.bothChanged";

    /// <summary>The field was never synchronized, and both sides have a value.</summary>
    public const string NeverAgreed = "difference.neverAgreed";

    /// <summary>Only Xledger has a value.</summary>
    public const string MissingInHuma = "difference.missingInHuma";

    /// <summary>Only Huma has a value.</summary>
    public const string MissingInXledger = "difference.missingInXledger";

    /// <summary>Xledger stores the field in several places, which differ.</summary>
    public const string InsideXledger = "difference.insideXledger";

    /// <summary>A changed e-mail awaits the person's confirmation in Huma.</summary>
    public const string AwaitingConfirmation = "difference.awaitingConfirmation";

    /// <summary>
    /// An administrator undid the last synchronization of this field, and both systems still have their values from
    /// then. Arguments: the number of the run.
    /// </summary>
    public const string PutBack = "difference.putBack";

    /// <summary>The field cannot be written to that system. Arguments: the system, the field's name.</summary>
    public const string ForbiddenNotWritable = "forbidden.notWritable";

    /// <summary>The field cannot be cleared in that system. Arguments: the system, the field's name.</summary>
    public const string ForbiddenNotClearable = "forbidden.notClearable";

    /// <summary>The profile is deactivated in Huma.</summary>
    public const string ForbiddenDeactivated = "forbidden.deactivated";

    /// <summary>The e-mail awaits the person's confirmation.</summary>
    public const string ForbiddenPendingConfirmation = "forbidden.pendingConfirmation";

    /// <summary>The API key may not edit the field.</summary>
    public const string ForbiddenNotEditable = "forbidden.notEditable";

    /// <summary>Another integration manages the field in Huma.</summary>
    public const string ForbiddenOtherIntegration = "forbidden.otherIntegration";

    /// <summary>Huma has no position for the person.</summary>
    public const string ForbiddenNoPosition = "forbidden.noPosition";

    /// <summary>Several of the person's positions in Huma qualify, or none has the value (name of the field).</summary>
    public const string ForbiddenSeveralPositions = "forbidden.severalPositions";

    /// <summary>Huma already has this value; only writing it to Xledger resolves the disagreement there.</summary>
    public const string ForbiddenNothingToWrite = "forbidden.nothingToWrite";

    /// <summary>The side's value cannot be read, so it cannot be chosen. Arguments: the system.</summary>
    public const string ForbiddenUnknown = "forbidden.unknown";

    /// <summary>A user decided.</summary>
    public const string ChangeDecided = "change.decided";

    /// <summary>The rule lets Huma win.</summary>
    public const string ChangeHumaWins = "change.policy.humaWins";

    /// <summary>The rule lets Xledger win.</summary>
    public const string ChangeXledgerWins = "change.policy.xledgerWins";

    /// <summary>The rule fills an empty field.</summary>
    public const string ChangeFillEmpty = "change.policy.fillEmpty";

    /// <summary>The person is added.</summary>
    public const string ChangeAdded = "change.added";

    /// <summary>Cleared temporarily, because two people exchange a value that is unique in Huma.</summary>
    public const string ChangeMakesRoom = "change.makesRoom";

    /// <summary>A decision for a person whose match is still open.</summary>
    public const string PlanPairOpen = "plan.pairOpen";

    /// <summary>A decision for a person who is not in Xledger.</summary>
    public const string PlanOnlyInHuma = "plan.onlyInHuma";

    /// <summary>Another person has, or would get, the same value. Arguments: the field's name, that person.</summary>
    public const string PlanNotUnique = "plan.notUnique";

    /// <summary>
    /// People exchange a value that is unique and required in that system. Arguments: the field's name, the system.
    /// </summary>
    public const string PlanExchange = "plan.exchange";

    /// <summary>
    /// Never synchronized: member of a group. Arguments: the group. The next four likewise name what their rule
    /// requires.
    /// </summary>
    public const string ScopeGroup = "scope.group";

    /// <summary>Arguments: the contract type.</summary>
    public const string ScopeContract = "scope.contract";

    /// <summary>The person is on the list.</summary>
    public const string ScopeListed = "scope.listed";

    /// <summary>Arguments: the number of months.</summary>
    public const string ScopeEnded = "scope.ended";

    /// <summary>The records do not show whether the rule applies. Arguments: what the rule requires.</summary>
    public const string ScopeUnsure = "scope.unsure";

    /// <summary>The person is already paired.</summary>
    public const string AddPaired = "add.paired";

    /// <summary>The person may be part of an open question about a match.</summary>
    public const string AddOpenQuestion = "add.openQuestion";

    /// <summary>The person was not among those read.</summary>
    public const string AddGone = "add.gone";

    /// <summary>The other system was not read completely. Arguments: the system.</summary>
    public const string AddIncompleteRead = "add.incompleteRead";

    /// <summary>
    /// A record of the target, or of another entity or connection, may be this person. Arguments: its name and
    /// employment ID, and the name of the other entity or connection where it is known.
    /// </summary>
    public const string AddMayExist = "add.mayExist";
    public const string AddMayExistOutside = "add.mayExistOutside";
    public const string AddMayExistIn = "add.mayExistIn";

    /// <summary>The employment has ended. Arguments: the date.</summary>
    public const string AddEnded = "add.ended";
    public const string AddDeactivated = "add.deactivated";

    /// <summary>The employee who would be added to Huma is inactive in Xledger.</summary>
    public const string AddInactive = "add.inactive";
    public const string AddOtherIntegration = "add.otherIntegration";

    /// <summary>Huma stores the field in a position, which needs a job title and a start date.</summary>
    public const string AddNoPosition = "add.noPosition";
}
