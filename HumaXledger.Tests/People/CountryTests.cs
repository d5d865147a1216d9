using HumaXledger.Core.People.Countries;

namespace HumaXledger.Tests.People;

public class CountryTests
{
    private static readonly string[] Languages = ["en", "nb", "sv", "da", "fi", "is"];

    [Theory]
    [InlineData("NO", "NO")]
    [InlineData("no", "NO")]
    [InlineData("NOR", "NO")]
    [InlineData("Norge", "NO")]
    [InlineData("NORWAY", "NO")]
    [InlineData("Noreg", "NO")]
    [InlineData("Norja", "NO")]
    [InlineData("Noregur", "NO")]
    [InlineData("Østerrike", "AT")]
    [InlineData("Österrike", "AT")]
    [InlineData("Osterrike", "AT")]
    [InlineData("Ruotsi", "SE")]
    [InlineData("Svíþjóð", "SE")]
    [InlineData(" Danmark ", "DK")]
    [InlineData("Tanska", "DK")]
    [InlineData("Færøyene", "FO")]
    [InlineData("Ahvenanmaa", "AX")]
    [InlineData("UK", "GB")]
    [InlineData("England", "GB")]
    [InlineData("U.S.A.", "US")]
    [InlineData("The Netherlands", "NL")]
    [InlineData("Holland", "NL")]
    [InlineData("Côte d’Ivoire", "CI")]
    [InlineData("Trinidad & Tobago", "TT")]
    [InlineData("St. Lucia", "LC")]
    [InlineData("S:t Lucia", "LC")]
    [InlineData("Saint Lucia", "LC")]
    [InlineData("UAE", "AE")]
    [InlineData("UKR", "UA")]
    [InlineData("Deutschland", "DE")]
    [InlineData("Türkiye", "TR")]
    [InlineData("Kosovo", "XK")]
    public void Read_CodesAndNames_AreUnderstood(string text, string code) => Assert.Equal(code, Country.Read(text));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("XX")]
    [InlineData("Atlantis")]
    [InlineData("Oslo")]
    [InlineData("N")]
    public void Read_AnythingElse_IsNull(string? text) => Assert.Null(Country.Read(text));

    [Fact]
    public void Read_VeryLongText_IsNull() => Assert.Null(Country.Read(new string('Å', 100_000)));

    [Fact]
    public void Codes_AllOfIso3166AndKosovo_AreKnown()
    {
        Assert.Equal(250, Country.Codes.Count);
        Assert.All(Country.Codes, code => Assert.Matches("^[A-Z]{2}$", code));
    }

    [Fact]
    public void Name_InEveryLanguage_LeadsBackToItsCode()
    {
        foreach (var code in Country.Codes)
        {
            Assert.All(Languages, language => Assert.Equal(code, Country.Read(Country.Name(code, language))));
        }
    }

    [Fact]
    public void OtherNames_EachLeadsToItsOwnCountry()
    {
        foreach (var line in CountryTable.OtherNames.Split('\n'))
        {
            var parts = line.Split('|');
            Assert.All(parts.Skip(1), name => Assert.Equal(parts[0], Country.Read(name)));
        }
    }

    [Fact]
    public void Alpha3_EachLeadsToItsOwnCountry()
    {
        foreach (var line in CountryTable.Names.Split('\n'))
        {
            var parts = line.Split('|');
            Assert.Equal(8, parts.Length);
            Assert.Equal(parts[0], Country.Read(parts[1]));
        }
    }

    [Theory]
    [InlineData("SE", "en", "Sweden")]
    [InlineData("SE", "nb", "Sverige")]
    [InlineData("SE", "fi", "Ruotsi")]
    [InlineData("DE", "nn", "Tyskland")]
    [InlineData("DE", "de", "Germany")]
    [InlineData("XX", "en", null)]
    public void Name_ByLanguage(string code, string language, string? name) =>
        Assert.Equal(name, Country.Name(code, language));
}
