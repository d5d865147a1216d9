using HumaXledger.Core.People;

namespace HumaXledger.Tests.People;

public class FieldNormalTests
{
    [Theory]
    [InlineData(Field.Email, "Kari@Example.no", "kari@example.NO ")]
    [InlineData(Field.EmploymentId, " 0042", "0042")]
    [InlineData(Field.GivenName, "A\u030Ase", "Åse")]
    [InlineData(Field.FamilyName, "von  Essen", "von Essen")]
    [InlineData(Field.Phone, "912 34 567", "+4791234567")]
    [InlineData(Field.Phone, "0047 91 23 45 67", "91234567")]
    [InlineData(Field.DateOfBirth, "1990-01-31", " 1990-01-31")]
    [InlineData(Field.Gender, "Kvinne", "Female")]
    [InlineData(Field.Gender, "Agender", "agender")]
    [InlineData(Field.JobTitle, "Senior\u00A0Developer", "Senior Developer")]
    [InlineData(Field.Identification, "318190 12345", "31819012345")]
    [InlineData(Field.BankAccount, "8601.11.17947", "NO93 8601 1117 947")]
    [InlineData(
        Field.BankAccount,
        """{"number":"86011117947","country":"NO"}""",
        """{"number":"NO9386011117947","country":null,"bic":"DNBANOKK"}"""
    )]
    [InlineData(Field.BankAccount, """{"number":"8601 11 17947","country":"Norge"}""", "86011117947")]
    [InlineData(
        Field.Address,
        """{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"}""",
        """{"country":"Norge","city":"OSLO","postalCode":"N-0155","street":" storgata  1."}"""
    )]
    [InlineData(
        Field.Address,
        """{"street":"c/o Hansen\nStorgata 12 B","postalCode":"0155","city":"Oslo","country":"NO"}""",
        """{"street":"c/o Hansen, Storgata 12B","postalCode":"0155","city":"Oslo","country":"NOR"}"""
    )]
    [InlineData(
        Field.Address,
        """{"street":"Kungsgatan 1","postalCode":"114 55","city":"Stockholm","country":"SE"}""",
        """{"street":"Kungsgatan 1","postalCode":"SE-11455","city":"Stockholm","country":"Sverige"}"""
    )]
    [InlineData(
        Field.Address,
        """{"street":"Storgata 1","postalCode":"0155","city":"Oslo"}""",
        """{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"}"""
    )]
    public void Same_TwoSpellings_AreOneValue(Field field, string a, string b) =>
        Assert.True(FieldNormal.Same(field, Of(a), Of(b), "NO"));

    [Theory]
    [InlineData(Field.EmploymentId, "0042", "42")]
    [InlineData(Field.EmploymentId, "a42", "A42")]
    [InlineData(Field.GivenName, "kari", "Kari")]
    [InlineData(Field.GivenName, "Åse", "Aase")]
    [InlineData(Field.FamilyName, "Hansen-Olsen", "Hansen Olsen")]
    [InlineData(Field.JobTitle, "Developer", "developer")]
    [InlineData(Field.Phone, "+4791234567", "+4591234567")]
    [InlineData(Field.Phone, "+4791234567", "+4791234568")]
    [InlineData(Field.DateOfBirth, "1990-01-31", "1990-01-30")]
    [InlineData(Field.Gender, "Male", "Female")]
    [InlineData(
        Field.BankAccount,
        """{"number":"86011117947","country":"NO"}""",
        """{"number":"86011117947","country":"SE"}"""
    )]
    [InlineData(Field.Identification, "31819012345", "31819012346")]
    [InlineData(
        Field.Address,
        """{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"}""",
        """{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"SE"}"""
    )]
    [InlineData(
        Field.Address,
        """{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"}""",
        """{"street":"Storgata 11","postalCode":"0155","city":"Oslo","country":"NO"}"""
    )]
    [InlineData(Field.Address, """{"street":"Storgata 1 Oslo"}""", """{"street":"Storgata 1","city":"Oslo"}""")]
    public void Same_TwoValues_AreADifference(Field field, string a, string b) =>
        Assert.False(FieldNormal.Same(field, Of(a), Of(b), "NO"));

    [Theory]
    [InlineData(Field.Phone, "ring meg  på mandag", "ring meg på mandag")]
    [InlineData(Field.DateOfBirth, "31.1.90 ", "31.1.90")]
    [InlineData(Field.Identification, "søkt om  nummer", "søkt om nummer")]
    [InlineData(Field.Address, "Storgata  1", "storgata 1")]
    public void Same_UnreadableValues_CompareAsCollapsedText(Field field, string a, string b) =>
        Assert.True(FieldNormal.Same(field, Of(a), Of(b), "NO"));

