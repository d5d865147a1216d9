using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.Countries;

namespace HumaXledger.Tests.People;

public class PostalCodeFormTests
{
    [Theory]
    [InlineData("NO", "0155")]
    [InlineData("NO", "N-0155")]
    [InlineData("SE", "SE-114 55")]
    [InlineData("AX", "AX-22100")]
    [InlineData("FI", "FIN-00100")]
    [InlineData("DE", "D-10115")]
    [InlineData("DE", "10115")]
    [InlineData("GB", "SW1A 1AA")]
    [InlineData("GB", "m1 1ae")]
    [InlineData("GB", "EC1A1BB")]
    [InlineData("NL", "1012 JS")]
    [InlineData("NL", "NL-1012JS")]
    [InlineData("IE", "D02 X285")]
    [InlineData("IE", "D6W XY00")]
    [InlineData("PL", "00-950")]
    [InlineData("PT", "1000-205")]
    [InlineData("LV", "LV-1010")]
    [InlineData("US", "90210")]
    [InlineData("US", "20500-0003")]
    [InlineData("CA", "K1A 0B1")]
    [InlineData("BR", "01310-100")]
    [InlineData("JP", "100-0001")]
    [InlineData("HK", "anything")]
    public void Fits_CodesOfTheCountry(string country, string code) => Assert.True(PostalCodeForm.Fits(code, country));

    [Theory]
    [InlineData("NO", "155")]
    [InlineData("AX", "00100")]
    [InlineData("DE", "1011")]
    [InlineData("GB", "12345")]
    [InlineData("GB", "SW1A")]
    [InlineData("NL", "1012")]
    [InlineData("PL", "AA-950")]
    [InlineData("US", "9021")]
    [InlineData("CA", "K1A 0B")]
    [InlineData("CH", "D-8001X")]
    [InlineData("FR", "75001 Paris")]
    [InlineData("IN", "1100010")]
    [InlineData("DE", "")]
    public void Fits_OtherForms_DoNot(string country, string code) => Assert.False(PostalCodeForm.Fits(code, country));

    [Fact]
    public void Countries_AreAtLeastThirtyBeyondTheNordicOnes_AndEachExists()
    {
        string[] nordic = ["NO", "SJ", "SE", "DK", "FI", "AX", "IS", "FO", "GL"];
        Assert.InRange(PostalCodeForm.Countries.Except(nordic).Count(), 30, 300);
        Assert.All(PostalCodeForm.Countries, code => Assert.Equal(code, Country.Read(code)));
    }
}
