namespace HumaXledger.Core.Reasons;

/// <summary>Set-up, settings and lifecycle of a connection.</summary>
public static class ConnectionReasons
{
    /// <summary>The key and the token have not been verified.</summary>
    public const string SetupNotVerified = "setup.notVerified";

    /// <summary>
    /// The stored key does not open although the key ring is there: the connection was changed in the database.
    /// </summary>
    public const string ChangedInDatabase = "connection.changedInDatabase";

    /// <summary>The user has not confirmed that Huma may overwrite Xledger.</summary>
    public const string SetupAuthorityNotConfirmed = "setup.authorityNotConfirmed";

    /// <summary>Another connection claims the same people. Arguments: its name.</summary>
    public const string SetupOverlap = "setup.overlap";

    /// <summary>The token can read several entities. Arguments: their names.</summary>
    public const string SetupEntities = "setup.entities";

    /// <summary>
    /// Xledger lists no entities to the token, so those below its own are unknown. Arguments: the token's own entity.
    /// </summary>
    public const string SetupOwnEntityOnly = "setup.ownEntityOnly";

    /// <summary>Another integration manages the profiles in Huma.</summary>
    public const string SetupOtherIntegration = "setup.otherIntegration";

    /// <summary>Another connection is linked to this Huma user. Arguments: its name.</summary>
    public const string ClaimedElsewhere = "person.claimedElsewhere";

    /// <summary>
    /// Another connection is linked to this Huma user, which readers of this one may not know of: it is in another
    /// connection group.
    /// </summary>
    public const string ClaimedByHidden = "person.claimedByHidden";

    /// <summary>This cannot be the name of a connection group. Arguments: the longest, in characters.</summary>
    public const string GroupUnusable = "connection.groupUnusable";

    /// <summary>The connection is in another group than was shown. Arguments: that group, or a dash.</summary>
    public const string GroupOvertaken = "connection.groupOvertaken";

    /// <summary>The key belongs to another organization than the connected one.</summary>
    public const string OtherOrganization = "connection.otherOrganization";

    /// <summary>The Xledger token belongs to another entity than when the systems were compared.</summary>
    public const string OtherEntity = "connection.otherEntity";

    /// <summary>The new token cannot read the entity of the connection. Arguments: the entity.</summary>
    public const string EntityNotSeen = "connection.entityNotSeen";

    /// <summary>
    /// Xledger lists no entities to the new token, so it is unknown whether it can read that of the connection.
    /// Arguments: the entity.
    /// </summary>
    public const string EntityNotKnown = "connection.entityNotKnown";

    /// <summary>The key cannot read the group whose members belong to the connection. Arguments: the group.</summary>
    public const string GroupNotSeen = "connection.groupNotSeen";

    /// <summary>A list was not read completely. Arguments: the number read, the number announced.</summary>
    public const string ReadIncomplete = "read.incomplete";

    /// <summary>The typed name is not the connection's. Arguments: the name.</summary>
    public const string NameNotTyped = "connection.nameNotTyped";

    /// <summary>These settings have changed since they were shown. Arguments: who changed a setting last.</summary>
    public const string SettingsOvertaken = "connection.settingsOvertaken";

    /// <summary>The connection is paused until it is resumed.</summary>
    public const string ConnectionPaused = "connection.paused";

    /// <summary>The connection has been ended.</summary>
    public const string ConnectionEnded = "connection.ended";

    /// <summary>
    /// A name that cannot be stored: empty, too long, or with line breaks or invisible characters. Arguments: the
    /// largest number of characters.
    /// </summary>
    public const string NameUnusable = "connection.nameUnusable";

    /// <summary>A rotation of the value keys is under way already.</summary>
    public const string RotationUnderWay = "keys.rotationUnderWay";
}
