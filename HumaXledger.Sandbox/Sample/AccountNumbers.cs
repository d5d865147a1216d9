using System.Globalization;
using System.Numerics;

namespace HumaXledger.Sandbox.Sample;

/// <summary>
/// Bank accounts with valid check digits at banks that do not exist (register numbers 9990 to 9999, Swedish bank code
/// 999).
/// </summary>
internal static class AccountNumbers
{
    /// <summary>The BIC beside every Swedish IBAN; invented.</summary>
    public const string SwedishBic = "EXAMSESS";

    private static readonly int[] Weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];

    /// <summary>Eleven digits with a valid modulus 11 check digit.</summary>
    public static string Norwegian(SampleRandom random)
    {
        while (true)
        {
            var body = string.Create(
                CultureInfo.InvariantCulture,
                $"999{random.Next(10)}{random.Next(1_000_000):000000}"
            );
            var check = IdentityNumbers.Check(body, Weights);
            if (check != 10)
                return body + check;
        }
    }

    /// <summary>Register number and account of a Danish bank, which has no check digit.</summary>
    public static string Danish(SampleRandom random) =>
        string.Create(CultureInfo.InvariantCulture, $"999{random.Next(10)}000{random.Next(10_000_000):0000000}");

    /// <summary>An IBAN without spaces.</summary>
    public static string Swedish(SampleRandom random)
    {
        var account = string.Create(
            CultureInfo.InvariantCulture,
            $"999{random.Next(1_000_000):000000}{random.Next(1_000_000):000000}{random.Next(100_000):00000}"
        );
        // S = 28, E = 14; the check digits make the rearranged number one more than a multiple of 97.
        var check = 98 - (int)(BigInteger.Parse(account + "281400", CultureInfo.InvariantCulture) % 97);
        return string.Create(CultureInfo.InvariantCulture, $"SE{check:00}{account}");
    }
}
