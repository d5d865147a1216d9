using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

public class FieldCheckTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    [InlineData(Field.Email, "Kari@Example.no", "kari@example.no")]
    [InlineData(Field.EmploymentId, " 0042 ", "0042")]
    [InlineData(Field.GivenName, "Åse  Marie", "Åse Marie")]
    [InlineData(Field.Phone, "912 34 567", "+4791234567")]
    [InlineData(Field.DateOfBirth, "1990-01-31", "1990-01-31")]
    [InlineData(Field.BankAccount, "8601.11.17947", "86011117947")]
    [InlineData(Field.BankAccount, "no93 8601 1117 947", "NO9386011117947")]
    [InlineData(Field.BankAccount, """{"number":"8601.11.17947","country":"NO"}""", "86011117947")]
    [InlineData(
        Field.Address,
        """{"street":"Storgata  1","postalCode":"0155","city":"Oslo","country":"Norge"}""",
        """{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"}"""
    )]
    [InlineData(Field.Gender, "kvinne", "Female")]
    [InlineData(Field.JobTitle, "Accountant", "Accountant")]
    [InlineData(Field.Identification, "158140 00000", null)]
    [InlineData(Field.Identification, "155076 00333", "15507600333")]
    public void Check_InNorway_ReturnsTheCanonicalSpelling(Field field, string text, string? normalised)
    {
        var verdict = Check(field, text, "NO");
        Assert.Equal((normalised is not null, normalised), (verdict.Valid, verdict.Normalised));
    }

    [Theory]
    [InlineData(Field.Email, "kari", ValueReasons.EmailSyntax)]
    [InlineData(Field.Phone, "12", ValueReasons.PhoneInvalid)]
    [InlineData(Field.DateOfBirth, "31.01.1990", ValueReasons.DateInvalid)]
    [InlineData(Field.EmploymentStart, "2026-02-30", ValueReasons.DateInvalid)]
    [InlineData(Field.BankAccount, "86011117948", ValueReasons.BankAccountChecksum)]
    [InlineData(Field.BankAccount, "see contract", ValueReasons.BankAccountSyntax)]
    [InlineData(Field.BankAccount, """{"number":"86011117947","country":"Atlantis"}""", ValueReasons.CountryUnknown)]
    [InlineData(Field.Address, """{"street":"Storgata 1","country":"Atlantis"}""", ValueReasons.CountryUnknown)]
    [InlineData(Field.Address, "{}", ValueReasons.TextEmpty)]
    [InlineData(Field.Identification, "31019012345", ValueReasons.IdentificationChecksum)]
    [InlineData(Field.GivenName, " ", ValueReasons.TextEmpty)]
    [InlineData(Field.GivenName, "Ka\0ri", ValueReasons.TextCharacters)]
    public void Check_InvalidValue_HasOneStableCode(Field field, string text, string code)
    {
        var verdict = Check(field, text, "NO");
        Assert.Equal((false, null, code), (verdict.Valid, verdict.Normalised, verdict.Reason?.Code));
    }

    [Fact]
    public void Check_LoneSurrogate_IsRefused()
    {
        // Built here: an attribute cannot hold it.
        Assert.Equal(ValueReasons.TextCharacters, Check(Field.GivenName, "Kari" + (char)0xD800, "NO").Reason?.Code);
        Assert.True(Check(Field.GivenName, "Kari 😀", "NO").Valid);
    }

    [Fact]
    public void Check_ControlCharacterWithinAnAddress_IsRefused() =>
        Assert.Equal(
            ValueReasons.TextCharacters,
            Check(Field.Address, """{"street":"Storgata\u0000 1"}""", "NO").Reason?.Code
        );

    [Theory]
    [InlineData(Field.GivenName)]
    [InlineData(Field.FamilyName)]
    [InlineData(Field.JobTitle)]
    [InlineData(Field.EmploymentId)]
    [InlineData(Field.Gender)]
    public void Check_Texts_MayHave255Characters(Field field)
    {
        Assert.True(Check(field, new string('ø', 255), "NO").Valid);
        Assert.Equal(new Reason(ValueReasons.TextTooLong, "255"), Check(field, new string('ø', 256), "NO").Reason);
    }

    [Fact]
    public void Check_AddressLines_EachMayHave255Characters()
    {
        Assert.True(
            Check(
                Field.Address,
                new Address($"{new string('a', 255)}\n{new string('b', 255)}", null, null, null).ToValue().TextOrNull!,
                "NO"
            ).Valid
        );
        Assert.False(
            Check(Field.Address, new Address(new string('a', 256), null, null, null).ToValue().TextOrNull!, "NO").Valid
        );
    }

    [Theory]
    [InlineData("NO", "0155", null)]
    [InlineData("NO", "155", ValueReasons.AddressPostalCode)]
    [InlineData("SE", "114 55", null)]
    [InlineData("SE", "SE-114 55", null)]
    [InlineData("SE", "1145", ValueReasons.AddressPostalCode)]
    [InlineData("IS", "101", null)]
    [InlineData("GB", "SW1A 1AA", null)]
    public void Check_PostalCodes_AreAWarningAtMost(string country, string postalCode, string? code)
    {
        var verdict = Check(
            Field.Address,
            new Address("Street 1", postalCode, "Town", country).ToValue().TextOrNull!,
            null
        );
        Assert.Equal((true, code), (verdict.Valid, verdict.Reason?.Code));
    }

    [Fact]
    public void Check_IdentificationOfACountryWithoutRules_PassesByLength()
    {
        Assert.True(Check(Field.Identification, "PESEL 44051401359", "PL").Valid);
        Assert.False(Check(Field.Identification, new string('1', 256), "PL").Valid);
    }

    [Fact]
    public void Check_CountryAsName_IsUnderstood() =>
        Assert.Equal("+46701234567", Check(Field.Phone, "070-123 45 67", "Sverige").Normalised);

    [Fact]
    public void Verdict_ToString_NeverHoldsTheValue() =>
        Assert.DoesNotContain("8601", $"{Check(Field.BankAccount, "86011117947", "NO")}");

    [Fact]
    public void Check_RefusalsOfSensitiveFields_NeverRepeatTheValue()
    {
        string[] texts = ["31019012345", "86011117948", "12345678", "AB12345678", "NO9486011117947", "010190-123X"];
        foreach (var text in texts)
        {
            foreach (var country in (string?[])[null, "NO", "SE", "DK", "FI", "IS", "PL"])
            {
                foreach (var field in (Field[])[Field.Identification, Field.BankAccount])
                {
                    var arguments = Check(field, text, country).Reason?.Arguments ?? [];
                    Assert.All(arguments, argument =>
                        Assert.True(argument.Length <= 2, "an argument longer than a country code")
                    );
                }
            }
        }
    }

    private static Verdict Check(Field field, string text, string? country) =>
        FieldCheck.Check(field, new FieldValue.Of(text), country, Today);

    // An account number may have been entered as its country, and the reason is shown to every role.
    [Theory]
    [InlineData(Field.BankAccount)]
    [InlineData(Field.Address)]
    public void Check_NumberWhereACountryShouldBe_IsNotInTheReason(Field field)
    {
        var verdict = Check(
            field,
            """{"number":"86011117947","street":"Storgata 1","country":"konto 8601 11 17947"}""",
            "NO"
        );

        Assert.Equal(ValueReasons.CountryUnknown, verdict.Reason!.Code);
        Assert.Equal(["konto •••• •• •••••"], verdict.Reason.Arguments);
    }
}
