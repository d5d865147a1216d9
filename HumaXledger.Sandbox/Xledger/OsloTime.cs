using System.Globalization;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>Xledger's times: local in Oslo, without an offset, to the second (contracts/xledger.md 2.5).</summary>
internal static class OsloTime
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss";
    private static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    /// <summary>The local time in Oslo.</summary>
    public static DateTime From(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), Zone);

    /// <summary>The local time in Oslo as Xledger writes it.</summary>
    public static string Text(DateTime utc) => From(utc).ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>
    /// The UTC time of a local time. A time that the clock skips in spring is read with the offset before the change;
    /// one that occurs twice in autumn is read as the later of the two.
    /// </summary>
    public static DateTime ToUtc(DateTime local)
    {
        var unspecified = DateTime.SpecifyKind(local, DateTimeKind.Unspecified);
        var offset = Zone.IsInvalidTime(unspecified)
            ? Zone.GetUtcOffset(unspecified.AddHours(-1))
            : Zone.GetUtcOffset(unspecified);
        return DateTime.SpecifyKind(unspecified - offset, DateTimeKind.Utc);
    }

    /// <summary>False for text in any other form than Xledger's.</summary>
    public static bool TryParse(string text, out DateTime local) =>
        DateTime.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out local);
}
