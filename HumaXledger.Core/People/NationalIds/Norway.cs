using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>
/// Fødselsnummer and related numbers: day, month, year, three individual digits, two check digits. D-numbers add 40 to
/// the day, H-numbers 40 to the month, test series 40, 65 or 80 to the month.
/// </summary>
/// <remarks>
/// Sources: folkeregisterforskriften § 2-2-1; Skatteetaten, "Nytt fødselsnummer fra 2032": numbers issued from 1
/// January 2032 accept the remainders 0–3 for the first check digit and give neither gender nor century; earlier
/// numbers stay valid. Skatteetaten, "Utvidelse av D-nummerserien": D-numbers issued since 16 November 2021 have their
/// own table of centuries; earlier ones follow that of birth numbers, so either table may apply. Where both give a
/// date, the later birth that is not in the future is taken.
/// </remarks>
internal static class Norway
{
    private static readonly DateOnly NewSeries = new(2032, 1, 1);

    public static NationalId? Read(RawId raw, DateOnly today, out Reason? problem)
    {
        if (raw.Shape != RawShape.ElevenDigits)
        {
            return Births.Refuse(ValueReasons.IdentificationFormat, "NO", out problem);
        }

        var (day, month, year) = raw.Pairs;
        var temporary = day > 40;
        var (calendarMonth, kind) = month switch
        {
            > 80 => (month - 80, NationalIdKind.Synthetic),
            > 65 => (month - 65, NationalIdKind.Synthetic),
            > 40 => (month - 40, NationalIdKind.Auxiliary),
            _ => (month, temporary ? NationalIdKind.Temporary : NationalIdKind.Ordinary),
        };
        var calendarDay = temporary ? day - 40 : day;
        var individual = (raw.Digit(6) * 100) + raw.Pair(7);
        var first = Remainder(raw.Number, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]);
        var second = Remainder(raw.Number, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]);
        var birth = Birth(Century(year, individual), year, calendarMonth, calendarDay);
        if (temporary && Birth(CenturyOfDNumber(year, individual), year, calendarMonth, calendarDay) is { } other)
        {
            birth = Later(birth, other, today);
        }

        var newSeries = today >= NewSeries;

        // The century of a number in the new series is unknown; 2000 is a leap year, so every possible day exists in
        // it.
        if (birth is null && !(newSeries && Births.Date(2000 + year, calendarMonth, calendarDay) is not null))
        {
            return Births.Refuse(ValueReasons.IdentificationDate, "NO", out problem);
        }

        if (second != 0 || first > (newSeries ? 3 : 0))
        {
            return Births.Refuse(ValueReasons.IdentificationChecksum, "NO", out problem);
        }

        if (birth > today)
        {
            if (!newSeries)
            {
                return Births.Refuse(ValueReasons.IdentificationDate, "NO", out problem);
            }

            birth = null;
        }

        problem = null;
        var isInOldSeries = first == 0 && birth is not null && birth < NewSeries;
        return new NationalId(
            "NO",
            raw.Number,
            kind,
            first == 0 ? birth : null,
            DateIsExact: !temporary && !newSeries,
            isInOldSeries ? Births.OfParity(raw.Digit(8)) : null
        );
    }

    private static int? Century(int year, int individual) =>
        individual switch
        {
            <= 499 => 1900,
            <= 749 when year >= 54 => 1800,
            _ when year <= 39 => 2000,
            >= 900 => 1900,
            _ => null,
        };

    private static int? CenturyOfDNumber(int year, int individual) =>
        (year, individual) switch
        {
            (>= 58, >= 500 and <= 599) => 1800,
            (>= 40, >= 500 and <= 599) => null,
            (>= 40, _) => 1900,
            (_, <= 199) => 1900,
            _ => 2000,
        };

    private static DateOnly? Birth(int? century, int year, int month, int day) =>
        century is { } known ? Births.Date(known + year, month, day) : null;

    /// <summary>The later of two dates of birth; the earlier where the later is in the future.</summary>
    private static DateOnly? Later(DateOnly? one, DateOnly other, DateOnly today)
    {
        if (one is not { } first)
        {
            return other;
        }

        var (earlier, later) = first < other ? (first, other) : (other, first);
        return later > today ? earlier : later;
    }

    private static int Remainder(string number, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            sum += (number[index] - '0') * weights[index];
        }

        return sum % 11;
    }
}
