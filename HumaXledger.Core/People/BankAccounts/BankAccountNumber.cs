using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People.BankAccounts;

/// <summary>
/// A bank account in a form that both systems agree on: a national number and the IBAN made of it are the same account.
/// <see cref="Number"/> is the account in its own spelling without separators; <see cref="Iban"/> is known for IBANs
/// and where the national number determines it (NO, DK, FO, GL).
/// </summary>
public sealed record BankAccountNumber(string? Country, string Number, string? Iban)
{
    private const int NorwegianLength = 11;
    private const int DanishRegistration = 4;
    private const int DanishLength = 14;
    private const int FinnishLength = 14;
    private const int IbanPrefix = 4;

    /// <summary>Equal for equal accounts, in national or IBAN spelling.</summary>
    public string Key => Iban ?? (Country is null ? Number : $"{Country} {Number}");

    /// <summary>Reads an account; null when the text holds anything but letters, digits and separators.</summary>
    /// <param name="country">
    /// Alpha-2 or name of the country of a national number. Without one, eleven digits are read as Norwegian, as in the
    /// ledger.
    /// </param>
    public static BankAccountNumber? Read(string original, string? country)
    {
        // Swedish banks write a comma behind the clearing number: 8424-4,983 189 224-6.
        var text = InvisibleCharacters.Without(original).Replace(',', ' ');
        if (
            People.BankAccounts.Iban.Compact(text) is { } iban
            && People.BankAccounts.Iban.LengthIn(iban[..2]) is not null
        )
        {
            return new BankAccountNumber(iban[..2], iban, iban);
        }

        if (Spelling.Digits(text) is not { } digits)
        {
            return People.BankAccounts.Iban.Compact(text) is { } foreign
                ? new BankAccountNumber(Country: null, foreign, Iban: null)
                : null;
        }

        var code = People.Countries.Country.Read(country) ?? (digits.Length == NorwegianLength ? "NO" : null);
        return code switch
        {
            "NO" or "SJ" when digits.Length == NorwegianLength => new BankAccountNumber(
                "NO",
                digits,
                People.BankAccounts.Iban.Of("NO", digits)
            ),
            "DK" or "FO" or "GL" => Danish(code, digits),
            _ => new BankAccountNumber(code, digits, Iban: null),
        };
    }

    /// <summary>
    /// The account in groups as its country writes it: <c>8601.11.17947</c>, or an IBAN in groups of four.
    /// </summary>
    public string Display()
    {
        if (Number == Iban)
        {
            return string.Join(' ', Number.Chunk(4).Select(group => new string(group)));
        }

        return Country == "NO" && Number.Length == NorwegianLength
            ? $"{Number[..4]}.{Number[4..6]}.{Number[6..]}"
            : Number;
    }

    /// <summary>Checks lengths and check digits; null when nothing is wrong with it.</summary>
    public Reason? Check() =>
        Number == Iban ? CheckIban()
        : IsZero(Number) ? Zeros
        : Country switch
        {
            "NO" or "SJ" when Number.Length != NorwegianLength => new Reason(ValueReasons.BankAccountLength, "NO"),
            "NO" or "SJ" => HasNorwegianCheckDigit(Number) ? null : new Reason(ValueReasons.BankAccountChecksum, "NO"),
            // Clearing number of four or five digits and the account behind it.
            "SE" => Within(7, 16),
            "DK" or "FO" or "GL" => Within(5, DanishLength),
            "FI" or "AX" => Within(8, 14),
            "IS" => Within(12, 12),
            null when char.IsAsciiLetter(Number[0]) => new Reason(ValueReasons.BankAccountCountry, Number[..2]),
            _ => Within(4, People.BankAccounts.Iban.MaxLength),
        };

    /// <summary>
    /// A warning about an accepted account: its check digit is wrong, but not every account of its country keeps the
    /// published rule. Null when there is nothing to warn of.
    /// </summary>
    public Reason? Warning() =>
        CheckDigitFits is false && Country is not ("NO" or "SJ")
            ? new Reason(ValueReasons.BankAccountChecksum, Country!)
            : null;

    /// <summary>
    /// Whether the national check digit fits; null where the country has none, or none is published for the bank.
    /// </summary>
    internal bool? CheckDigitFits =>
        Country switch
        {
            "NO" or "SJ" when Number != Iban => Number.Length == NorwegianLength && HasNorwegianCheckDigit(Number),
            "SE" when Number != Iban => SwedishClearing.Fits(Number),
            "FI" or "AX" => HasFinnishCheckDigit(Number == Iban ? Number.AsSpan(IbanPrefix) : Number),
            _ => null,
        };

    private static Reason Zeros => new(ValueReasons.BankAccountZeros);

    /// <summary>Checks the IBAN itself and the national number in it; null when both are right.</summary>
    private Reason? CheckIban() =>
        People.BankAccounts.Iban.Check(Number) is { } reason ? reason
        : IsZero(Number.AsSpan(IbanPrefix)) ? Zeros
        : Country == "NO" && !HasNorwegianCheckDigit(Number.AsSpan(IbanPrefix))
            ? new Reason(ValueReasons.BankAccountChecksum, "NO")
        : null;

    /// <summary>Only zeros: a placeholder that passes most check digits.</summary>
    private static bool IsZero(ReadOnlySpan<char> number) => number.Contains('0') && !number.ContainsAnyExcept('0');

    /// <summary>
    /// The last of the fourteen digits by weights 2 and 1 (Finance Finland, "Suomalaiset tilinumerot"); null for the
    /// short form, in which zeros are left out.
    /// </summary>
    private static bool? HasFinnishCheckDigit(ReadOnlySpan<char> digits)
    {
        if (digits.Length != FinnishLength)
        {
            return null;
        }

        var sum = 0;
        for (var index = 0; index < digits.Length; index++)
        {
            var product = (digits[index] - '0') * (index % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum % 10 == 0;
    }

    // The number must not appear in logs.
    public override string ToString() => "a bank account";

    /// <summary>
    /// Weights 5 4 3 2 7 6 5 4 3 2, mod 11; a remainder of 1 has no check digit and such numbers are not issued.
    /// </summary>
    private static bool HasNorwegianCheckDigit(ReadOnlySpan<char> digits)
    {
        ReadOnlySpan<int> weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        var sum = 0;
        for (var index = 0; index < weights.Length; index++)
        {
            sum += (digits[index] - '0') * weights[index];
        }

        return sum % 11 == 0;
    }

    /// <summary>
    /// Registration number of four digits, account of up to ten; the IBAN fills the account with zeros on its left.
    /// </summary>
    private static BankAccountNumber Danish(string country, string digits)
    {
        var iban = digits.Length is > DanishRegistration and <= DanishLength
            ? People.BankAccounts.Iban.Of(
                country,
                digits[..DanishRegistration]
                    + digits[DanishRegistration..].PadLeft(DanishLength - DanishRegistration, '0')
            )
            : null;
        return new BankAccountNumber(country, digits, iban);
    }

    private Reason? Within(int shortest, int longest) =>
        Number.Length >= shortest && Number.Length <= longest
            ? null
            : new Reason(ValueReasons.BankAccountLength, Country ?? "");
}
