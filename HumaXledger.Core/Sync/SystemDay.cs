namespace HumaXledger.Core.Sync;

/// <summary>The calendar day where the systems are kept: Oslo.</summary>
internal static class SystemDay
{
    private static readonly TimeZoneInfo Oslo = TimeZoneInfo.FindSystemTimeZoneById("Europe/Oslo");

    public static DateOnly Of(DateTimeOffset now) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Oslo).DateTime);
}
