using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>
/// CPR numbers: day, month, year, four digits, the first of which gives the century together with the year. Numbers
/// without a valid mod 11 check have been issued since 2007, so it is not checked. Replacement numbers of hospitals and
/// authorities add 60 to the day. Source: CPR-kontoret, "Personnummeret i CPR".
/// </summary>
internal static class Denmark
{
    private const int Replacement = 60;

    public static NationalId? Read(RawId raw, DateOnly today, out Reason? problem)
    {
        if (raw.Shape != RawShape.TenDigits)
        {
            return Births.Refuse(ValueReasons.IdentificationFormat, "DK", out problem);
        }

        var (day, month, year) = raw.Pairs;
        var temporary = day > Replacement;
        var century = raw.Digit(6) switch
        {
            <= 3 => 1900,
            4 or 9 => year <= 36 ? 2000 : 1900,
            _ => year <= 57 ? 2000 : 1800,
        };
        if (Births.Date(century + year, month, temporary ? day - Replacement : day) is not { } birth || birth > today)
        {
            return Births.Refuse(ValueReasons.IdentificationDate, "DK", out problem);
        }

        problem = null;
        var kind = temporary ? NationalIdKind.Temporary : NationalIdKind.Ordinary;
        return new NationalId("DK", raw.Number, kind, birth, DateIsExact: true, Births.OfParity(raw.Digit(9)));
    }
}
