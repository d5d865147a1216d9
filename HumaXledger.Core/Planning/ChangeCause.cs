using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning;

/// <summary>
/// What asked for a change. It is stored with the change and kept when the change is tried again: what is written, and
/// how the baseline changes, may depend on it.
/// </summary>
public enum ChangeCause
{
    /// <summary>An administrator decided about this value.</summary>
    Decided,

    /// <summary>The field's rule lets Huma win.</summary>
    HumaWins,

    /// <summary>The field's rule lets Xledger win.</summary>
    XledgerWins,

    /// <summary>The field's rule fills what is empty.</summary>
    FillEmpty,

    /// <summary>The person is added to the target.</summary>
    Added,

    /// <summary>Emptied for a moment, since two people exchange a value that is unique in the target.</summary>
    MakesRoom,

    /// <summary>The rule about leavers: the employment ends since the person has left Huma.</summary>
    Leaver,

    /// <summary>What an earlier run wrote is put back.</summary>
    Undo,
}

/// <summary>How a cause is explained where the change follows from a comparison.</summary>
internal static class ChangeCauses
{
    public static Reason Reason(this ChangeCause cause) =>
        new(
            cause switch
            {
                ChangeCause.Decided => PlanningReasons.ChangeDecided,
                ChangeCause.HumaWins => PlanningReasons.ChangeHumaWins,
                ChangeCause.XledgerWins => PlanningReasons.ChangeXledgerWins,
                ChangeCause.FillEmpty => PlanningReasons.ChangeFillEmpty,
                ChangeCause.Added => PlanningReasons.ChangeAdded,
                ChangeCause.MakesRoom => PlanningReasons.ChangeMakesRoom,
                _ => throw new ArgumentOutOfRangeException(nameof(cause), cause, "Explained where it is planned."),
            }
        );
}
