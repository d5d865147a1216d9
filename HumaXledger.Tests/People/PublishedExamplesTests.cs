using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.People;

/// <summary>
/// Examples that the issuing authorities publish, each with authority and document. None belongs to a living person.
/// The IBAN registry's examples are in <see cref="IbanTests"/>, more of Norway's test series and Finland's in <see
/// cref="NationalIdNorwayTests"/> and <see cref="NationalIdTests"/>.
/// </summary>
public class PublishedExamplesTests
{
    private static readonly DateOnly Now = new(2026, 6, 1);
    private static readonly DateOnly NewSeries = new(2032, 6, 1);

    // Skatteetaten, "Nytt fødselsnummer fra 2032" (documentation of the Folkeregister's interfaces), section
    // "Eksempler".
    [Theory]
    [InlineData("02013299997")]
    [InlineData("02013299903")]
    [InlineData("02013299806")]
    [InlineData("30108299920")]
    [InlineData("30108299939")]
    public void Skatteetaten_NumbersOfTheSeriesOf2032_AreReadOnceItIsInForce(string number) =>
        Assert.Equal(number, NationalId.Read(number, "NO", NewSeries, out _)?.Number);

    [Fact]
    public void Skatteetaten_RelaxedCheckDigitOfItsExample_IsRefusedUntil2032AndGivesNeitherBirthNorGender()
    {
        Assert.Null(NationalId.Read("30108299939", "NO", Now, out var problem));
        Assert.Equal(new Reason(ValueReasons.IdentificationChecksum, "NO"), problem);
        Assert.True(NationalId.Read("30108299939", "NO", NewSeries, out _) is { DateOfBirth: null, GenderOf: null });
    }

    // navikt/fnrvalidator, README: generated numbers of hospitals (month + 40) and of Test-Norge (month + 80).
    [Theory]
    [InlineData("13527248013", NationalIdKind.Auxiliary)]
    [InlineData("10915596784", NationalIdKind.Synthetic)]
    public void Nav_ExamplesOfItsValidator_AreReadWithTheirSeries(string number, NationalIdKind kind) =>
        Assert.Equal(kind, NationalId.Read(number, "NO", Now, out _)?.Kind);

    // Skatteverket, Rättslig vägledning, "Personnummer": 6408233 weighed 2 1 2 1 … gives 36, so the check digit is 4.
    [Theory]
    [InlineData("640823-3234", "196408233234")]
    [InlineData("19640823-3234", "196408233234")]
    [InlineData("6408233234", "196408233234")]
    public void Skatteverket_ItsExampleOfTheCheckDigit_IsReadWithTenAndTwelveDigits(string text, string number) =>
        Assert.True(
            NationalId.Read(text, "SE", Now, out _) is { GenderOf: Gender.Male, Kind: NationalIdKind.Ordinary } id
                && id.Number == number
        );

    // Skatteverket, the same page: from the year in which a person turns 100 the dash becomes a plus.
    [Fact]
    public void Skatteverket_PlusInsteadOfTheDash_IsAHundredYearsEarlier() =>
        Assert.Equal(new DateOnly(1864, 8, 23), NationalId.Read("640823+3234", "SE", Now, out _)?.DateOfBirth);

    // CPR-kontoret, "Personnumre uden kontrolciffer (modulus 11 kontrol)": these birthdays have numbers that fail mod
    // 11, and they are fully valid.
    [Theory]
    [InlineData(1960)]
    [InlineData(1964)]
    [InlineData(1965)]
    [InlineData(1966)]
    [InlineData(1970)]
    [InlineData(1974)]
    [InlineData(1980)]
    [InlineData(1985)]
    [InlineData(1990)]
    [InlineData(1995)]
    public void CprKontoret_FirstOfJanuaryOfYearsThatRanOut_IsValidWithEveryLastDigit(int year)
    {
        var read = Enumerable
            .Range(0, 10)
            .Select(digit => NationalId.Read($"0101{year % 100:00}-123{digit}", "DK", Now, out _))
            .ToList();

        Assert.All(read, id => Assert.Equal(new DateOnly(year, 1, 1), id?.DateOfBirth));
    }

