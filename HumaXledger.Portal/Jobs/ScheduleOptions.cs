using System.ComponentModel.DataAnnotations;
using HumaXledger.Core;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Background jobs, and the scheduled tasks among them: difference check, scheduled check of Huma, check of
/// credentials.
/// </summary>
public sealed class ScheduleOptions : IValidatableObject
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Schedule";

    /// <summary>How often the portal looks for tasks that are due.</summary>
    [DurationRange("00:00:01", "1.00:00:00")]
    public TimeSpan Every { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How many jobs one node runs at the same time: runs, comparisons, scheduled tasks.</summary>
    [Range(2, 200)]
    public int Threads { get; set; } = 10;

    /// <summary>
    /// How many of them may be scheduled tasks of connections. The others are kept for what people start, so it must be
    /// less than <c>Threads</c>.
    /// </summary>
    [Range(1, 199)]
    public int ScheduledThreads { get; set; } = 3;

    /// <summary>The options as configured, unchecked: for what must know them while it is registered.</summary>
    internal static ScheduleOptions From(IConfiguration configuration) =>
        configuration.GetSection(Section).Get<ScheduleOptions>() ?? new ScheduleOptions();

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ScheduledThreads >= Threads)
        {
            yield return new ValidationResult(
                $"{Section}:{nameof(ScheduledThreads)} must be less than {Section}:{nameof(Threads)} ({Threads}), so "
                    + "that what people start does not wait for scheduled tasks.",
                [nameof(ScheduledThreads)]
            );
        }
    }
}
