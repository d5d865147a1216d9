using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>What the national registers have in common.</summary>
internal static class Births
{
    /// <summary>The date, or null when the calendar has no such day.</summary>
    public static DateOnly? Date(int year, int month, int day) =>
        year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    /// <summary>Gender by an individual digit: odd is male.</summary>
    public static string OfParity(int digit) => digit % 2 == 1 ? Gender.Male : Gender.Female;

    /// <summary>Sets the problem and returns null.</summary>
    public static NationalId? Refuse(string code, string country, out Reason? problem)
    {
        problem = new Reason(code, country);
        return null;
    }
}
