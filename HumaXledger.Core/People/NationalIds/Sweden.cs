using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>
/// Personnummer (year, month, day, three digits, Luhn check digit) and samordningsnummer (day + 60; month 00 and day 60
/// where it is not verified), with ten digits or with the century before them. A plus between date and number means
/// that the person is a hundred or older. Source: folkbokföringslagen (1991:481) 18 §; Skatteverket SKV 704 and 707.
/// </summary>
internal static class Sweden
{
    // Two-digit years up to this one are read as 20xx in comparisons, which have no clock. The range 1931–2030 covers
    // everyone of working age until 2030.
    private const int PivotYear = 30;

    private const int Coordination = 60;
    private const int EarliestYear = 1840;

    public static NationalId? Read(RawId raw, DateOnly today, out Reason? problem)
    {
        if (raw.Shape is not (RawShape.TenDigits or RawShape.TwelveDigits))
        {
            return Births.Refuse(ValueReasons.IdentificationFormat, "SE", out problem);
        }

        var ten = raw.Number[^10..];
        var (month, day) = (Pair(ten, 2), Pair(ten, 4));
        if (month >= 20)
        {
            return Births.Refuse(ValueReasons.IdentificationNotPerson, "SE", out problem);
        }

        var temporary = day >= Coordination;
        var unverified = temporary && (month == 0 || day == Coordination);
        var birth =
            raw.Shape == RawShape.TwelveDigits
                ? Birth((Pair(raw.Number, 0) * 100) + Pair(ten, 0), month, day)
                : Latest(Pair(ten, 0), month, day, raw.Sign == '+', today);
        if (birth is not { } date || date > today || date.Year < EarliestYear || ten.AsSpan(6, 3) is "000")
        {
            return Births.Refuse(ValueReasons.IdentificationDate, "SE", out problem);
        }

        if (!Luhn(ten))
        {
            return Births.Refuse(ValueReasons.IdentificationChecksum, "SE", out problem);
        }

        problem = null;
        var kind = temporary ? NationalIdKind.Temporary : NationalIdKind.Ordinary;
        return new NationalId(
            "SE",
            $"{date.Year / 100:00}{ten}",
            kind,
            unverified ? null : date,
            DateIsExact: true,
            Births.OfParity(ten[8] - '0')
        );
    }

    /// <summary>
    /// The date of birth within the last hundred years, or within the hundred before for a plus, which is written from
    /// the year in which the person turns a hundred.
    /// </summary>
    private static DateOnly? Latest(int year, int month, int day, bool plus, DateOnly today)
    {
        var full = (today.Year / 100 * 100) + year;
        full -= full > today.Year ? 100 : 0;
        if (plus)
        {
            return Birth(full - 100, month, day);
        }

        return Birth(full, month, day) is { } born && born <= today ? born : Birth(full - 100, month, day);
    }

    /// <summary>The date in the number. Month 00 and day 60 mean "not verified" and are read as the first.</summary>
    private static DateOnly? Birth(int year, int month, int day)
    {
        var temporary = day >= Coordination;
        return Births.Date(
            year,
            temporary ? Math.Max(month, 1) : month,
            temporary ? Math.Max(day - Coordination, 1) : day
        );
    }

    /// <summary>Whether ten digits could be Swedish: they have a valid date and check digit.</summary>
    public static bool Looks(string ten) =>
        Pair(ten, 2) <= 12 && Pair(ten, 4) is (>= 1 and <= 31) or (>= 60 and <= 91) && Luhn(ten);

    /// <summary>Adds the century to ten digits, by the sign and the pivot year.</summary>
    public static string Expand(RawId raw)
    {
        var century = (Pair(raw.Number, 0) <= PivotYear ? 20 : 19) - (raw.Sign == '+' ? 1 : 0);
        return $"{century}{raw.Number}";
    }

    /// <summary>
    /// Whether ten digits with their sign can have the century of twelve: a plus means a birth more than a hundred
    /// years ago.
    /// </summary>
    public static bool CenturyFits(RawId twelve, RawId ten) => ten.Sign != '+' || Pair(twelve.Number, 0) < 20;

    private static bool Luhn(string ten)
    {
        var sum = 0;
        for (var index = 0; index < ten.Length; index++)
        {
            var product = (ten[index] - '0') * (index % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }

    private static int Pair(string digits, int at) => ((digits[at] - '0') * 10) + (digits[at + 1] - '0');
}
