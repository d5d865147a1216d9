using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

public class NationalIdNorwayTests
{
    private static readonly DateOnly Today = new(2026, 6, 1);

    [Theory]
    [InlineData("310190", 123, "1990-01-31", Gender.Male)]
    [InlineData("310190", 122, "1990-01-31", Gender.Female)]
    [InlineData("310190", 901, "1990-01-31", Gender.Male)]
    [InlineData("290204", 501, "2004-02-29", Gender.Male)]
    [InlineData("010154", 0, "1954-01-01", Gender.Female)]
    public void Read_Ordinary_GivesBirthAndGender(string date, int individual, string birth, string gender)
    {
        var id = NationalId.Read(NationalIdBuilder.NorwegianFrom(date, individual), "NO", Today, out var problem);
        Assert.Null(problem);
        Assert.Equal(
            (NationalIdKind.Ordinary, birth, gender, true),
            (id!.Kind, CalendarDate.Write(id.DateOfBirth!.Value), id.GenderOf, id.DateIsExact)
        );
    }

    [Fact]
    public void Read_DNumber_HasTheDayPlusFortyAndMayBeTheDayOfRegistration()
    {
        var id = NationalId.Read(NationalIdBuilder.NorwegianFrom("710190", 123), "NO", Today, out _);
        Assert.Equal(
            (NationalIdKind.Temporary, new DateOnly(1990, 1, 31), false),
            (id!.Kind, id.DateOfBirth!.Value, id.DateIsExact)
        );
    }

    // Skatteetaten, "Utvidelse av D-nummerserien": 1858–99: 500–599; 1900–39: 000–199; 1940–99: 000–499 and 600–999;
    // 2000–39: 200–999.
    [Theory]
    [InlineData("41017575021", "1975-01-01")]
    [InlineData("41814061033", "1940-01-01")]
    [InlineData("41014061078", "1940-01-01")]
    public void Read_DNumbersOfTheSeriesSince2021_AreValid(string number, string birth)
    {
        var id = NationalId.Read(number, "NO", Today, out var problem);
        Assert.Equal((null, birth, false), (problem, CalendarDate.Write(id!.DateOfBirth!.Value), id.DateIsExact));
    }

    [Theory]
    [InlineData("410158", 550, 1858)]
    [InlineData("410199", 599, 1899)]
    [InlineData("410100", 199, 1900)]
    [InlineData("410139", 100, 1939)]
    [InlineData("410140", 0, 1940)]
    [InlineData("410199", 499, 1999)]
    [InlineData("410175", 600, 1975)]
    [InlineData("410175", 800, 1975)]
    [InlineData("410199", 999, 1999)]
    [InlineData("410100", 200, 2000)]
    [InlineData("410120", 350, 2020)]
    [InlineData("410139", 350, 1939)]
    [InlineData("410120", 999, 2020)]
    public void Read_DNumber_IsOfTheLatestKnownCenturyThatIsNotInTheFuture(string date, int individual, int year)
    {
        // No living person is born in 1858; only the table is tested here.
        var id = NationalId.Read(NationalIdBuilder.NorwegianFrom(date, individual), "NO", Today, out var problem);
        Assert.Null(problem);
        Assert.Equal(year, id!.DateOfBirth!.Value.Year);
    }

    [Theory]
    [InlineData("410150", 550)]
    [InlineData("410130", 501)]
    public void Read_DNumberThatNeitherTableKnows_IsRefusedForItsDate(string date, int individual)
    {
        Assert.Null(NationalId.Read(NationalIdBuilder.NorwegianFrom(date, individual), "NO", Today, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationDate, "NO"), problem);
    }

    [Theory]
    [InlineData("010175", 800)]
    [InlineData("010140", 610)]
    public void Read_BirthNumbers_KeepTheirOwnTable(string date, int individual)
    {
        Assert.Null(NationalId.Read(NationalIdBuilder.NorwegianFrom(date, individual), "NO", Today, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationDate, "NO"), problem);
    }

    [Theory]
    [InlineData("314190", NationalIdKind.Auxiliary)]
    [InlineData("316690", NationalIdKind.Synthetic)]
    [InlineData("318190", NationalIdKind.Synthetic)]
    [InlineData("714190", NationalIdKind.Auxiliary)]
    [InlineData("718190", NationalIdKind.Synthetic)]
    public void Read_HNumbersAndTestSeries_HaveAMonthOffset(string date, NationalIdKind kind)
    {
        var id = NationalId.Read(NationalIdBuilder.NorwegianFrom(date, 123), "NO", Today, out _);
        Assert.Equal((kind, new DateOnly(1990, 1, 31)), (id!.Kind, id.DateOfBirth!.Value));
    }

