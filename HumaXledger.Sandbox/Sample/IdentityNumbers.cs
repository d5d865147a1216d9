using System.Globalization;

namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// National identity numbers that no real person has: Norwegian ones from the synthetic ranges (month + 80 or + 40),
/// Swedish ones with serials reserved for tests, Danish ones with a replacement day, Finnish ones from the artificial
/// range. All check digits are valid.
/// </summary>
internal static class IdentityNumbers
{
    private static readonly int[] FirstWeights = [3, 7, 6, 1, 8, 9, 4, 5, 2];
    private static readonly int[] SecondWeights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    private static readonly int[] DanishWeights = [4, 3, 2, 7, 6, 5, 4, 3, 2];

    /// <summary>Eleven digits.</summary>
    /// <param name="dNumber">For people without a Norwegian birth number: the day is raised by 40.</param>
    public static string Norwegian(DateOnly birth, bool woman, bool dNumber, SampleRandom random)
    {
        var date = Digits(
            birth.Day + (dNumber ? 40 : 0),
            birth.Month + (random.Chance(75) ? 80 : 40),
            birth.Year % 100
        );
        while (true)
        {
            // Individual numbers 000-499 belong to the 1900s, 500-999 to the 2000s; the last is even for women.
            var serial = (birth.Year < 2000 ? random.Next(250) : 250 + random.Next(250)) * 2;
            var body = date + (serial + (woman ? 0 : 1)).ToString("000", CultureInfo.InvariantCulture);
            var first = Check(body, FirstWeights);
            if (first == 10)
                continue;
            var second = Check(body + first, SecondWeights);
            if (second != 10)
                return $"{body}{first}{second}";
        }
    }

    /// <summary>Twelve digits, with the century.</summary>
    public static string Swedish(DateOnly birth, bool woman, SampleRandom random)
    {
        var serial = 980 + (random.Next(10) * 2) + (woman ? 0 : 1);
        var body = Digits(birth.Year % 100, birth.Month, birth.Day) + serial.ToString(CultureInfo.InvariantCulture);
        var sum = body.Select((digit, index) => (digit - '0') * (index % 2 == 0 ? 2 : 1))
            .Sum(product => (product / 10) + (product % 10));
        return $"{birth.Year / 100}{body}{(10 - (sum % 10)) % 10}";
    }

    /// <summary>Ten digits without a hyphen.</summary>
    public static string Danish(DateOnly birth, bool woman, SampleRandom random)
    {
        while (true)
        {
            // The seventh digit gives the century: 0-3 with any year means the 1900s.
            var body =
                Digits(birth.Day + 60, birth.Month, birth.Year % 100)
                + random.Next(400).ToString("000", CultureInfo.InvariantCulture);
            var last = Check(body, DanishWeights);
            if (last != 10 && last % 2 == (woman ? 0 : 1))
                return body + last;
        }
    }

    /// <summary><c>DDMMYY</c>, a century sign, a serial and a check character.</summary>
    public static string Finnish(DateOnly birth, bool woman, SampleRandom random)
    {
        var serial = 900 + (random.Next(50) * 2) + (woman ? 0 : 1);
        var date = Digits(birth.Day, birth.Month, birth.Year % 100);
        var check = "0123456789ABCDEFHJKLMNPRSTUVWXY"[
            (int)(long.Parse(date + serial, CultureInfo.InvariantCulture) % 31)
        ];
        return $"{date}{(birth.Year < 2000 ? '-' : 'A')}{serial}{check}";
    }

    /// <summary>The same number with an invalid check digit.</summary>
    public static string Broken(string number) => number[..^1] + (char)('0' + ((number[^1] - '0' + 1) % 10));

    /// <summary>
    /// Modulus 11: 11 minus the remainder of the weighted sum, 0 for a remainder of 0. The result 10 means that no
    /// check digit fits.
    /// </summary>
    public static int Check(string digits, ReadOnlySpan<int> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += (digits[i] - '0') * weights[i];
        return sum % 11 == 0 ? 0 : 11 - (sum % 11);
    }

    private static string Digits(int first, int second, int third) =>
        string.Create(CultureInfo.InvariantCulture, $"{first:00}{second:00}{third:00}");
}
