using System.Collections.Frozen;

namespace HumaXledger.Core.People.Addresses;

/// <summary>
/// The form of postal codes in countries where it is fixed: the positions of digits and letters. Whether a code is in
/// use is not checked. Source: Universal Postal Union, "Postal addressing systems" (one sheet per country).
/// </summary>
internal static class PostalCodeForm
{
    // n is a digit, a is a letter, x is either, everything else is literal; spaces, dashes and dots of a code do not
    // count. Alternative forms are separated by |.
    private const string Table = """
        NO nnnn, SJ nnnn, DK nnnn, GL nnnn, SE nnnnn, FI nnnnn, AX 22nnn, IS nnn, FO nnn
        AT nnnn, BE nnnn, BG nnnn, CH nnnn, CY nnnn, CZ nnnnn, DE nnnnn, EE nnnnn, ES nnnnn
        FR nnnnn, GR nnnnn, HR nnnnn, HU nnnn
        IE anxxxxx, IT nnnnn, LI nnnn, LT nnnnn, LU nnnn, LV nnnn, MC 98nnn, NL nnnnaa
        PL nnnnn, PT nnnnnnn|nnnn, RO nnnnnn, RS nnnnn|nnnnnn, RU nnnnnn, SI nnnn, SK nnnnn
        SM 4789n, TR nnnnn, UA nnnnn, VA 00120
        GB annaa|annnaa|aannaa|aannnaa|ananaa|aananaa
        AU nnnn, BR nnnnnnnn, CA ananan, CN nnnnnn, ID nnnnn, IN nnnnnn, JP nnnnnnn, KR nnnnn, MX nnnnn
        MY nnnnn, NZ nnnn, PH nnnn, PK nnnnn, SG nnnnnn, TH nnnnn, US nnnnn|nnnnnnnnn, ZA nnnn
        """;

    private static readonly FrozenDictionary<string, string[]> Forms = Table
        .Split([',', '\n'], StringSplitOptions.TrimEntries)
        .ToFrozenDictionary(entry => entry[..2], entry => entry[3..].Split('|'));

    /// <summary>Alpha-2 codes of the countries with a fixed form.</summary>
    public static IReadOnlyCollection<string> Countries => Forms.Keys;

    /// <summary>Whether a code has its country's form; true where the country has no fixed one.</summary>
    /// <param name="country">Alpha-2.</param>
    public static bool Fits(string postalCode, string country)
    {
        if (!Forms.TryGetValue(country, out var forms))
        {
            return true;
        }

        var signs = WithoutCountry(postalCode.AsSpan().Trim(), country);
        Span<char> compact = stackalloc char[16];
        var count = 0;
        foreach (var c in signs)
        {
            if (Spelling.IsSeparator(c))
            {
                continue;
            }

            if (!char.IsAsciiLetterOrDigit(c) || count == compact.Length)
            {
                return false;
            }

            compact[count++] = c;
        }

        foreach (var form in forms)
        {
            if (Fits(compact[..count], form))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Fits(ReadOnlySpan<char> code, string form)
    {
        if (code.Length != form.Length)
        {
            return false;
        }

        for (var index = 0; index < form.Length; index++)
        {
            var fits = form[index] switch
            {
                'n' => char.IsAsciiDigit(code[index]),
                'a' => char.IsAsciiLetter(code[index]),
                'x' => true,
                _ => code[index] == form[index],
            };
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// "SE-114 55", "D-10115", "FIN-00100": letters of the country before the code are common and ignored.
    /// </summary>
    private static ReadOnlySpan<char> WithoutCountry(ReadOnlySpan<char> code, string country)
    {
        var letters = 0;
        while (letters < code.Length && char.IsAsciiLetter(code[letters]))
        {
            letters++;
        }

        var separated = letters is >= 1 and <= 3 && letters < code.Length && Spelling.IsSeparator(code[letters]);
        var isCountry = code[..letters].Equals(country, StringComparison.OrdinalIgnoreCase);
        var ownLetters = Forms[country][0][0] == 'a';
        return separated && (isCountry || !ownLetters) ? code[letters..] : code;
    }
}
