namespace HumaXledger.Portal.Appearance;

/// <summary>What a tint says; an icon and a word always say it too.</summary>
public enum Tone
{
    /// <summary>Neither good nor bad: set up, ended, skipped.</summary>
    Neutral,

    /// <summary>In progress, or worth knowing.</summary>
    Info,

    /// <summary>Done or in order.</summary>
    Success,

    /// <summary>Waits for a person.</summary>
    Warning,

    /// <summary>Failed or refused.</summary>
    Error,
}
