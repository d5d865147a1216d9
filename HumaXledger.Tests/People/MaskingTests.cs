using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;

namespace HumaXledger.Tests.People;

public class MaskingTests
{
    [Theory]
    [InlineData(Field.Identification, "31819012345", "•••••••••45")]
    [InlineData(Field.Identification, "1234567", "•••••••")]
    [InlineData(Field.BankAccount, "8601.11.17947", "••••••••947")]
    [InlineData(Field.BankAccount, """{"number":"NO93 8601 1117 947","country":"NO"}""", "••••••••••••947")]
    [InlineData(Field.BankAccount, "see contract with the bank", "•••••••••••••••••••••••ank")]
    [InlineData(Field.GivenName, "Kari", "Kari")]
    public void Mask_SensitiveFields_KeepTheirEndOnly(Field field, string text, string expected) =>
        Assert.Equal(expected, Masking.Mask(field, text));

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
