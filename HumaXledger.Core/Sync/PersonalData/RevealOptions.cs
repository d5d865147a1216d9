using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>Under what conditions an identification or bank number is shown in clear.</summary>
public sealed class RevealOptions
{
    public const string Section = "Access";

    /// <summary>
    /// Whoever wants to see a number must have proved who they are no longer ago than this; else they are asked to sign
    /// in again.
    /// </summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan RevealWithin { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>A number that was asked for is masked again after this long.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan ShownFor { get; set; } = TimeSpan.FromMinutes(1);
}
