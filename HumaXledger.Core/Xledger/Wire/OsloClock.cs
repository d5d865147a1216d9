using System.Globalization;

namespace HumaXledger.Core.Xledger.Wire;

/// <summary>Xledger's time: Oslo local time without offset (contracts/xledger.md 2.5).</summary>
internal static class OsloClock
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary>Today's date in Oslo.</summary>
    public static DateOnly Today(TimeProvider time) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(time.GetUtcNow(), Oslo).DateTime);

    /// <summary>A point in time as UTC; an offset in the text is respected. Null for invalid text.</summary>
    public static DateTime? ReadInstant(string? text)
    {
        if (
            !DateTimeOffset.TryParse(
                text,
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal,
                out var instant
            )
        )
        {
            return null;
        }

        if (text!.EndsWith('Z') || text.LastIndexOfAny(['+', '-']) > 10)
        {
            return instant.UtcDateTime;
        }

        // An hour that daylight saving time skips does not exist in Oslo; the offset of the hour before applies.
        var local = DateTime.SpecifyKind(instant.DateTime, DateTimeKind.Unspecified);
        return DateTime.SpecifyKind(local - Oslo.GetUtcOffset(local), DateTimeKind.Utc);
    }

    /// <summary>A point in time as Xledger writes it.</summary>
    public static string Text(DateTime instant) =>
        TimeZoneInfo
            .ConvertTimeFromUtc(DateTime.SpecifyKind(instant, DateTimeKind.Utc), Oslo)
            .ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>The date part where the text is a date with time; any other text unchanged.</summary>
    public static string? DateText(string? text) =>
        text is { Length: > 10 }
        && text[10] is 'T' or ' '
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? text[..10]
            : text;
}
