namespace HumaXledger.Portal.Components.Shared.Blocks;

/// <summary>How far a step is.</summary>
public enum StepState
{
    /// <summary>Not reached.</summary>
    Ahead,

    /// <summary>On the screen.</summary>
    Current,

    /// <summary>Finished; it can be visited again.</summary>
    Done,
}
