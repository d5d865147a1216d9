namespace HumaXledger.Core.Reasons;

/// <summary>Results of changes that reach Xledger from Huma without a manual run.</summary>
public static class InboundReasons
{
    /// <summary>A guard holds back what would be written. The guards.</summary>
    public const string GuardHolds = "pending.guardHolds";

    /// <summary>
    /// A record of a linked person looks like another person now: nothing of them is written before an administrator
    /// has answered.
    /// </summary>
    public const string LooksLikeAnother = "pending.otherPerson";

    /// <summary>
    /// An administrator said that the two records are two people; the next comparison asks who is who.
    /// </summary>
    public const string Unlinked = "pending.unlinked";

    /// <summary>A rule leaves it to a person. How many values.</summary>
    public const string RuleAsks = "pending.ruleAsks";

    /// <summary>The connection has not been synchronized yet: the first synchronization finds it.</summary>
    public const string BeforeFirstSync = "pending.beforeFirstSync";

    /// <summary>The person does not belong to the connection's group in Huma. The group.</summary>
    public const string OutsideGroup = "pending.outsideGroup";

    /// <summary>Another connection holds the person.</summary>
    public const string HeldByOtherConnection = "pending.otherConnection";

    /// <summary>The key does not see such a person, and no link exists.</summary>
    public const string UnknownPerson = "pending.unknownPerson";

    /// <summary>A linked person could not be read, and no message announced a deletion: nothing is concluded.</summary>
    public const string CannotBeRead = "pending.cannotBeRead";

    /// <summary>Deactivated in Huma; reported, nothing is written.</summary>
    public const string LeaverDeactivated = "pending.deactivated";

    /// <summary>Deleted in Huma; reported, nothing is written.</summary>
    public const string LeaverDeleted = "pending.deleted";

    /// <summary>New in Huma, and new people are not added by themselves.</summary>
    public const string AddingIsOff = "pending.addingIsOff";

    /// <summary>New in Huma, and may exist in Xledger already. The name there.</summary>
    public const string MayBeInXledger = "pending.mayBeInXledger";

    /// <summary>The rule of a leaver: the employment end date is set since the person left Huma.</summary>
    public const string ChangeLeaver = "change.leaver";
}