    [Theory]
    [InlineData(Field.Phone, "91234567", "+4791234567")]
    [InlineData(Field.Phone, "21704176", "+4521704176")]
    [InlineData(Field.Phone, "070-123 45 67", "+46 70 123 45 67")]
    [InlineData(Field.Phone, "(+47) 424 49 177 (mobil)", "+4742449177")]
    [InlineData(Field.BankAccount, "86011117947", """{"number":"86011117947","country":"SE"}""")]
    [InlineData(Field.BankAccount, "2257 1000004369", """{"number":"22571000004369","country":"DK"}""")]
    [InlineData(Field.BankAccount, "22571000004369", """{"number":"DK9622571000004369","bic":"DABADKKK"}""")]
    [InlineData(Field.Identification, "131052-308T", """{"number":"131052-308T","country":"FI"}""")]
    [InlineData(Field.Identification, "900517-1234", """{"number":"199005171234","country":"SE"}""")]
    public void Same_OneSideStatesTheCountry_EqualDigitsAreEqual(Field field, string a, string b)
    {
        foreach (var usual in new[] { null, "NO", "SE", "DK", "JP" })
        {
            Assert.True(FieldNormal.Same(field, Of(a), Of(b), usual), usual);
            Assert.True(FieldNormal.Same(field, Of(b), Of(a), usual), usual);
        }
    }

    [Theory]
    [InlineData(Field.Phone, "91234567", "+4791234568")]
    [InlineData(Field.Phone, "4791234567", "91234567")]
    [InlineData(Field.Phone, "1234567", "+4791234567")]
    [InlineData(Field.BankAccount, "22571000004368", """{"number":"22571000004369","country":"DK"}""")]
    [InlineData(Field.Identification, "131052-308U", """{"number":"131052-308T","country":"FI"}""")]
    public void Same_OneSideStatesTheCountry_OtherDigitsDiffer(Field field, string a, string b) =>
        Assert.False(FieldNormal.Same(field, Of(a), Of(b), null));

    [Fact]
    public void Normalise_UnknownAndEmpty_AreUnchanged()
    {
        foreach (var field in Enum.GetValues<Field>())
        {
            Assert.Same(FieldValue.NotKnown, FieldNormal.Normalise(field, FieldValue.NotKnown, "NO"));
            Assert.Same(FieldValue.Nothing, FieldNormal.Normalise(field, FieldValue.Nothing, "NO"));
            Assert.False(FieldNormal.Same(field, FieldValue.NotKnown, FieldValue.Nothing, "NO"));
        }
    }

    [Theory]
    [InlineData(Field.GivenName, " \u00A0 ")]
    [InlineData(Field.Address, """{"street":" ","postalCode":""}""")]
    [InlineData(Field.BankAccount, """{"number":" ","country":"NO"}""")]
    [InlineData(Field.BankAccount, """{"country":"NO"}""")]
    public void Normalise_BlankValue_IsEmpty(Field field, string text) =>
        Assert.Equal(FieldValue.Nothing, FieldNormal.Normalise(field, Of(text), "NO"));

    [Fact]
    public void Normalise_HostileText_NeverThrows()
    {
        // Lone surrogates are built here: an attribute cannot hold them.
        var half = (char)0xD800;
        string[] texts =
        [
            $"{half}",
            $"Kari {half} Nordmann",
            $"a@{half}.no",
            $"{{\"street\":\"{half}\"}}",
            "{\"street\":\"\\ud800\"}",
            "{\"number\":\"\\ud800\"}",
            "{\"street\":",
            "{\"street\":7,\"number\":[]}",
            "{\"number\":null}",
            "{}",
            "null",
            "[]",
            "\0",
            "=cmd|'/c calc'!A1",
            "\u202Emoc.elpmaxe@irak",
            new string('9', 10_000),
            new string('(', 10_000),
            string.Concat(Enumerable.Repeat("{\"a\":", 200)),
        ];
        foreach (var text in texts)
        {
            foreach (var field in Enum.GetValues<Field>())
            {
                Assert.True(FieldNormal.Same(field, Of(text), Of(text + " "), "NO"));
                FieldCheck.Check(field, new FieldValue.Of(text), "NO", new DateOnly(2026, 6, 1));
                FieldCheck.Check(field, new FieldValue.Of(text), null, new DateOnly(2026, 6, 1));
                Masking.Display(field, Of(text), inClear: false);
                Masking.Display(field, Of(text), inClear: true);
            }
        }
    }

    [Fact]
    public void Normalise_TenThousandCharacters_AreKept()
    {
        var name = string.Concat(Enumerable.Repeat("Åse😀 ", 2_000));
        Assert.Equal(name.Trim(), FieldNormal.Normalise(Field.GivenName, Of(name), "NO").TextOrNull);
    }

    private static FieldValue Of(string text) => new FieldValue.Of(text);
}
