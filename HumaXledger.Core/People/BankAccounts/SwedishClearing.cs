using System.Globalization;

namespace HumaXledger.Core.People.BankAccounts;

/// <summary>
/// Check digits of Swedish accounts by clearing number. Source: Bankgirot, "Bankernas kontonummer – uppbyggnad" (user
/// manual, edition of April 2020 and its later additions), with its names for the kinds: type and comment.
/// </summary>
/// <remarks>
/// The publication changes when banks open and merge, and for Swedbank's 8000 series it notes that a few old accounts
/// have no valid check digit. A mismatch is therefore a warning and never refuses an account; a clearing number that is
/// not listed has no check.
/// </remarks>
internal static class SwedishClearing
{
    private const int ClearingLength = 4;
    private const int LengthOfType1 = 11;
    private const int LongestAccount = 10;
    private const int LengthOfHandelsbanken = 9;

    // Kind (type.comment), then the ranges of clearing numbers, both ends included. The first range that contains a
    // number applies.
    private const string Table = """
        2.1 3300-3300 3782-3782 9180-9189 9300-9349 9570-9579 9890-9899
        2.2 6000-6999
        2.3 8000-8999 9500-9549 9960-9969
        1.1 1100-1399 1400-2099 2400-2499 3000-3999 5000-5999 7000-7999 9060-9079 9120-9124 9130-9149 9170-9179
        1.1 9230-9239 9250-9259 9270-9289 9400-9449 9460-9469 9580-9589 9630-9639 9680-9689
        1.2 2300-2399 4000-4999 9020-9029 9040-9049 9100-9109 9150-9169 9190-9199 9260-9269 9390-9399 9470-9479
        1.2 9550-9569 9590-9599 9640-9679 9700-9719 9750-9759 9780-9789 9880-9889
        """;

    private static readonly (int First, int Last, string Kind)[] Ranges =
    [
        .. Table
            .Split('\n')
            .Select(line => line.Split(' '))
            .SelectMany(parts =>
                parts.Skip(1).Select(range => (Number(range.AsSpan(0, 4)), Number(range.AsSpan(5)), parts[0]))
            ),
    ];

    private static int Number(ReadOnlySpan<char> digits) =>
        int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>
    /// Whether the check digit is right; null where nothing is published for the clearing number or the length.
    /// </summary>
    /// <param name="digits">Clearing number and account without separators.</param>
    public static bool? Fits(string digits)
    {
        if (digits.Length <= ClearingLength || Kind(Number(digits.AsSpan(0, ClearingLength))) is not { } kind)
        {
            return null;
        }

        var account = digits.AsSpan(ClearingLength);
        return kind switch
        {
            // 1.1 leaves out the first digit of the clearing number, 1.2 includes it.
            "1.1" => digits.Length == LengthOfType1 ? Mod11(digits.AsSpan(1)) : null,
            "1.2" => digits.Length == LengthOfType1 ? Mod11(digits) : null,
            "2.2" => account.Length <= LengthOfHandelsbanken ? Mod11(account) : null,
            _ when digits[0] == '8' => Swedbank(digits),
            _ => WithinAccount(account),
        };
    }

    private static string? Kind(int clearing)
    {
        foreach (var (first, last, kind) in Ranges)
        {
            if (clearing >= first && clearing <= last)
            {
                return kind;
            }
        }

        return null;
    }

    /// <summary>Swedbank's clearing numbers have a check digit of their own, which may be left out.</summary>
    private static bool? Swedbank(string digits)
    {
        if (WithinAccount(digits.AsSpan(ClearingLength)) is true)
        {
            return true;
        }

        return Mod10(digits.AsSpan(0, ClearingLength + 1))
            ? WithinAccount(digits.AsSpan(ClearingLength + 1))
            : WithinAccount(digits.AsSpan(ClearingLength));
    }

    private static bool? WithinAccount(ReadOnlySpan<char> account) =>
        account.Length is > 1 and <= LongestAccount ? Mod10(account) : null;

    /// <summary>Weights 2 and 1 from the second digit from the right (Luhn).</summary>
    private static bool Mod10(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var product = (digits[^(index + 1)] - '0') * (index % 2 == 0 ? 1 : 2);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }

    /// <summary>Weights 1, 2, … 10, 1 from the right.</summary>
    private static bool Mod11(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            sum += (digits[^(index + 1)] - '0') * ((index % 10) + 1);
        }

        return sum % 11 == 0;
    }
}
