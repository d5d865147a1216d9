namespace HumaXledger.Portal.Components.Pages.Front;

/// <summary>What can wait for the user at a connection, the most urgent first.</summary>
public enum NeedKind
{
    /// <summary>A problem lasts that the overview describes, such as a refused token.</summary>
    Problem,

    /// <summary>A change from Huma could not be written.</summary>
    Failed,

    /// <summary>A change from Huma awaits approval.</summary>
    Held,

    /// <summary>People of whom the next synchronization asks.</summary>
    ForManualSync,

    /// <summary>People changed in Huma without a message.</summary>
    Missed,

    /// <summary>Changes are not written while the connection is paused.</summary>
    Paused,

    /// <summary>Set up, and never synchronized.</summary>
    Established,

    /// <summary>Both systems disagree, and no decision or rule settles it.</summary>
    LeftToDo,
}
