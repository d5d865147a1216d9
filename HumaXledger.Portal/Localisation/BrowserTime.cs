namespace HumaXledger.Portal.Localisation;

/// <summary>
/// The time zone of the browser of one circuit. Everything stored is UTC; only what is shown is local.
/// </summary>
public sealed class BrowserTime
{
    private TimeZoneInfo _zone = TimeZoneInfo.Utc;

    /// <param name="ianaName">As the browser names its zone, e.g. <c>Europe/Oslo</c>; one that is not known here leaves
    /// UTC.</param>
    public void Use(string? ianaName)
    {
        if (ianaName is not null && TimeZoneInfo.TryFindSystemTimeZoneById(ianaName, out var zone))
        {
            _zone = zone;
        }
    }

    /// <summary>
    /// When that day begins here, in UTC. Where the clock skips midnight, the day begins an hour later.
    /// </summary>
    public DateTime Utc(DateOnly day)
    {
        var midnight = day.ToDateTime(TimeOnly.MinValue);
        return TimeZoneInfo.ConvertTimeToUtc(_zone.IsInvalidTime(midnight) ? midnight.AddHours(1) : midnight, _zone);
    }

    public DateTime Local(DateTime utc) =>
        TimeZoneInfo.ConvertTimeFromUtc(DateTime.SpecifyKind(utc, DateTimeKind.Utc), _zone);
}
