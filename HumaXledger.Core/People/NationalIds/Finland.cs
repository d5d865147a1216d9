using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.NationalIds;

/// <summary>
/// Henkilötunnus: day, month, year, century sign, three digits, check character. Since 2023 the 1900s also have the
/// signs Y X W V U, the 2000s B C D E F. Source: Digital and Population Data Services Agency, "The personal identity
/// code"; valtioneuvoston asetus 128/2010 with the changes in force from 1 January 2023.
/// </summary>
internal static class Finland
{
    private const string CheckCharacters = "0123456789ABCDEFHJKLMNPRSTUVWXY";
    private const int FirstTemporary = 900;

    public static NationalId? Read(RawId raw, DateOnly today, out Reason? problem)
    {
        raw = raw.AsFinnish();
        if (raw.Shape != RawShape.Finnish)
        {
            return Births.Refuse(ValueReasons.IdentificationFormat, "FI", out problem);
        }

        var (day, month, year) = raw.Pairs;
        int? century = raw.Number[6] switch
        {
            '+' => 1800,
            '-' or (>= 'U' and <= 'Y') => 1900,
            >= 'A' and <= 'F' => 2000,
            _ => null,
        };
        if (century is null)
        {
            return Births.Refuse(ValueReasons.IdentificationFormat, "FI", out problem);
        }

        if (Births.Date(century.Value + year, month, day) is not { } birth || birth > today)
        {
            return Births.Refuse(ValueReasons.IdentificationDate, "FI", out problem);
        }

        var individual = (raw.Digit(7) * 100) + raw.Pair(8);
        if (individual < 2)
        {
            return Births.Refuse(ValueReasons.IdentificationFormat, "FI", out problem);
        }

        var number = (((((day * 100) + month) * 100) + year) * 1000) + individual;
        if (raw.Number[10] != CheckCharacters[number % CheckCharacters.Length])
        {
            return Births.Refuse(ValueReasons.IdentificationChecksum, "FI", out problem);
        }

        problem = null;
        var kind = individual >= FirstTemporary ? NationalIdKind.Temporary : NationalIdKind.Ordinary;
        return new NationalId("FI", raw.Number, kind, birth, DateIsExact: true, Births.OfParity(individual % 10));
    }
}
