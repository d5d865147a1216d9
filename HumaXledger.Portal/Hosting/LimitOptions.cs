using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// Rate limits per user, or per address when not signed in: far above what people need, far below what a program can
/// send.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Limits";

    /// <summary>Requests for pages, files and hubs per minute; scripts and style sheets are not counted.</summary>
    [Range(10, 1_000_000)]
    public int RequestsPerMinute { get; set; } = 600;

    /// <summary>Sign-in steps per address and minute; one sign-in takes two.</summary>
    [Range(2, 1_000_000)]
    public int SignInStepsPerMinute { get; set; } = 60;

    /// <summary>
    /// Files (exports) that one user downloads at the same time, per node. Twice as many wait for their turn; more are
    /// refused with a sentence.
    /// </summary>
    [Range(1, 1_000)]
    public int ExportsPerUser { get; set; } = 2;

    /// <summary>
    /// Files (exports) that a node makes at the same time, for all users. Four times as many wait for their turn; more
    /// are refused with a sentence.
    /// </summary>
    [Range(1, 1_000)]
    public int Exports { get; set; } = 8;

    /// <summary>Open pages and hub connections of one user at the same time, per node.</summary>
    [Range(1, 10_000)]
    public int OpenConnections { get; set; } = 30;
}
