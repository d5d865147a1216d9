namespace HumaXledger.Core.Reasons;

/// <summary>Results of changes that are written to Xledger automatically after a change in Huma.</summary>
public static class InboundReasons
{
    /// <summary>A guard holds the writes back. Arguments: the guards.</summary>
    public const string GuardHolds = "pending.guardHolds";

    /// <summary>
    /// A record of a linked person looks like another person now: nothing is written until an administrator has
    /// decided.
    /// </summary>
    public const string LooksLikeAnother = "pending.otherPerson";

    /// <summary>
    /// The link of the two records was made or changed in the database from outside: nothing is written until an
    /// administrator has decided.
    /// </summary>
    public const string LinkDoubted = "pending.linkDoubted";

    /// <summary>
    /// It was answered that the two records are two people, or that one of them is another person; the next
    /// synchronization carries it out.
    /// </summary>
    public const string Unlinked = "pending.unlinked";

    /// <summary>A rule requires an approval. Arguments: the number of values.</summary>
    public const string RuleAsks = "pending.ruleAsks";

    /// <summary>The connection has not been synchronized yet: the first synchronization covers the change.</summary>
    public const string BeforeFirstSync = "pending.beforeFirstSync";

    /// <summary>The person does not belong to the connection's group in Huma. Arguments: the group.</summary>
    public const string OutsideGroup = "pending.outsideGroup";

    /// <summary>The person belongs to another connection.</summary>
    public const string HeldByOtherConnection = "pending.otherConnection";

    /// <summary>The key cannot read the person, and there is no link.</summary>
    public const string UnknownPerson = "pending.unknownPerson";

    /// <summary>A linked person could not be read, and no message announced a deletion: nothing is concluded.</summary>
    public const string CannotBeRead = "pending.cannotBeRead";

    /// <summary>Deactivated in Huma; reported, nothing is written.</summary>
    public const string LeaverDeactivated = "pending.deactivated";

    /// <summary>Deleted in Huma; reported, nothing is written.</summary>
    public const string LeaverDeleted = "pending.deleted";

    /// <summary>New in Huma, and new people are not added automatically.</summary>
    public const string AddingIsOff = "pending.addingIsOff";

    /// <summary>New in Huma, and may already exist in Xledger. Arguments: the name there.</summary>
    public const string MayBeInXledger = "pending.mayBeInXledger";

    /// <summary>The rule for leavers: the employment end date is set because the person left Huma.</summary>
    public const string ChangeLeaver = "change.leaver";
}
