using System.ComponentModel.DataAnnotations;
using HumaXledger.Core;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Inbound sync: changes in Huma are written to Xledger as they arrive. A batch starts as soon as nothing has arrived
/// for <see cref="Quiet"/>, and at the latest when its first change has waited for <see cref="LongestGathering"/>; in a
/// stream of changes the batches keep a distance, so that they use only their share of Xledger's request window.
/// </summary>
public sealed class InboundSyncOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "InboundSync";

    /// <summary>
    /// How long a change waits for others that follow it. Changes that follow each other more quickly share a batch and
    /// its requests.
    /// </summary>
    [DurationRange("00:00:00", "00:10:00")]
    public TimeSpan Quiet { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest time that the first change of a batch waits for the others.</summary>
    [DurationRange("00:00:00", "00:10:00")]
    public TimeSpan LongestGathering { get; set; } = TimeSpan.FromMilliseconds(400);

    /// <summary>
    /// The percentage of Xledger's request window (<c>Xledger:BurstRequests</c> in <c>Xledger:BurstSeconds</c>) that
    /// the batches of one connection use in a lasting stream of changes. What others use of the same token, such as a
    /// manual synchronization, is taken off first; one batch per window always starts.
    /// </summary>
    [Range(5, 100)]
    public int WindowPercent { get; set; } = 90;
}
