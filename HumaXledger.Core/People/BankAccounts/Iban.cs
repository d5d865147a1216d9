using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.BankAccounts;

/// <summary>
/// International bank account numbers (ISO 13616): the structure of every country in the SWIFT registry, and the check
/// by mod 97 (ISO 7064).
/// </summary>
public static class Iban
{
    /// <summary>The longest IBAN that the standard allows.</summary>
    public const int MaxLength = 34;

    // Country, then the structure behind the two check digits: n digits, a upper-case letters, c letters or digits.
    private const string Table = """
        AD 8n12c|AE 19n|AL 8n16c|AT 16n|AZ 4a20c|BA 16n|BE 12n|BG 4a6n8c|BH 4a14c|BI 23n|BR 23n1a1c|BY 4c4n16c|CH 5n12c|CR 18n|CY 8n16c|CZ 20n
        DE 18n|DJ 23n|DK 14n|DO 4c20n|EE 16n|EG 25n|ES 20n|FI 14n|FK 2a12n|FO 14n|FR 10n11c2n|GB 4a14n|GE 2a16n|GI 4a15c|GL 14n|GR 7n16c|GT 24c
        HN 4a20n|HR 17n|HU 24n|IE 4a14n|IL 19n|IQ 4a15n|IS 22n|IT 1a10n12c|JO 4a4n18c|KW 4a22c|KZ 3n13c|LB 4n20c|LC 4a24c|LI 5n12c|LT 16n|LU 3n13c
        LV 4a13c|LY 21n|MC 10n11c2n|MD 20c|ME 18n|MK 3n10c2n|MN 16n|MR 23n|MT 4a5n18c|MU 4a19n3a|NI 4a20n|NL 4a10n|NO 11n|OM 3n16c|PK 4a16c|PL 24n
        PS 4a21c|PT 21n|QA 4a21c|RO 4a16c|RS 18n|RU 14n15c|SA 2n18c|SC 4a20n3a|SD 14n|SE 20n|SI 15n|SK 20n|SM 1a10n12c|SO 19n|ST 21n|SV 4a20n|TL 19n
        TN 20n|TR 6n16c|UA 6n19c|VA 18n|VG 4a16n|XK 16n|YE 4a4n18c
        """;

    private static readonly Dictionary<string, string> Structures = Table
        .Split(['|', '\n'])
        .Select(entry => entry.Split(' '))
        .ToDictionary(parts => parts[0], parts => Expand(parts[1]));

    /// <summary>Alpha-2 codes of the countries in the registry.</summary>
    public static IReadOnlyCollection<string> Countries => Structures.Keys;

    /// <summary>The length of a country's IBAN; null for a country that has none.</summary>
    public static int? LengthIn(string country) =>
        Structures.TryGetValue(country, out var structure) ? structure.Length + 4 : null;

    /// <summary>
    /// The text without separators and in upper case when it has the shape of an IBAN (two letters, two digits, letters
    /// and digits); null otherwise.
    /// </summary>
    public static string? Compact(string text)
    {
        Span<char> compact = stackalloc char[MaxLength + "IBAN".Length];
        var count = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) && count < compact.Length)
            {
                compact[count++] = char.ToUpperInvariant(c);
            }
            else if (!Spelling.IsSeparator(c))
            {
                return null;
            }
        }

        // Some forms print "IBAN" before the number.
        ReadOnlySpan<char> iban = compact[..count];
        iban = iban.StartsWith("IBAN") ? iban[4..] : iban;
        return
            iban.Length is > 4 and <= MaxLength
            && char.IsAsciiLetter(iban[0])
            && char.IsAsciiLetter(iban[1])
            && char.IsAsciiDigit(iban[2])
            && char.IsAsciiDigit(iban[3])
            ? iban.ToString()
            : null;
    }

    /// <summary>Checks a compact IBAN; null when it is valid.</summary>
    public static Reason? Check(string compact)
    {
        var country = compact[..2];
        if (!Structures.TryGetValue(country, out var structure))
        {
            return new Reason(ValueReasons.BankAccountCountry, country);
        }

        if (compact.Length != structure.Length + 4)
        {
            return new Reason(ValueReasons.BankAccountLength, country);
        }

        for (var index = 0; index < structure.Length; index++)
        {
            var c = compact[index + 4];
            if (
                structure[index] switch
                {
                    'n' => !char.IsAsciiDigit(c),
                    'a' => !char.IsAsciiLetterUpper(c),
                    _ => !char.IsAsciiLetterOrDigit(c),
                }
            )
            {
                return new Reason(ValueReasons.BankAccountSyntax, country);
            }
        }

        return Remainder(compact[4..], compact[..4]) == 1 && compact.AsSpan(2, 2) is not ("00" or "01" or "99")
            ? null
            : new Reason(ValueReasons.BankAccountChecksum, country);
    }

    /// <summary>
    /// The IBAN of a national number (BBAN) that is spelled as the country's registry entry requires.
    /// </summary>
    public static string Of(string country, string bban)
    {
        var check = 98 - Remainder(bban, country + "00");
        return $"{country}{check:00}{bban}";
    }

    private static int Remainder(string first, string second)
    {
        var remainder = 0;
        foreach (var part in (ReadOnlySpan<string>)[first, second])
        {
            foreach (var c in part)
            {
                remainder = char.IsAsciiDigit(c)
                    ? ((remainder * 10) + (c - '0')) % 97
                    : ((remainder * 100) + (c - 'A' + 10)) % 97;
            }
        }

        return remainder;
    }

    private static string Expand(string structure)
    {
        var expanded = new System.Text.StringBuilder();
        var count = 0;
        foreach (var c in structure)
        {
            if (char.IsAsciiDigit(c))
            {
                count = (count * 10) + (c - '0');
            }
            else
            {
                expanded.Append(c, count);
                count = 0;
            }
        }

        return expanded.ToString();
    }
}
