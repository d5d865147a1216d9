using System.Collections.Frozen;
using System.Globalization;
using PhoneNumbers;

namespace HumaXledger.Core.People.PhoneNumbers;

/// <summary>
/// Phone numbers in E.164 (<c>+4791234567</c>), read by libphonenumber. A number without calling code is read by the
/// rules of the given country; without a country nothing is guessed. Letters and extensions are refused, because E.164
/// has neither; a label or a note around the number (<see cref="PhoneLabel"/>) is not part of it.
/// </summary>
/// <remarks>
/// A number is accepted when its length is possible in its country, whether or not its range is known to be in use: the
/// library's ranges lag behind the regulators'. Beyond that, only numbers that no numbering plan has ever had are
/// refused (<see cref="HasSubscribers"/>).
/// </remarks>
public static class PhoneNumber
{
    // E.164 allows 15 digits; an international prefix of up to four digits and a trunk zero in parentheses may precede
    // them.
    private const int MostDigits = 20;
    private const int LongestE164 = 15;
    private const int FewestDigits = 3;

    // From this length on, a leading zero is the trunk prefix; Norway's five-digit company numbers (02800) are shorter
    // and keep their zero.
    private const int FewestWithTrunkZero = 6;

    private static readonly PhoneNumberUtil Library = PhoneNumberUtil.GetInstance();

    private static readonly FrozenSet<int> CallingCodes = Library
        .GetSupportedCallingCodes()
        .Concat(Library.GetSupportedGlobalNetworkCallingCodes())
        .ToFrozenSet();

    // Territories for which the library has no numbering plan, and the country whose plan they use.
    private static readonly FrozenDictionary<string, string> ServedBy = new Dictionary<string, string>
    {
        ["AQ"] = "NF",
        ["BV"] = "NO",
        ["GS"] = "FK",
        ["HM"] = "AU",
        ["PN"] = "NZ",
        ["TF"] = "RE",
        ["UM"] = "US",
    }.ToFrozenDictionary();

    private enum Spelled
    {
        Nothing,
        National,
        International,
    }

    /// <summary>The number in E.164; null when the text is not a phone number.</summary>
    /// <param name="country">Alpha-2 of the country whose national spelling is expected; null to accept international
    /// spellings only.</param>
    public static string? ToE164(string text, string? country)
    {
        Span<char> buffer = stackalloc char[MostDigits];
        return Scan(text, country, buffer, out var digits) switch
        {
            Spelled.International => International(digits),
            Spelled.National when country is not null => National(digits, country),
            _ => null,
        };
    }

    /// <summary>
    /// Whether the text states the country of its number: a calling code after a plus or an international prefix.
    /// </summary>
    public static bool StatesCountry(string text) => ToE164(text, country: null) is not null;

    /// <summary>
    /// The national significant number: digits without calling code, trunk zero, label and note. For comparing numbers
    /// of which at least one states no country. Null when the text is not a phone number.
    /// </summary>
    public static string? NationalDigits(string text)
    {
        Span<char> buffer = stackalloc char[MostDigits];
        switch (Scan(text, country: null, buffer, out var digits))
        {
            case Spelled.International:
                return International(digits) is { } number ? number[(1 + CallingCodeLength(number.AsSpan(1)))..] : null;
            case Spelled.National when digits.Length <= LongestE164:
                return (digits.Length >= FewestWithTrunkZero && digits[0] == '0' ? digits[1..] : digits).ToString();
            default:
                return null;
        }
    }

    /// <summary>
    /// The country of an international number's calling code, the largest where several share it; null for any other
    /// text.
    /// </summary>
    public static string? CountryOf(string text)
    {
        if (ToE164(text, country: null) is not { } number)
        {
            return null;
        }

        var code = number.AsSpan(1, CallingCodeLength(number.AsSpan(1)));
        var region = Library.GetRegionCodeForCountryCode(int.Parse(code, CultureInfo.InvariantCulture));

        // Services without a country (+800, +881) belong to "001".
        return region.Length == 2 && char.IsAsciiLetter(region[0]) ? region : null;
    }

    /// <summary>
    /// The region whose numbering plan applies to a country's national numbers; null for an unknown country.
    /// </summary>
    internal static string? PlanOf(string country) =>
        Library.GetCountryCodeForRegion(country) != 0 ? country : ServedBy.GetValueOrDefault(country);

    /// <summary>Reads the digits after a plus or an international prefix.</summary>
    private static string? International(ReadOnlySpan<char> digits)
    {
        if (Plain(digits) is { } plain)
        {
            return plain;
        }

        return digits.Length >= FewestDigits && CallingCodeLength(digits) > 0
            ? Parse(string.Concat("+", digits), region: null)
            : null;
    }

    private static string? National(ReadOnlySpan<char> digits, string country)
    {
        // Fast path for the common national spellings; the library parses all others.
        var plain = country switch
        {
            "NO" when digits.Length == 8 => Plain("47", digits),
            "DK" when digits.Length == 8 => Plain("45", digits),
            "SE" when digits.Length >= 8 && digits[0] == '0' => Plain("46", digits[1..]),
            "FI" when digits.Length >= 8 && digits[0] == '0' => Plain("358", digits[1..]),
            _ => null,
        };
        return plain
            ?? (
                digits.Length >= FewestDigits && PlanOf(country) is { } region ? Parse(digits.ToString(), region) : null
            );
    }

