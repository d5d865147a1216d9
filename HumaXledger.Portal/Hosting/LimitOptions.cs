using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// How much one person, or one address that is not signed in, may ask of the Portal. Far above what people do, far
/// below what a program can.
/// </summary>
public sealed class LimitOptions
{
    public const string Section = "Limits";

    /// <summary>Requests for pages, files and hubs within a minute; scripts and style sheets are not counted.</summary>
    [Range(10, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Steps of signing in from one address within a minute; one sign-in takes two.</summary>
    [Range(2, 1_000_000)]
    public int SignInStepsPerMinute { get; set; } = 60;

    /// <summary>Open pages and hub connections of one person at the same time, on one node.</summary>
    [Range(1, 10_000)]
    public int OpenConnections { get; set; } = 30;
}
