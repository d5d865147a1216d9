using System.Globalization;

namespace HumaXledger.Portal.Localisation;

/// <summary>
/// Dates and times as the reader's language writes them. English readers come from regions that order day and month
/// differently, so that English names the month: "28 Nov 2026, 12:21".
/// </summary>
public static class Dates
{
    private static bool InEnglish => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    /// <summary>A date: "28 Nov 2026", "28.11.2026", "2026-11-28".</summary>
    public static string Day(DateOnly day) =>
        InEnglish
            ? day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)
            : day.ToString("d", CultureInfo.CurrentCulture);

    /// <summary>A date and a time of the clock, in the time zone that the caller chose.</summary>
    public static string Moment(DateTime moment) =>
        InEnglish
            ? moment.ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture)
            : moment.ToString("g", CultureInfo.CurrentCulture);
}