    // Digi- ja väestötietovirasto, press release of 11 December 2023: two invented people who differ only in the sign.
    [Fact]
    public void Dvv_NumbersThatDifferInTheirSignOnly_AreTwoPeople()
    {
        var (dash, letter) = (
            NationalId.Read("100190-999P", "FI", Now, out _),
            NationalId.Read("100190Y999P", "FI", Now, out _)
        );

        Assert.Equal((new DateOnly(1990, 1, 10), new DateOnly(1990, 1, 10)), (dash?.DateOfBirth, letter?.DateOfBirth));
        Assert.NotEqual(dash!.Number, letter!.Number);
        Assert.False(
            FieldNormal.Same(
                Field.Identification,
                new FieldValue.Of("100190-999P"),
                new FieldValue.Of("100190Y999P"),
                "FI"
            )
        );
    }

    // Þjóðskrá, "Kennitölur án vartölu": in force from 18 February 2026, for numbers of residents and system numbers.
    [Fact]
    public void Thjodskra_DayOfTheChange_IsTheFirstWithoutACheckDigit()
    {
        var number = NationalIdBuilder.Changed("1201603389", 8);

        Assert.Null(NationalId.Read(number, "IS", new DateOnly(2026, 2, 17), out _));
        Assert.NotNull(NationalId.Read(number, "IS", new DateOnly(2026, 2, 18), out _));
    }

    // Numbers that regulators reserve for films and books. PTS: "Telefonnummer för användning i böcker och filmer";
    // Ofcom: "Telephone numbers for use in TV and radio drama programmes"; NANPA: 555-0100 to 555-0199; ACMA: "Phone
    // numbers for use in TV shows, films and creative works"; ARCEP: plan national de numérotation, 01 99 00;
    // Bundesnetzagentur: "Rufnummern für Medienproduktionen".
    [Theory]
    [InlineData("070-174 06 05", "SE", "+46701740605")]
    [InlineData("08-465 004 00", "SE", "+46846500400")]
    [InlineData("031-390 06 00", "SE", "+46313900600")]
    [InlineData("0980-319 200", "SE", "+46980319200")]
    [InlineData("020 7946 0018", "GB", "+442079460018")]
    [InlineData("07700 900123", "GB", "+447700900123")]
    [InlineData("(202) 555-0143", "US", "+12025550143")]
    [InlineData("(02) 5550 1234", "AU", "+61255501234")]
    [InlineData("0491 570 156", "AU", "+61491570156")]
    [InlineData("01 99 00 12 34", "FR", "+33199001234")]
    [InlineData("030 23125 123", "DE", "+493023125123")]
    public void Regulators_NumbersKeptForFiction_AreReadInTheirNationalAndInternationalSpelling(
        string national,
        string country,
        string e164
    )
    {
        Assert.Equal(e164, PhoneNumber.ToE164(national, country));
        Assert.Equal(e164, PhoneNumber.ToE164(e164, null));
        Assert.Equal(e164, PhoneNumber.ToE164("00" + e164[1..], "NO"));
    }

    // ITU-T E.164 national numbering plans of the Nordic countries and territories: Nkom, PTS,
    // Digitaliseringsstyrelsen, Traficom (FI and AX), Fjarskiptastofa, Fjarskiftiseftirlitið (FO), Naalakkersuisut
    // (GL).
    [Theory]
    [InlineData("NO", "+47", "22 22 55 55", 8)]
    [InlineData("SJ", "+47", "79 02 12 34", 8)]
    [InlineData("SE", "+46", "070-174 06 05", 9)]
    [InlineData("DK", "+45", "32 12 34 56", 8)]
    [InlineData("FI", "+358", "09 1234 5678", 9)]
    [InlineData("AX", "+358", "018 12 345", 7)]
    [InlineData("IS", "+354", "551 2345", 7)]
    [InlineData("FO", "+298", "31 23 45", 6)]
    [InlineData("GL", "+299", "32 12 34", 6)]
    public void NordicPlans_NationalNumber_GetsItsOwnCallingCodeAndLength(
        string country,
        string code,
        string national,
        int digits
    )
    {
        var number = PhoneNumber.ToE164(national, country)!;

        Assert.StartsWith(code, number);
        Assert.Equal(code.Length + digits, number.Length);
    }

    // SWIFT, IBAN registry: the domestic number of its Norwegian example, and the same as Bits (Finance Norway) groups
    // it.
    [Theory]
    [InlineData("8601 11 17947")]
    [InlineData("8601.11.17947")]
    [InlineData("86011117947")]
    public void IbanRegistry_NorwegianExample_IsOneAccountInEverySpelling(string text)
    {
        var account = BankAccountNumber.Read(text, "NO")!;

        Assert.Null(account.Check());
        Assert.Equal("NO9386011117947", account.Iban);
    }
}
