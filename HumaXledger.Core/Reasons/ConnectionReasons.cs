namespace HumaXledger.Core.Reasons;

/// <summary>Set-up, settings and lifecycle of a connection.</summary>
public static class ConnectionReasons
{
    public const string SetupNotVerified = "setup.notVerified";
    public const string SetupAuthorityNotConfirmed = "setup.authorityNotConfirmed";

    /// <summary>Name of the connection that claims the same people.</summary>
    public const string SetupOverlap = "setup.overlap";

    /// <summary>Names of the entities that the token sees.</summary>
    public const string SetupEntities = "setup.entities";

    /// <summary>
    /// Xledger lists no entities to the token: which ones lie below its own is not known. The token's own entity.
    /// </summary>
    public const string SetupOwnEntityOnly = "setup.ownEntityOnly";
    public const string SetupOtherIntegration = "setup.otherIntegration";

    /// <summary>A Huma user that another connection is linked to. Name of that connection.</summary>
    public const string ClaimedElsewhere = "person.claimedElsewhere";

    /// <summary>The organization that the key belongs to is not the one that was connected.</summary>
    public const string OtherOrganization = "connection.otherOrganization";

    /// <summary>
    /// The entity that the Xledger token belongs to is no longer the one it belonged to when the systems were compared.
    /// </summary>
    public const string OtherEntity = "connection.otherEntity";

    /// <summary>
    /// The token that is to take the place of another does not see the entity of the connection. The entity.
    /// </summary>
    public const string EntityNotSeen = "connection.entityNotSeen";

    /// <summary>
    /// Xledger lists no entities to the token that is to take the place of another, so whether it sees that of the
    /// connection is not known. The entity.
    /// </summary>
    public const string EntityNotKnown = "connection.entityNotKnown";

    /// <summary>The key does not see the group whose members belong to the connection. The group.</summary>
    public const string GroupNotSeen = "connection.groupNotSeen";

    /// <summary>How many were read, how many were announced.</summary>
    public const string ReadIncomplete = "read.incomplete";

    /// <summary>What was typed is not the connection's name. The name.</summary>
    public const string NameNotTyped = "connection.nameNotTyped";

    /// <summary>The connection is paused: it waits until it is resumed.</summary>
    public const string ConnectionPaused = "connection.paused";

    /// <summary>The connection was ended.</summary>
    public const string ConnectionEnded = "connection.ended";
}
