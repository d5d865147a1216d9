using System.Globalization;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>Dates without time and zone, always <c>yyyy-MM-dd</c> (ISO 8601).</summary>
public static class CalendarDate
{
    /// <summary>The highest age in years at which a date of birth is plausible.</summary>
    public const int OldestAge = 125;

    /// <summary>
    /// Below this age a date of birth is more likely a typing error than an employee (light work is allowed from 13 in
    /// the Nordic countries).
    /// </summary>
    public const int YoungestAge = 13;

    private const int FirstEmploymentYear = 1900;
    private const int FarYears = 80;

    /// <summary>
    /// Reads exactly <c>yyyy-MM-dd</c>; surrounding white space and invisible characters are ignored. Null for anything
    /// else.
    /// </summary>
    public static DateOnly? Read(string? text)
    {
        var span = (text is { Length: > 10 } ? InvisibleCharacters.Without(text) : text).AsSpan().Trim();
        return
            span.Length == 10
            && span[4] == '-'
            && span[7] == '-'
            && Number(span[..4]) is >= 1 and var year
            && Number(span[5..7]) is >= 1 and <= 12 and var month
            && Number(span[8..]) is >= 1 and var day
            && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;
    }

    /// <summary>Whether day and month changed places between two dates of one year.</summary>
    internal static bool AreExchanged(DateOnly one, DateOnly other) =>
        one.Year == other.Year && one.Month == other.Day && one.Day == other.Month;

    /// <summary>The date as <c>yyyy-MM-dd</c>.</summary>
    public static string Write(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>
    /// Checks a date of birth: refused in the future or beyond <see cref="OldestAge"/>, a warning below
    /// <see cref="YoungestAge"/>.
    /// </summary>
    public static Verdict CheckBirth(string text, DateOnly today)
    {
        if (Read(text) is not { } date)
        {
            return Verdict.Refuse(ValueReasons.DateInvalid);
        }

        if (date > today || date.Year < today.Year - OldestAge)
        {
            return Verdict.Refuse(ValueReasons.DateImplausible);
        }

        return Verdict.Accept(
            Write(date),
            date.Year > today.Year - YoungestAge ? new Reason(ValueReasons.DateUnlikely) : null
        );
    }

    /// <summary>
    /// Checks a date of employment: refused before 1900, a warning when it lies more than 80 years ahead (some systems
    /// write "no end" as such a date).
    /// </summary>
    public static Verdict CheckEmployment(string text, DateOnly today)
    {
        if (Read(text) is not { } date)
        {
            return Verdict.Refuse(ValueReasons.DateInvalid);
        }

        if (date.Year < FirstEmploymentYear)
        {
            return Verdict.Refuse(ValueReasons.DateImplausible);
        }

        return Verdict.Accept(
            Write(date),
            date.Year > today.Year + FarYears ? new Reason(ValueReasons.DateUnlikely) : null
        );
    }

    private static int Number(ReadOnlySpan<char> digits)
    {
        var number = 0;
        foreach (var c in digits)
        {
            if (!char.IsAsciiDigit(c))
            {
                return -1;
            }

            number = (number * 10) + (c - '0');
        }

        return number;
    }
}
