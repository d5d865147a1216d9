namespace HumaXledger.Core.People.NationalIds;

/// <summary>
/// Personnummer (year, month, day, three digits, Luhn check digit) and samordningsnummer (day + 60), with ten digits or with the century before them. A plus
/// between date and number means that the person is a hundred or older. Source: folkbokföringslagen (1991:481) 18 §; Skatteverket SKV 704 and 707.
/// </summary>
internal static class Sweden
{
    // Two-digit years up to this one are read as 20xx when nothing but the number is known. Only for comparing: there is no clock then, and the range
    // 1931–2030 covers whoever can be employed while it holds.
    private const int PivotYear = 30;

    public static NationalId? Read(RawId raw, DateOnly today, out Reason? problem)
    {
        if (raw.Shape is not (RawShape.TenDigits or RawShape.TwelveDigits))
        {
            return Births.Refuse(ReasonCodes.IdentificationFormat, "SE", out problem);
        }

        var ten = raw.Number[^10..];
        var (month, day) = (Pair(ten, 2), Pair(ten, 4));
        var temporary = day > 60;
        var calendarDay = temporary ? day - 60 : day;
        DateOnly? birth;
        if (raw.Shape == RawShape.TwelveDigits)
        {
            birth = Births.Date((Pair(raw.Number, 0) * 100) + Pair(ten, 0), month, calendarDay);
        }
        else
        {
            var century = today.Year / 100 * 100;
            birth = Births.Date(century + Pair(ten, 0), month, calendarDay);
            if (birth is null || birth > today)
            {
                birth = Births.Date(century - 100 + Pair(ten, 0), month, calendarDay);
            }

            birth = raw.Sign == '+' && birth is { } recent ? Births.Date(recent.Year - 100, month, calendarDay) : birth;
        }

        if (birth is not { } date || date > today || date.Year < 1840)
        {
            return Births.Refuse(month is >= 20 and <= 99 ? ReasonCodes.IdentificationNotPerson : ReasonCodes.IdentificationDate, "SE", out problem);
        }

        if (!Luhn(ten))
        {
            return Births.Refuse(ReasonCodes.IdentificationChecksum, "SE", out problem);
        }

        problem = null;
        var kind = temporary ? NationalIdKind.Temporary : NationalIdKind.Ordinary;
        return new NationalId("SE", $"{date.Year / 100:00}{ten}", kind, date, DateIsExact: true, Births.OfParity(ten[8] - '0'));
    }

    /// <summary>Whether ten digits could be Swedish: a date and the check digit.</summary>
    public static bool Looks(string ten) =>
        Pair(ten, 2) is >= 1 and <= 12 && (Pair(ten, 4) is (>= 1 and <= 31) or (>= 61 and <= 91)) && Luhn(ten);

    /// <summary>Twelve digits for ten, by the sign and the pivot year.</summary>
    public static string Expand(RawId raw)
    {
        var century = (Pair(raw.Number, 0) <= PivotYear ? 20 : 19) - (raw.Sign == '+' ? 1 : 0);
        return $"{century}{raw.Number}";
    }

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
