using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>What can be done about a value that cannot be written.</summary>
public enum Obstacle
{
    /// <summary>It can be written once what the reason names is corrected.</summary>
    Correctable,

    /// <summary>
    /// The system cannot take this value as it is: it is unknown, cannot be emptied, or has no counterpart.
    /// </summary>
    Impossible,

    /// <summary>The field is never written to that system, for no person.</summary>
    NeverWritten,
}

/// <summary>Why a value cannot be written: the kind for code to branch on, the reason for a person to read.</summary>
public sealed record WriteObstacle(Obstacle Kind, Reason Reason)
{
    public static WriteObstacle Correctable(Reason reason) => new(Obstacle.Correctable, reason);

    public static WriteObstacle Impossible(Reason reason) => new(Obstacle.Impossible, reason);

    public static WriteObstacle NeverWritten(Reason reason) => new(Obstacle.NeverWritten, reason);
}
