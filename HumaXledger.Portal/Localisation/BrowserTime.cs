namespace HumaXledger.Portal.Localisation;

/// <summary>The time zone of a circuit's browser. Stored times are UTC; local time is for display only.</summary>
public sealed class BrowserTime
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <param name="ianaName">The browser's zone, e.g. <c>Europe/Oslo</c>; an unknown zone leaves UTC.</param>
    public void Use(string? ianaName)
    {
        if (ianaName is not null && TimeZoneInfo.TryFindSystemTimeZoneById(ianaName, out var zone))
        {
            _zone = zone;
        }
    }

    /// <summary>The start of that day in UTC. Where the clock skips midnight, the day begins an hour later.</summary>
    public DateTime Utc(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return TimeZoneInfo.ConvertTimeToUtc(_zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, _zone);
    }

    /// <summary>The local time of a UTC time.</summary>
    public DateTime Local(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone);
}
