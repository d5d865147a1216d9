using System.ComponentModel.DataAnnotations;
using System.Globalization;

namespace HumaXledger.Core;

/// <summary>A setting is a duration between these two, both included.</summary>
/// <remarks>
/// <see cref="RangeAttribute"/> converts its bounds on first use and may fail when two threads do so at once, because
/// one object serves all of them.
/// </remarks>
/// <param name="minimum">As <c>[d.]hh:mm:ss[.fff]</c>.</param>
/// <param name="maximum">As <c>[d.]hh:mm:ss[.fff]</c>.</param>
/// <exception cref="FormatException">A bound is no duration.</exception>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DurationRangeAttribute(string minimum, string maximum) : ValidationAttribute
{
    /// <summary>The shortest duration allowed.</summary>
    public TimeSpan Minimum { get; } = TimeSpan.Parse(minimum, CultureInfo.InvariantCulture);

    /// <summary>The longest duration allowed.</summary>
    public TimeSpan Maximum { get; } = TimeSpan.Parse(maximum, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override bool IsValid(object? value) =>
        value is null || (value is TimeSpan duration && duration >= Minimum && duration <= Maximum);

    /// <inheritdoc/>
    public override string FormatErrorMessage(string name) =>
        $"The field {name} must be between {Minimum:c} and {Maximum:c}.";
}
