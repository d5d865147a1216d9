using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

/// <summary>
/// Sweden, Denmark, Finland and Iceland. Literal numbers are the issuing authorities' own published examples.
/// </summary>
public class NationalIdTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    // Skatteverket, SKV 707: the coordination number of a man born on 3 October 1970.
    [Fact]
    public void Sweden_SkatteverketsCoordinationNumber_IsRead()
    {
        var id = NationalId.Read("701063-2391", "SE", Today, out _);
        Assert.Equal(
            ("197010632391", NationalIdKind.Temporary, new DateOnly(1970, 10, 3), Gender.Male),
            (id!.Number, id.Kind, id.DateOfBirth!.Value, id.GenderOf)
        );
    }

    [Theory]
    [InlineData("900131", '-', "19")]
    [InlineData("050131", '-', "20")]
    [InlineData("120131", '+', "19")]
    [InlineData("260131", '+', "19")]
    [InlineData("261231", '-', "19")]
    public void Sweden_TenDigits_GetTheirCenturyFromTheSign(string date, char sign, string century)
    {
        var ten = NationalIdBuilder.Swedish(date + "238");
        var id = NationalId.Read($"{ten[..6]}{sign}{ten[6..]}", "SE", Today, out _);
        Assert.Equal((century + ten, Gender.Female), (id!.Number, id.GenderOf));
    }

    [Theory]
    [InlineData("19")]
    [InlineData("20")]
    public void Sweden_TwelveDigits_KeepTheirCentury(string century)
    {
        var twelve = century + NationalIdBuilder.Swedish("050131237");
        Assert.Equal(twelve, NationalId.Read($"{twelve[..8]}-{twelve[8..]}", "SE", Today, out _)!.Number);
    }

    // Skatteverket's open data for testers holds such numbers: month 00 or day 60 where the birth is not verified.
    [Theory]
    [InlineData("700063239")]
    [InlineData("701060239")]
    public void Sweden_CoordinationNumberWithUnverifiedBirth_IsAcceptedWithoutABirthDate(string nine)
    {
        var id = NationalId.Read(NationalIdBuilder.Swedish(nine), "SE", Today, out _);
        Assert.Equal((NationalIdKind.Temporary, null), (id!.Kind, id.DateOfBirth));
    }

    [Theory]
    [InlineData("900230238", ValueReasons.IdentificationDate)]
    [InlineData("900131000", ValueReasons.IdentificationDate)]
    [InlineData("556036079", ValueReasons.IdentificationNotPerson)]
    public void Sweden_ImpossibleNumber_IsRefused(string nine, string code)
    {
        Assert.Null(NationalId.Read(NationalIdBuilder.Swedish(nine), "SE", Today, out var problem));
        Assert.Equal(new Reason(code, "SE"), problem);
    }

    [Fact]
    public void Sweden_WrongCheckDigit_IsRefusedForItsChecksum()
    {
        Assert.Null(
            NationalId.Read(
                NationalIdBuilder.Changed(NationalIdBuilder.Swedish("900131238"), 9),
                "SE",
                Today,
                out var problem
            )
        );
        Assert.Equal(new Reason(ValueReasons.IdentificationChecksum, "SE"), problem);
    }

    [Theory]
    [InlineData("010190-0000", "1990-01-01")]
    [InlineData("010137-4000", "1937-01-01")]
    [InlineData("010136-4000", "2036-01-01")]
    [InlineData("010136-9000", "2036-01-01")]
    [InlineData("010137-9000", "1937-01-01")]
    [InlineData("010105-5000", "2005-01-01")]
    [InlineData("010158-5000", "1858-01-01")]
    [InlineData("610190-0000", "1990-01-01")]
    public void Denmark_SeventhDigit_GivesTheCentury(string number, string birth)
    {
        var id = NationalId.Read(number, "DK", new DateOnly(2060, 1, 1), out _);
        Assert.Equal(birth, CalendarDate.Write(id!.DateOfBirth!.Value));
    }

    [Fact]
    public void Denmark_NumberWithoutMod11_IsValid()
    {
        // Mod 11 would accept only one of these ten.
        var read = Enumerable
            .Range(0, 10)
            .Select(digit => NationalId.Read($"010190-123{digit}", "DK", Today, out _))
            .ToList();
        Assert.All(read, Assert.NotNull);
        Assert.Equal([Gender.Female, Gender.Male], read.Take(2).Select(id => id!.GenderOf));
    }

    [Theory]
    [InlineData("310690-1234", ValueReasons.IdentificationDate)]
    [InlineData("010136-4000", ValueReasons.IdentificationDate)]
    [InlineData("010190-123", ValueReasons.IdentificationFormat)]
    public void Denmark_ImpossibleNumber_IsRefused(string number, string code)
    {
        Assert.Null(NationalId.Read(number, "DK", Today, out var problem));
        Assert.Equal(new Reason(code, "DK"), problem);
    }

    // Digital and Population Data Services Agency (DVV): its example, and its list of test numbers with the century
    // signs of 2023.
    [Theory]
    [InlineData("131052-308T", "1952-10-13", Gender.Female)]
    [InlineData("010594Y9032", "1994-05-01", Gender.Male)]
    [InlineData("020594X902N", "1994-05-02", Gender.Female)]
    [InlineData("030594W903B", "1994-05-03", Gender.Male)]
    [InlineData("040594V9030", "1994-05-04", Gender.Male)]
    [InlineData("050594U903M", "1994-05-05", Gender.Male)]
    [InlineData("010516B903X", "2016-05-01", Gender.Male)]
    [InlineData("020516C903K", "2016-05-02", Gender.Male)]
    [InlineData("030516D9037", "2016-05-03", Gender.Male)]
    [InlineData("010501E9032", "2001-05-01", Gender.Male)]
    [InlineData("020502E902X", "2002-05-02", Gender.Female)]
    [InlineData("020503F9037", "2003-05-02", Gender.Male)]
    [InlineData("020504A902E", "2004-05-02", Gender.Female)]
    public void Finland_PublishedNumbers_AreRead(string number, string birth, string gender)
    {
        var id = NationalId.Read(number.ToLowerInvariant(), "FI", Today, out _);
        Assert.Equal((number, birth, gender), (id!.Number, CalendarDate.Write(id.DateOfBirth!.Value), id.GenderOf));
    }

    [Theory]
    [InlineData('+', "1890-01-31")]
    [InlineData('-', "1990-01-31")]
    [InlineData('U', "1990-01-31")]
    [InlineData('Y', "1990-01-31")]
    public void Finland_CenturySigns_AreAllKnown(char sign, string birth)
    {
        var id = NationalId.Read(NationalIdBuilder.Finnish("310190", sign, 123), "FI", Today, out _);
        Assert.Equal(birth, CalendarDate.Write(id!.DateOfBirth!.Value));
    }

    [Fact]
    public void Finland_NumericCheckCharacter_IsReadWithADash()
    {
        var number = Enumerable
            .Range(2, 100)
            .Select(individual => NationalIdBuilder.Finnish("310190", '-', individual))
            .First(made => char.IsAsciiDigit(made[^1]));
        Assert.Equal(number, NationalId.Read(number, "FI", Today, out _)!.Number);
        Assert.Equal(number, NationalId.Normalise(number.Replace('-', '\u2013'), "FI"));
    }

    [Theory]
    [InlineData('G')]
    [InlineData('T')]
    [InlineData('Z')]
    public void Finland_OtherLettersAsSign_AreRefused(char sign)
    {
        Assert.Null(NationalId.Read(NationalIdBuilder.Finnish("310190", sign, 123), "FI", Today, out var problem));
        Assert.Equal(ValueReasons.IdentificationFormat, problem!.Code);
    }

    [Fact]
    public void Finland_WrongCheckCharacter_IsRefusedForItsChecksum()
    {
        var number = NationalIdBuilder.Finnish("310190", '-', 123);
        Assert.Null(NationalId.Read(number[..10] + (number[10] == 'A' ? 'B' : 'A'), "FI", Today, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationChecksum, "FI"), problem);
    }

    // Þjóðskrá, "Kennitala – úthlutun": born on 12 January 1960, serial 33, check digit 8.
    [Fact]
    public void Iceland_RegistryExample_IsRead()
    {
        var id = NationalId.Read("120160-3389", "IS", new DateOnly(2026, 1, 1), out _);
        Assert.Equal((new DateOnly(1960, 1, 12), null, true), (id!.DateOfBirth!.Value, id.GenderOf, id.CheckDigitFits));
    }

    [Fact]
    public void Iceland_WrongCheckDigit_IsRefusedBeforeTheChangeAndWarnedOfAfter()
    {
        var number = NationalIdBuilder.Changed(NationalIdBuilder.Icelandic("31019020", '9')!, 8);
        Assert.Null(NationalId.Read(number, "IS", new DateOnly(2026, 2, 17), out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationChecksum, "IS"), problem);
        var id = NationalId.Read(number, "IS", new DateOnly(2026, 2, 18), out _);
        Assert.Equal(new Reason(ValueReasons.IdentificationChecksum, "IS"), id!.Warning("IS"));
    }

    [Fact]
    public void Iceland_OrganizationsAndSystemNumbers_AreDistinguished()
    {
        Assert.Null(NationalId.Read("4101902009", "IS", Today, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationNotPerson, "IS"), problem);
        Assert.Equal(NationalIdKind.Temporary, NationalId.Read("8123456789", "IS", Today, out _)!.Kind);
    }

    [Fact]
    public void Read_WithoutCountry_UsesTheForm()
    {
        Assert.Equal("SE", NationalId.Read(NationalIdBuilder.Swedish("900131238"), null, Today, out _)!.Country);
        Assert.Equal("IS", NationalId.Read("120160-3389", null, Today, out _)!.Country);
        Assert.Equal("FI", NationalId.Read("131052-308T", null, Today, out _)!.Country);
        Assert.Equal(
            "NO",
            NationalId.Read(NationalIdBuilder.NorwegianFrom("318190", 123), null, Today, out _)!.Country
        );
        Assert.Null(NationalId.Read("AB123456", null, Today, out var problem));
        Assert.Equal(ValueReasons.IdentificationFormat, problem!.Code);
    }

    [Fact]
    public void ReadOfAny_UnmistakableNumberOfANeighbour_IsReadAsTheirsWithAWarning()
    {
        foreach (
            var (number, country) in (IEnumerable<(string, string)>)
                [("19" + NationalIdBuilder.Swedish("900131238"), "SE"), ("131052-308T", "FI")]
        )
        {
            Assert.Null(NationalId.Read(number, "NO", Today, out _));
            var id = NationalId.ReadOfAny(number, "NO", Today, out _);
            Assert.Equal(new Reason(ValueReasons.IdentificationOtherCountry, country), id!.Warning("NO"));
            Assert.Null(id.Warning(country));
        }

        Assert.Equal(
            "NO",
            NationalId.ReadOfAny(NationalIdBuilder.NorwegianFrom("318190", 123), "SE", Today, out _)!.Country
        );
    }

    [Fact]
    public void ReadOfAny_NorwegianNumberThatLostADigit_IsNotTakenForDanish()
    {
        Assert.Null(NationalId.ReadOfAny("3101901234", "NO", Today, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationFormat, "NO"), problem);
    }

    [Fact]
    public void ReadOfAny_UnmistakableFormWithWrongCheckDigit_IsStillRefused() =>
        Assert.Null(
            NationalId.ReadOfAny(
                "19" + NationalIdBuilder.Changed(NationalIdBuilder.Swedish("900131238"), 9),
                "NO",
                Today,
                out _
            )
        );

    [Fact]
    public void Read_TerritoriesOfARegister_FollowIt()
    {
        Assert.Equal(
            "NO",
            NationalId.Read(NationalIdBuilder.NorwegianFrom("318190", 123), "SJ", Today, out _)!.Country
        );
        Assert.Equal("DK", NationalId.Read("010190-1234", "GL", Today, out _)!.Country);
        Assert.Equal("FI", NationalId.Read("131052-308T", "AX", Today, out _)!.Country);
    }

    [Fact]
    public void Normalise_SwedishTenAndTwelveDigits_AreEqual()
    {
        var ten = NationalIdBuilder.Swedish("900131238");
        Assert.Equal("19" + ten, NationalId.Normalise($"{ten[..6]}-{ten[6..]}", "SE"));
        Assert.Equal("19" + ten, NationalId.Normalise($"{ten[..6]}-{ten[6..]}", "NO"));
        Assert.Equal("18" + ten, NationalId.Normalise($"{ten[..6]}+{ten[6..]}", "SE"));
        Assert.Equal("19" + ten, NationalId.Normalise($"19{ten[..6]} {ten[6..]}", "NO"));
    }

    [Fact]
    public void ToString_NeverHoldsTheNumber()
    {
        var id = NationalId.Read("131052-308T", "FI", Today, out _);
        Assert.DoesNotContain("308", $"{id}");
    }
}
