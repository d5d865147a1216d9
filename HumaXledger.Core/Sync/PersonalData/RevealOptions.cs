namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>When an identification or bank number is shown in clear.</summary>
public sealed class RevealOptions
{
    /// <summary>Name of the section in the configuration.</summary>
    public const string Section = "Access";

    /// <summary>
    /// Longest time since the last authentication for a number to be shown; after that, the user signs in again.
    /// </summary>
    [DurationRange("00:01:00", "12:00:00")]
    public TimeSpan RevealWithin { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A number that is shown is masked again after this time.</summary>
    [DurationRange("00:00:01", "00:01:00")]
    public TimeSpan ShownFor { get; set; } = TimeSpan.FromMinutes(1);
}