    // Synthetic numbers published for testers by NAV (month + 40) and Skatteetaten's Tenor (month + 80):
    // navikt/fnrvalidator, issue 116.
    [Theory]
    [InlineData("15507600333", "1976-10-15", Gender.Male)]
    [InlineData("55507608360", "1976-10-15", Gender.Male)]
    [InlineData("05440355678", "2003-04-05", Gender.Female)]
    [InlineData("17912099997", "2020-11-17", Gender.Male)]
    [InlineData("69822075096", "2020-02-29", Gender.Female)]
    public void Read_PublishedSyntheticNumbers_AreAccepted(string number, string birth, string gender)
    {
        var id = NationalId.Read(number, "NO", Today, out _);
        Assert.Equal((birth, gender), (CalendarDate.Write(id!.DateOfBirth!.Value), id.GenderOf));
    }

    [Fact]
    public void Read_AnyOneDigitChanged_IsRefused()
    {
        var number = NationalIdBuilder.NorwegianFrom("318190", 123);
        for (var at = 0; at < number.Length; at++)
        {
            Assert.Null(NationalId.Read(NationalIdBuilder.Changed(number, at), "NO", Today, out _));
        }
    }

    [Theory]
    [InlineData("320190", 123)]
    [InlineData("310690", 123)]
    [InlineData("311390", 123)]
    [InlineData("310090", 123)]
    [InlineData("290203", 501)]
    [InlineData("310150", 600)]
    [InlineData("310130", 501)]
    public void Read_ImpossibleOrFutureBirth_IsRefusedForItsDate(string date, int individual)
    {
        Assert.Null(NationalId.Read(NationalIdBuilder.NorwegianFrom(date, individual), "NO", Today, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationDate, "NO"), problem);
    }

    [Fact]
    public void Read_WrongCheckDigits_IsRefusedForItsChecksum()
    {
        Assert.Null(NationalId.Read("31019012345", "NO", Today, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationChecksum, "NO"), problem);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_RelaxedFirstCheckDigit_IsValidFrom2032WithoutGenderAndCentury(int remainder)
    {
        var number = NationalIdBuilder.NorwegianFrom("318190", 123, remainder);
        Assert.Null(NationalId.Read(number, "NO", new DateOnly(2031, 12, 31), out var problem));
        Assert.Equal(ValueReasons.IdentificationChecksum, problem!.Code);
        var id = NationalId.Read(number, "NO", new DateOnly(2032, 1, 1), out _);
        Assert.Equal((number, null, null), (id!.Number, id.GenderOf, id.DateOfBirth));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    public void Read_FirstCheckDigitBeyondTheRelaxedOnes_IsAlwaysRefused(int remainder) =>
        Assert.Null(
            NationalId.Read(
                NationalIdBuilder.NorwegianFrom("318190", 123, remainder),
                "NO",
                new DateOnly(2033, 1, 1),
                out _
            )
        );

    [Fact]
    public void Read_NumberFromBefore2032_StaysValid()
    {
        var id = NationalId.Read(NationalIdBuilder.NorwegianFrom("318190", 123), "NO", new DateOnly(2040, 1, 1), out _);
        Assert.Equal((new DateOnly(1990, 1, 31), Gender.Male), (id!.DateOfBirth!.Value, id.GenderOf));
    }

    [Theory]
    [InlineData("3101901234")]
    [InlineData("310190123456")]
    [InlineData("31019012E45")]
    [InlineData("310190*****")]
    [InlineData("")]
    public void Read_AnotherForm_IsRefusedForItsForm(string text)
    {
        Assert.Null(NationalId.Read(text, "NO", Today, out var problem));
        Assert.Equal(ValueReasons.IdentificationFormat, problem!.Code);
    }

    [Fact]
    public void Read_SpacedAndDashed_IsTheSameNumber()
    {
        var number = NationalIdBuilder.NorwegianFrom("318190", 123);
        Assert.Equal(number, NationalId.Read($" {number[..6]} {number[6..]}", "NO", Today, out _)!.Number);
        Assert.Equal(number, NationalId.Read($"{number[..6]}\u2013{number[6..]}", "Norge", Today, out _)!.Number);
        Assert.Equal(number, NationalId.Read(number, null, Today, out _)!.Number);
    }
}
