using HumaXledger.Core.People;

namespace HumaXledger.Tests.People;

public class EmailTests
{
    [Theory]
    [InlineData("kari.nordmann@example.no")]
    [InlineData("Kari.Nordmann@EXAMPLE.NO")]
    [InlineData(" kari@example.no ")]
    [InlineData("o'neill+payroll@sub.example.com")]
    [InlineData("a@b-c.example")]
    [InlineData("bjørn@blåbær.example.no")]
    [InlineData("x_y.z-1@123.example.org")]
    public void IsValid_AddressesOfPeople_Accepted(string text) => Assert.True(Email.IsValid(text));

    [Theory]
    [InlineData("kari")]
    [InlineData("kari@")]
    [InlineData("@example.no")]
    [InlineData("kari@@example.no")]
    [InlineData("kari@example")]
    [InlineData("kari@example.n")]
    [InlineData("kari@example.123")]
    [InlineData("kari nordmann@example.no")]
    [InlineData(".kari@example.no")]
    [InlineData("kari.@example.no")]
    [InlineData("kari..n@example.no")]
    [InlineData("kari@example..no")]
    [InlineData("kari@-example.no")]
    [InlineData("kari@example-.no")]
    [InlineData("kari@exa_mple.no")]
    [InlineData("kari@[192.0.2.1]")]
    [InlineData("\"kari n\"@example.no")]
    [InlineData("kari@example.no, ola@example.no")]
    [InlineData("Kari <kari@example.no>")]
    [InlineData("kari\u200B@example.no")]
    [InlineData("kari@example.no.")]
    public void IsValid_NoAddress_Refused(string text) => Assert.False(Email.IsValid(text));

    [Theory]
    [InlineData("kari@blåbær.example")]
    [InlineData("kari@xn--blbr-roah.example")]
    [InlineData("kari@straße.example")]
    [InlineData("kari@例え.example")]
    [InlineData("kari@col·lecció.example")]
    public void IsValid_DomainsInLettersOfIdna2008_Accepted(string text) => Assert.True(Email.IsValid(text));

    [Theory]
    [InlineData("kari@€uro.example")]
    [InlineData("kari@£.example")]
    [InlineData("kari@a¥b.example")]
    [InlineData("kari@xn--lzg.example")]
    [InlineData("kari@☃.example")]
    [InlineData("kari@♥.example")]
    [InlineData("kari@a·b.example")]
    [InlineData("kari@a©.example")]
    [InlineData("kari@a¡.example")]
    [InlineData("kari@a‗b.example")]
    [InlineData("kari@aـb.example")]
    [InlineData("kari@xn--a.example")]
    public void IsValid_DomainsInSymbols_Refused(string text) => Assert.False(Email.IsValid(text));

    [Fact]
    public void IsValid_LocalPartOf65_Refused()
    {
        Assert.True(Email.IsValid(new string('a', 64) + "@example.no"));
        Assert.False(Email.IsValid(new string('a', 65) + "@example.no"));
    }

    [Fact]
    public void IsValid_AddressOf255_Refused()
    {
        var domain = string.Join('.', Enumerable.Repeat(new string('b', 59), 4)) + ".no";
        var local = new string('a', Email.MaxLength - domain.Length - 1);
        Assert.True(Email.IsValid($"{local}@{domain}"));
        Assert.False(Email.IsValid($"{local}a@{domain}"));
    }

    [Fact]
    public void Normalise_LetterCase_DoesNotMatter() =>
        Assert.Equal("kari@example.no", Email.Normalise("Kari@Example.NO"));

    [Fact]
    public void Normalise_DomainWithNordicLetters_EqualsItsAsciiForm() =>
        Assert.Equal(Email.Normalise("a@xn--blbr-roah.example"), Email.Normalise("a@blåbær.example"));
}
