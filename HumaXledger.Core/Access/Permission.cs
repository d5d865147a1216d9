namespace HumaXledger.Core.Access;

/// <summary>The permissions that operations require; <see cref="RoleRules"/> assigns them to roles.</summary>
public enum Permission
{
    /// <summary>View connections, their state and the numbers of runs.</summary>
    SeeStatus,

    /// <summary>View people and their values, identification and bank numbers masked; exports and mails.</summary>
    SeePeople,

    /// <summary>Compare, decide on matches, values and additions. Writes nothing.</summary>
    Prepare,

    /// <summary>Start, stop and undo writes; confirm a guard; resume work.</summary>
    Synchronize,

    /// <summary>Connect two systems, end a connection.</summary>
    SetUp,

    /// <summary>Change rules, limits and other settings of a connection.</summary>
    ChangeSettings,

    /// <summary>View one identification or bank number unmasked.</summary>
    SeeSensitive,

    /// <summary>View, verify and export the activity log of all connections.</summary>
    SeeActivity,

    /// <summary>Have all stored values encrypted with a new key.</summary>
    RotateKeys,
}