    private static string? Parse(string digits, string? region)
    {
        try
        {
            var number = Library.Parse(digits, region);
            if (Library.IsPossibleNumberWithReason(number) != PhoneNumberUtil.ValidationResult.IS_POSSIBLE)
            {
                return null;
            }

            var written = Library.Format(number, PhoneNumberFormat.E164);
            var national = written.AsSpan(1 + CallingCodeLength(written.AsSpan(1)));
            return
                written.Length - 1 <= LongestE164
                && HasSubscribers(number.CountryCode, national)
                && (national[0] != '0' || Library.IsValidNumber(number))
                ? written
                : null;
        }
        catch (NumberParseException)
        {
            return null;
        }
    }

    /// <summary>
    /// Fast path: an international number in the common form of Norway, Sweden, Denmark or Finland, with a possible
    /// length and no trunk zero. Gives the same answer as the library in a tenth of the time; null for every other
    /// number.
    /// </summary>
    private static string? Plain(ReadOnlySpan<char> digits) =>
        digits switch
        {
            ['4', '7', .. var national] => Plain("47", national),
            ['4', '6', .. var national] => Plain("46", national),
            ['4', '5', .. var national] => Plain("45", national),
            ['3', '5', '8', .. var national] => Plain("358", national),
            _ => null,
        };

    private static string? Plain(string code, ReadOnlySpan<char> national)
    {
        var everyday = code switch
        {
            "46" or "358" => national.Length is >= 7 and <= 9 && national[0] != '0',
            _ => national.Length == 8 && national[0] >= '2',
        };
        return everyday ? string.Concat("+", code, national) : null;
    }

    /// <summary>
    /// Whether the first digits are those of subscriber numbers, issued or not; the other leading digits belong to
    /// short numbers and services. Sources: Nkom, Digitaliseringsstyrelsen, Fjarskiptastofa, Fjarskiftiseftirlitið and
    /// Naalakkersuisut (0 and 1), NANPA (area code and exchange begin with 2–9).
    /// </summary>
    private static bool HasSubscribers(int code, ReadOnlySpan<char> national) =>
        code switch
        {
            // Norway: five digits for company numbers (02–09).
            47 => national.Length == 5 ? national[0] == '0' && national[1] >= '2' : national[0] >= '2',
            45 or 298 or 299 => national[0] >= '2',
            // Iceland: seven digits; nine for numbers that begin with 3 (mobile and machines).
            354 => national.Length == 9 ? national[0] == '3' : national[0] >= '4',
            1 => national[0] >= '2' && national[3] >= '2',
            _ => true,
        };

    /// <summary>
    /// The length of an international number's calling code; 0 where it has none. No code is a prefix of another.
    /// </summary>
    private static int CallingCodeLength(ReadOnlySpan<char> digits)
    {
        var code = 0;
        for (var length = 1; length <= Math.Min(3, digits.Length); length++)
        {
            code = (code * 10) + (digits[length - 1] - '0');
            if (CallingCodes.Contains(code))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>
    /// Finds the digits of a number, without international prefix and without a zero in parentheses after the calling
    /// code.
    /// </summary>
    private static Spelled Scan(string text, string? country, Span<char> buffer, out ReadOnlySpan<char> digits)
    {
        digits = default;
        if (
            !Gather(text, buffer, out var count, out var plus, out var optionalZero)
            && (
                PhoneLabel.Without(InvisibleCharacters.Without(text)) is not { Length: > 0 } bare
                || !Gather(bare, buffer, out count, out plus, out optionalZero)
            )
        )
        {
            return Spelled.Nothing;
        }

        digits = buffer[..count];
        if (!plus && InternationalPrefix(digits, country) is > 0 and var prefix)
        {
            digits = digits[prefix..];
            optionalZero -= prefix;
            plus = true;
        }

        if (!plus)
        {
            return Spelled.National;
        }

        // "+46 (0)70 …": the zero in parentheses is dialed only within the country. In Italy it is part of the number.
        if (optionalZero > 0 && optionalZero == CallingCodeLength(digits) && !digits.StartsWith("39"))
        {
            buffer = buffer[(count - digits.Length)..count];
            buffer[(optionalZero + 1)..].CopyTo(buffer[optionalZero..]);
            digits = buffer[..^1];
        }

        return Spelled.International;
    }

    /// <summary>
    /// The length of the prefix for calls abroad: the country's own, or 00, which is used in writing everywhere.
    /// </summary>
    private static int InternationalPrefix(ReadOnlySpan<char> digits, string? country)
    {
        var code = country is null || PlanOf(country) is not { } plan ? 0 : Library.GetCountryCodeForRegion(plan);
        var own = code switch
        {
            1 => "011",
            7 => "810",
            61 => "0011",
            81 => "010",
            _ => "00",
        };
        return digits.StartsWith(own) ? own.Length
            : digits.StartsWith("00") ? 2
            : 0;
    }

    /// <summary>Collects the digits; false for text that is not written like a phone number.</summary>
    private static bool Gather(
        ReadOnlySpan<char> text,
        Span<char> digits,
        out int count,
        out bool plus,
        out int optionalZero
    )
    {
        count = 0;
        plus = false;
        optionalZero = -1;
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (c is '+' or '\uFF0B' && count == 0 && !plus)
            {
                plus = true;
            }
            else if (Digit(c) is >= 0 and var digit)
            {
                if (count == digits.Length)
                {
                    return false;
                }

                if (
                    digit == 0
                    && index > 0
                    && index + 1 < text.Length
                    && text[index - 1] == '('
                    && text[index + 1] == ')'
                )
                {
                    optionalZero = count;
                }

                digits[count++] = (char)('0' + digit);
            }
            else if (c is not ('(' or ')' or '/') && !Spelling.IsSeparator(c))
            {
                return false;
            }
        }

        return count > 0;
    }

    private static int Digit(char c) =>
        char.IsAsciiDigit(c) ? c - '0'
        : c < 0x80 ? -1
        : CharUnicodeInfo.GetDecimalDigitValue(c);
}
