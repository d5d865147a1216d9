namespace HumaXledger.Core.Sync.Systems;

/// <summary>The calendar day where the systems are kept: Oslo.</summary>
internal static class SystemDay
{
    private static readonly TimeZoneInfo Oslo = OsloDay.Zone;

    /// <summary>The calendar day in Oslo.</summary>
    public static DateOnly Of(DateTimeOffset now) => OsloDay.Of(now);

    /// <summary>
    /// When it was last this time of day there, in UTC. A time that the clocks skip in spring is taken an hour later,
    /// one that they pass twice in autumn the second time.
    /// </summary>
    public static DateTime Last(TimeOnly at, DateTime now)
    {
        var today = Of(new DateTimeOffset(now, TimeSpan.Zero));
        var moment = On(today, at);
        return moment <= now ? moment : On(today.AddDays(-1), at);
    }

    private static DateTime On(DateOnly day, TimeOnly at)
    {
        var local = day.ToDateTime(at);
        return TimeZoneInfo.ConvertTimeToUtc(Oslo.IsInvalidTime(local) ? local.AddHours(1) : local, Oslo);
    }
}
