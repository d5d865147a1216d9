using System.Globalization;
using System.Numerics;

namespace HumaXledger.Tests.People;

/// <summary>
/// Numbers for tests: check digits are computed here by the authorities' descriptions, independently of the product.
/// </summary>
internal static class NationalIdBuilder
{
    /// <summary>
    /// A Norwegian number from its first nine digits; null where the pair of check digits does not exist.
    /// </summary>
    public static string? Norwegian(string nine, int firstRemainder = 0)
    {
        int[] w1 = [3, 7, 6, 1, 8, 9, 4, 5, 2];
        int[] w2 = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
        var k1 = ((firstRemainder - Sum(nine, w1)) % 11 + 11) % 11;
        if (k1 == 10)
        {
            return null;
        }

        var k2 = (11 - (Sum(nine + k1, w2) % 11)) % 11;
        return k2 == 10 ? null : $"{nine}{k1}{k2}";
    }

    /// <summary>
    /// The first Norwegian number that exists for a date part, counting individual digits from
    /// <paramref name="individual"/> on.
    /// </summary>
    public static string NorwegianFrom(string sixDigits, int individual, int firstRemainder = 0)
    {
        for (var tried = individual; ; tried += 2)
        {
            if (Norwegian($"{sixDigits}{tried:000}", firstRemainder) is { } number)
            {
                return number;
            }
        }
    }

    /// <summary>Ten digits of a Swedish number from its first nine.</summary>
    public static string Swedish(string nine)
    {
        var sum = 0;
        for (var index = 0; index < nine.Length; index++)
        {
            var product = (nine[index] - '0') * (2 - (index % 2));
            sum += (product / 10) + (product % 10);
        }

        return nine + ((10 - (sum % 10)) % 10);
    }

    public static string Finnish(string sixDigits, char sign, int individual)
    {
        var number = int.Parse($"{sixDigits}{individual:000}", CultureInfo.InvariantCulture);
        return $"{sixDigits}{sign}{individual:000}{"0123456789ABCDEFHJKLMNPRSTUVWXY"[number % 31]}";
    }

    /// <summary>A kennitala from its first eight digits; null where no check digit exists.</summary>
    public static string? Icelandic(string eight, char century)
    {
        var check = (11 - (Sum(eight, [3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return check == 10 ? null : $"{eight}{check}{century}";
    }

    /// <summary>A Norwegian account from its first ten digits; null where no check digit exists.</summary>
    public static string? NorwegianAccount(string ten)
    {
        var check = (11 - (Sum(ten, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
        return check == 10 ? null : ten + check;
    }

    public static string Iban(string country, string bban)
    {
        var digits = string.Concat(
            (bban + country + "00").Select(c =>
                char.IsAsciiDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture)
            )
        );
        var check = 98 - (int)(BigInteger.Parse(digits, CultureInfo.InvariantCulture) % 97);
        return $"{country}{check:00}{bban}";
    }

    /// <summary>The same number with another digit at one place.</summary>
    public static string Changed(string number, int at) =>
        number[..at] + (char)('0' + ((number[at] - '0' + 1) % 10)) + number[(at + 1)..];

    private static int Sum(string digits, int[] weights) =>
        weights.Select((weight, index) => weight * (digits[index] - '0')).Sum();
}
