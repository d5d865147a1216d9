namespace HumaXledger.Core.Access;

/// <summary>What an act asks for. Who has it: <see cref="RoleRules"/>.</summary>
public enum Permission
{
    /// <summary>That there are connections, how they are, what runs did in numbers.</summary>
    SeeStatus,

    /// <summary>The people and their values, identification and bank numbers masked; exports and mails.</summary>
    SeePeople,

    /// <summary>
    /// Compares, and says who is who, which value is right and who is to be added. Nothing is written by that.
    /// </summary>
    Prepare,

    /// <summary>Has something written, stopped or put back; confirms a guard; lets something go on.</summary>
    Synchronize,

    /// <summary>Connects two systems, ends a connection.</summary>
    SetUp,

    /// <summary>Rules, limits and other settings of a connection.</summary>
    ChangeSettings,

    /// <summary>One identification or bank number in clear.</summary>
    SeeSensitive,

    /// <summary>Who did what when and from where, of all connections; checks the log and takes it out.</summary>
    SeeActivity,
}
