using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

/// <summary>
/// Invented accounts with check digits by Bankgirot's publication, and the same with one digit changed.
/// </summary>
public class SwedishClearingTests
{
    // Type 1: eleven digits. Comment 1 leaves the first digit of the clearing number out, comment 2 does not.
    [Theory]
    [InlineData("5000058398", 1)]
    [InlineData("3000123456", 1)]
    [InlineData("7000123456", 1)]
    [InlineData("4000123456", 2)]
    [InlineData("9150123456", 2)]
    public void Fits_Type1_HasOneCheckDigitByModulus11(string tenDigits, int comment)
    {
        var number = Assert.Single(Fitting(tenDigits));
        Assert.Equal(0, Mod11(comment == 1 ? number[1..] : number));
        Assert.Null(SwedishClearing.Fits(tenDigits));
    }

    [Theory]
    [InlineData("3300")]
    [InlineData("9180")]
    [InlineData("9570")]
    [InlineData("8327")]
    [InlineData("9500")]
    public void Fits_Type2ByModulus10_HasOneCheckDigit(string clearing)
    {
        Assert.Equal($"{clearing}0006205124", Assert.Single(Fitting($"{clearing}000620512")));
    }

    [Theory]
    [InlineData("6000806967498", true)]
    [InlineData("6000806967499", false)]
    [InlineData("842449831892246", true)]
    [InlineData("84249831892246", true)]
    [InlineData("84249831892247", false)]
    [InlineData("842449831892247", false)]
    [InlineData("99991234567", null)]
    [InlineData("1234", null)]
    [InlineData("60008069674981", null)]
    public void Fits_HandelsbankenSwedbankAndUnlisted_ByTheirOwnRules(string digits, bool? expected) =>
        Assert.Equal(expected, SwedishClearing.Fits(digits));

    [Theory]
    [InlineData("8424-4,983 189 224-6", null)]
    [InlineData("8424-4,983 189 224-7", ValueReasons.BankAccountChecksum)]
    [InlineData("9999-1234567", null)]
    public void Check_SwedishAccount_IsAcceptedWithAWarningAtMost(string text, string? warning)
    {
        var account = new BankAccount(text, "SE").ToValue() as FieldValue.Of;
        var verdict = FieldCheck.Check(Field.BankAccount, account!, "NO", new DateOnly(2026, 6, 1));

        Assert.Equal((true, warning), (verdict.Valid, verdict.Reason?.Code));
    }

    private static IEnumerable<string> Fitting(string start) =>
        Enumerable
            .Range(0, 10)
            .Select(check => $"{start}{check}")
            .Where(number => SwedishClearing.Fits(number) is true);

    private static int Mod11(string number) =>
        number.Reverse().Select((c, index) => (c - '0') * ((index % 10) + 1)).Sum() % 11;
}
