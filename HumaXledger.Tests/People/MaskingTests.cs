using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;

namespace HumaXledger.Tests.People;

public class MaskingTests
{
    [Theory]
    [InlineData(Field.Identification, "31819012345")]
    [InlineData(Field.Identification, "1234567")]
    [InlineData(Field.Identification, "...12345")]
    [InlineData(Field.Identification, """{"number":"131052-308T","country":"FI"}""")]
    [InlineData(Field.BankAccount, "8601.11.17947")]
    [InlineData(Field.BankAccount, """{"number":"NO93 8601 1117 947","country":"NO"}""")]
    [InlineData(Field.BankAccount, "see contract with the bank")]
    public void Display_SensitiveFields_AreDotsOfOneLength(Field field, string text) =>
        Assert.Equal("•••••••••••", Masking.Display(field, new FieldValue.Of(text), inClear: false));

    [Theory]
    [InlineData("13097248022", "13097248022", true, false, MaskedLikeness.Same)]
    [InlineData("13097248022", "13097248022", true, true, MaskedLikeness.Same)]
    [InlineData("13097248022", "13097248122", false, false, MaskedLikeness.Differ)]
    [InlineData("130972 48022", "13097248122", false, true, MaskedLikeness.DifferInOneDigit)]
    [InlineData("13097248022", "13097248112", false, true, MaskedLikeness.Differ)]
    [InlineData("13097248022", "1309724802", false, true, MaskedLikeness.Differ)]
    public void Compared_Numbers_AreDescribedAsFarAsTheReaderMaySeeThem(
        string one,
        string other,
        bool same,
        bool inClear,
        MaskedLikeness likeness
    )
    {
        foreach (var field in new[] { Field.Identification, Field.BankAccount })
        {
            Assert.Equal(
                likeness,
                MaskedComparison.Of(field, new FieldValue.Of(one), new FieldValue.Of(other), same, inClear)
            );
        }
    }

    [Fact]
    public void Compared_NotSensitiveOrNoValue_IsNotDescribed()
    {
        var value = new FieldValue.Of("13097248022");

        Assert.Null(MaskedComparison.Of(Field.Phone, value, value, same: true, inClear: true));
        Assert.Null(MaskedComparison.Of(Field.Identification, value, FieldValue.Nothing, same: false, inClear: true));
        Assert.Null(MaskedComparison.Of(Field.Identification, FieldValue.NotKnown, value, same: false, inClear: true));
    }

    [Fact]
    public void Display_WithoutTheRight_MasksExactlyTheSensitiveFields()
    {
        foreach (var rules in FieldRules.All)
        {
            var shown = Masking.Display(rules.Field, new FieldValue.Of("31819012345"), inClear: false);
            Assert.Equal(rules.Sensitive, shown.StartsWith('•'));
        }
    }

    [Theory]
    [InlineData(Field.BankAccount, """{"number":"86011117947","country":"NO"}""", "8601.11.17947 (NO)")]
    [InlineData(
        Field.BankAccount,
        """{"number":"NO9386011117947","country":"NO","bic":"DNBANOKK"}""",
        "NO93 8601 1117 947 DNBANOKK"
    )]
    [InlineData(Field.Identification, "31819012345", "31819012345")]
    [InlineData(
        Field.Address,
        """{"street":"c/o Hansen\nStorgata 1","postalCode":"0155","city":"Oslo","country":"NO"}""",
        "c/o Hansen, Storgata 1, 0155 Oslo, Norway"
    )]
    [InlineData(Field.Address, """{"city":"Oslo"}""", "Oslo")]
    [InlineData(Field.Address, """{"street":"Main Street 1","country":"Atlantis"}""", "Main Street 1, Atlantis")]
    [InlineData(Field.DateOfBirth, "1990-01-31", "1990-01-31")]
    [InlineData(Field.Phone, "912 34 567", "912 34 567")]
    public void Display_InClear_IsOneLine(Field field, string text, string expected) =>
        Assert.Equal(expected, Masking.Display(field, new FieldValue.Of(text), inClear: true));

    [Fact]
    public void Display_CountryInTheReadersLanguage() =>
        Assert.Equal(
            "Oslo, Norge",
            Masking.Display(Field.Address, new Address(null, null, "Oslo", "NO").ToValue(), inClear: true, "nb")
        );

    [Fact]
    public void Display_UnknownAndEmpty_AreNull()
    {
        Assert.Equal("", Masking.Display(Field.Phone, FieldValue.NotKnown, inClear: true));
        Assert.Equal("", Masking.Display(Field.Phone, FieldValue.Nothing, inClear: true));
    }
}
