namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// What happens in Xledger when somebody is deactivated or deleted in Huma. Nobody is ever deleted, and nothing
/// cleared.
/// </summary>
public enum LeaverRule
{
    /// <summary>It is told, and nothing is written.</summary>
    Report,

    /// <summary>The employment end date is set where it is empty.</summary>
    SetEndDate,
}
