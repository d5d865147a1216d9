using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

public class BankAccountNumberTests
{
    // The example of the IBAN registry.
    private const string Norwegian = "86011117947";
    private const string NorwegianIban = "NO9386011117947";

    [Theory]
    [InlineData("8601.11.17947", "NO")]
    [InlineData("8601 11 17947", "Norge")]
    [InlineData("86011117947", null)]
    [InlineData("NO93 8601 1117 947", null)]
    [InlineData("IBAN NO93 8601 1117 947", "SE")]
    [InlineData("no93-8601-1117-947", "NO")]
    public void Key_NorwegianNumberAndItsIban_AreOneAccount(string text, string? country) =>
        Assert.Equal(NorwegianIban, BankAccountNumber.Read(text, country)!.Key);

    [Fact]
    public void Check_NorwegianNumbers_ByMod11()
    {
        var made = Enumerable
            .Range(0, 50)
            .Select(serial => NationalIdBuilder.NorwegianAccount($"1503{serial:000000}"))
            .OfType<string>()
            .ToList();
        Assert.True(made.Count > 40);
        Assert.All(made, number => Assert.Null(BankAccountNumber.Read(number, "NO")!.Check()));
        Assert.All(made, number =>
            Assert.Equal(
                new Reason(ValueReasons.BankAccountChecksum, "NO"),
                BankAccountNumber.Read(NationalIdBuilder.Changed(number, 10), "NO")!.Check()
            )
        );
    }

    [Fact]
    public void Read_DanishRegistrationAndAccount_AreTheIban()
    {
        // The IBAN registry's Danish example.
        Assert.Equal("DK5000400440116243", BankAccountNumber.Read("0040 440116243", "DK")!.Iban);
        Assert.Equal("DK5000400440116243", BankAccountNumber.Read("00400440116243", "DK")!.Iban);
    }

    [Theory]
    [InlineData("8601111794", "NO", ValueReasons.BankAccountLength)]
    [InlineData("86011117948", "NO", ValueReasons.BankAccountChecksum)]
    [InlineData("86011117948", null, ValueReasons.BankAccountChecksum)]
    [InlineData("1234", "SE", ValueReasons.BankAccountLength)]
    [InlineData("1234", "DK", ValueReasons.BankAccountLength)]
    [InlineData("123456", "FI", ValueReasons.BankAccountLength)]
    [InlineData("1234567890", "IS", ValueReasons.BankAccountLength)]
    [InlineData("NO9486011117947", null, ValueReasons.BankAccountChecksum)]
    [InlineData("NO938601111794", null, ValueReasons.BankAccountLength)]
    [InlineData("ZZ9386011117947", null, ValueReasons.BankAccountCountry)]
    [InlineData("NO93860111179AB", null, ValueReasons.BankAccountSyntax)]
    public void Check_WrongNumbers_AreRefusedWithTheProblem(string text, string? country, string code) =>
        Assert.Equal(code, BankAccountNumber.Read(text, country)!.Check()!.Code);

    // Valid IBANs around invalid national numbers.
    [Theory]
    [InlineData("NO", "86011117946", ValueReasons.BankAccountChecksum)]
    [InlineData("NO", "00000000000", ValueReasons.BankAccountZeros)]
    [InlineData("DK", "00000000000000", ValueReasons.BankAccountZeros)]
    [InlineData("SE", "00000000000000000000", ValueReasons.BankAccountZeros)]
    public void Check_IbanAroundAWrongNationalNumber_IsRefusedAsTheNationalNumberIs(
        string country,
        string national,
        string code
    )
    {
        var account = BankAccountNumber.Read(NationalIdBuilder.Iban(country, national), null)!;

        Assert.Null(Iban.Check(account.Number));
        Assert.Equal(code, account.Check()!.Code);
        Assert.Equal(code, BankAccountNumber.Read(national, country)!.Check()!.Code);
    }

    [Fact]
    public void Check_NorwegianIbanWhoseNationalCheckDigitIsWrong_IsRefused() =>
        Assert.Equal(
            new Reason(ValueReasons.BankAccountChecksum, "NO"),
            BankAccountNumber.Read("NO23 8601 1117 946", null)!.Check()
        );

    [Theory]
    [InlineData("00000000000", "NO")]
    [InlineData("0000.00.00000", "NO")]
    [InlineData("0000-0000000", "SE")]
    [InlineData("00000000", "US")]
    [InlineData("0000", null)]
    public void Check_Zeros_AreAPlaceholder(string text, string? country) =>
        Assert.Equal(new Reason(ValueReasons.BankAccountZeros), BankAccountNumber.Read(text, country)!.Check());

    [Theory]
    [InlineData("FI21 1234 5600 0007 85", null, null)]
    [InlineData("12345600000785", "FI", null)]
    [InlineData("12345600000786", "FI", ValueReasons.BankAccountChecksum)]
    [InlineData("123456-785", "FI", null)]
    [InlineData("86011117947", "NO", null)]
    public void Check_FinnishCheckDigit_IsAWarningAtMost(string text, string? country, string? code)
    {
        var account = BankAccountNumber.Read(text, country)!;
        Assert.Equal((null, code), (account.Check(), account.Warning()?.Code));
    }

    [Theory]
    [InlineData("8424-4,983 189 224-6", "842449831892246")]
    [InlineData("8424-4, 9831892246", "842449831892246")]
    public void Read_SwedishGroupingByComma_IsAccepted(string text, string digits) =>
        Assert.Equal(digits, BankAccountNumber.Read(text, "SE")!.Number);

    [Theory]
    [InlineData("5000 0583982574", "SE")]
    [InlineData("0040 440116243", "DK")]
    [InlineData("123456-785", "FI")]
    [InlineData("0159-26-007654", "IS")]
    [InlineData("12345678", "US")]
    public void Check_PlausibleNationalNumbers_Pass(string text, string country) =>
        Assert.Null(BankAccountNumber.Read(text, country)!.Check());

    [Theory]
    [InlineData("n/a")]
    [InlineData("8601 11 17947 (DNB)")]
    [InlineData("")]
    public void Read_NoNumber_IsNull(string text) => Assert.Null(BankAccountNumber.Read(text, "NO"));

    [Fact]
    public void Key_SameDigitsInAnotherCountry_IsAnotherAccount() =>
        Assert.NotEqual(BankAccountNumber.Read(Norwegian, "NO")!.Key, BankAccountNumber.Read(Norwegian, "SE")!.Key);

    [Fact]
    public void Display_GroupsAsTheCountryWrites()
    {
        Assert.Equal("8601.11.17947", BankAccountNumber.Read(Norwegian, "NO")!.Display());
        Assert.Equal("NO93 8601 1117 947", BankAccountNumber.Read(NorwegianIban, "NO")!.Display());
    }

    [Fact]
    public void ToString_NeverHoldsTheNumber() =>
        Assert.DoesNotContain("8601", $"{BankAccountNumber.Read(Norwegian, "NO")}");
}
