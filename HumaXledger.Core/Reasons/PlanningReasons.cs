namespace HumaXledger.Core.Reasons;

/// <summary>Why two values differ, why a direction is impossible, why a change is planned, blocked or held.</summary>
public static class PlanningReasons
{
    public const string ChangedInHuma = "difference.changedInHuma";
    public const string ChangedInXledger = "difference.changedInXledger";
    public const string BothChanged = "difference.bothChanged";
    public const string NeverAgreed = "difference.neverAgreed";
    public const string MissingInHuma = "difference.missingInHuma";
    public const string MissingInXledger = "difference.missingInXledger";

    /// <summary>Xledger holds the field in several places, which disagree.</summary>
    public const string InsideXledger = "difference.insideXledger";

    /// <summary>A changed e-mail waits in Huma for the person's confirmation.</summary>
    public const string AwaitingConfirmation = "difference.awaitingConfirmation";

    /// <summary>
    /// An administrator undid the last sync of this field, and both systems hold what they held then. Number of the
    /// run.
    /// </summary>
    public const string PutBack = "difference.putBack";

    /// <summary>The field cannot be written to that system. Arguments: the system, the field's name.</summary>
    public const string ForbiddenNotWritable = "forbidden.notWritable";

    /// <summary>The field cannot be emptied in that system. Arguments: the system, the field's name.</summary>
    public const string ForbiddenNotClearable = "forbidden.notClearable";
    public const string ForbiddenDeactivated = "forbidden.deactivated";
    public const string ForbiddenPendingConfirmation = "forbidden.pendingConfirmation";
    public const string ForbiddenNotEditable = "forbidden.notEditable";
    public const string ForbiddenOtherIntegration = "forbidden.otherIntegration";
    public const string ForbiddenNoPosition = "forbidden.noPosition";

    /// <summary>
    /// Several of the person's positions in Huma could be meant, or none holds the value (name of the field).
    /// </summary>
    public const string ForbiddenSeveralPositions = "forbidden.severalPositions";

    /// <summary>Huma holds this value already; only writing it to Xledger mends the disagreement there.</summary>
    public const string ForbiddenNothingToWrite = "forbidden.nothingToWrite";

    /// <summary>The side's value cannot be seen, so that it cannot be chosen. Arguments: the system.</summary>
    public const string ForbiddenUnknown = "forbidden.unknown";
    public const string ChangeDecided = "change.decided";
    public const string ChangeHumaWins = "change.policy.humaWins";
    public const string ChangeXledgerWins = "change.policy.xledgerWins";
    public const string ChangeFillEmpty = "change.policy.fillEmpty";
    public const string ChangeAdded = "change.added";

    /// <summary>Emptied for a moment, since two people exchange a value that is unique in Huma.</summary>
    public const string ChangeMakesRoom = "change.makesRoom";

    /// <summary>Decided for a person whose match is still an open question.</summary>
    public const string PlanPairOpen = "plan.pairOpen";

    /// <summary>Decided for a person who is not in Xledger.</summary>
    public const string PlanOnlyInHuma = "plan.onlyInHuma";

    /// <summary>Somebody else has, or would get, the same value. Arguments: the field's name, who that is.</summary>
    public const string PlanNotUnique = "plan.notUnique";

    /// <summary>
    /// People exchange a value that is unique and required in that system. Arguments: the field's name, the system.
    /// </summary>
    public const string PlanExchange = "plan.exchange";

    /// <summary>
    /// Never synchronized: a member of a group. The group. The same for the next ones, with what their rule names.
    /// </summary>
    public const string ScopeGroup = "scope.group";

    /// <summary>The contract type.</summary>
    public const string ScopeContract = "scope.contract";

    /// <summary>The person is on the list.</summary>
    public const string ScopeListed = "scope.listed";

    /// <summary>How many months.</summary>
    public const string ScopeEnded = "scope.ended";

    /// <summary>Whether the rule applies cannot be told from what was read. What the rule asks for.</summary>
    public const string ScopeUnsure = "scope.unsure";

    /// <summary>The person is paired already.</summary>
    public const string AddPaired = "add.paired";

    /// <summary>The person may be one of those in an open question about who is who.</summary>
    public const string AddOpenQuestion = "add.openQuestion";

    /// <summary>No such person was read.</summary>
    public const string AddGone = "add.gone";

    /// <summary>The other system was not read completely. Arguments: the system.</summary>
    public const string AddIncompleteRead = "add.incompleteRead";

    /// <summary>
    /// A record of the target, or of another entity or connection, may be this person. Arguments: its name and
    /// employment ID, and the name of the other
    /// entity or connection where it is known.
    /// </summary>
    public const string AddMayExist = "add.mayExist";
    public const string AddMayExistOutside = "add.mayExistOutside";
    public const string AddMayExistIn = "add.mayExistIn";

    /// <summary>Employment has ended. Arguments: the date.</summary>
    public const string AddEnded = "add.ended";
    public const string AddDeactivated = "add.deactivated";

    /// <summary>The employee who would be added to Huma is inactive in Xledger.</summary>
    public const string AddInactive = "add.inactive";
    public const string AddOtherIntegration = "add.otherIntegration";

    /// <summary>Huma keeps it in a position, and there cannot be one without job title and start date.</summary>
    public const string AddNoPosition = "add.noPosition";
}
