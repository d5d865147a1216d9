namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// What happens in Xledger when a person is deactivated or deleted in Huma. Employees are never deleted, and no value
/// is cleared.
/// </summary>
public enum LeaverRule
{
    /// <summary>It is reported, and nothing is written.</summary>
    Report,

    /// <summary>The employment end date is set where it is empty.</summary>
    SetEndDate,
}
