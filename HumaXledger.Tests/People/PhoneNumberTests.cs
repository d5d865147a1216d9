using System.Globalization;
using HumaXledger.Core.People.Countries;
using PhoneNumbers;
using PhoneNumber = HumaXledger.Core.People.PhoneNumbers.PhoneNumber;

namespace HumaXledger.Tests.People;

public class PhoneNumberTests
{
    [Theory]
    // Norway: no trunk prefix, eight digits, five for common numbers.
    [InlineData("912 34 567", "NO", "+4791234567")]
    [InlineData("91 23 45 67", "SJ", "+4791234567")]
    [InlineData("+47 912 34 567", null, "+4791234567")]
    [InlineData("0047 912 34 567", "SE", "+4791234567")]
    [InlineData("47 91 23 45 67", "NO", "+4791234567")]
    [InlineData("4791234567", "NO", "+4791234567")]
    [InlineData("(+47) 91.23.45.67", "DK", "+4791234567")]
    [InlineData("+47 (0) 912 34 567", "NO", "+4791234567")]
    [InlineData("\u202A+47\u00A0912\u201134\u2011567\u202C", null, "+4791234567")]
    [InlineData("tel:+47-912-34-567", null, "+4791234567")]
    [InlineData("02800", "NO", "+4702800")]
    // Sweden: trunk 0, seven to ten digits.
    [InlineData("070-123 45 67", "SE", "+46701234567")]
    [InlineData("+46 (0)70-123 45 67", null, "+46701234567")]
    [InlineData("+46 070 123 45 67", null, "+46701234567")]
    [InlineData("46701234567", "SE", "+46701234567")]
    [InlineData("08-12 34 56", "SE", "+468123456")]
    [InlineData("046-12 34 56", "SE", "+4646123456")]
    // Denmark, Faroes, Greenland, Iceland: no trunk prefix.
    [InlineData("20 12 34 56", "DK", "+4520123456")]
    [InlineData("0045 20123456", "NO", "+4520123456")]
    [InlineData("21 23 45", "FO", "+298212345")]
    [InlineData("22 12 34", "GL", "+299221234")]
    [InlineData("612 3456", "IS", "+3546123456")]
    [InlineData("385 123 456", "IS", "+354385123456")]
    // Finland and Åland: trunk 0, lengths vary.
    [InlineData("040 123 4567", "FI", "+358401234567")]
    [InlineData("040 1234567", "AX", "+358401234567")]
    [InlineData("018 12345", "AX", "+3581812345")]
    [InlineData("358401234567", "FI", "+358401234567")]
    [InlineData("+358 (0)9 123 456", null, "+3589123456")]
    public void ToE164_NordicSpellings_AreUnderstood(string text, string? country, string expected) =>
        Assert.Equal(expected, PhoneNumber.ToE164(text, country));

    [Theory]
    [InlineData("020 7946 0000", "GB", "+442079460000")]
    [InlineData("(212) 555-0100", "US", "+12125550100")]
    [InlineData("1-212-555-0100", "US", "+12125550100")]
    [InlineData("011 47 912 34 567", "US", "+4791234567")]
    [InlineData("+1 242 365 0100", null, "+12423650100")]
    [InlineData("06 1234 5678", "IT", "+390612345678")]
    [InlineData("+39 06 1234 5678", null, "+390612345678")]
    [InlineData("0176 12345678", "DE", "+4917612345678")]
    [InlineData("06 12 34 56 78", "FR", "+33612345678")]
    [InlineData("8 (912) 345-67-89", "RU", "+79123456789")]
    [InlineData("06 20 123 4567", "HU", "+36201234567")]
    [InlineData("512 345 678", "PL", "+48512345678")]
    [InlineData("8 029 1234567", "BY", "+375291234567")]
    [InlineData("8029 123 45 67", "BY", "+375291234567")]
    [InlineData("+370 612 34567", null, "+37061234567")]
    [InlineData("0011 61 412 345 678", "AU", "+61412345678")]
    [InlineData("+86 138 0013 8000", null, "+8613800138000")]
    [InlineData("+881 612 345 678", null, "+881612345678")]
    public void ToE164_TheRestOfTheWorld_ByCallingCode(string text, string? country, string? expected) =>
        Assert.Equal(expected, PhoneNumber.ToE164(text, country));

    [Theory]
    [InlineData("91234567", null)]
    [InlineData("9123456", "NO")]
    [InlineData("912345678", "NO")]
    [InlineData("12345678", "NO")]
    [InlineData("+47 12345678", null)]
    [InlineData("12 34 56 78", "DK")]
    [InlineData("+298 12345", null)]
    [InlineData("112", "NO")]
    [InlineData("+999 123456789", null)]
    [InlineData("+210 123456789", null)]
    [InlineData("+", "NO")]
    [InlineData("++4791234567", "NO")]
    [InlineData("+47 912 34 567 ext. 12", "NO")]
    [InlineData("912 34 567 / 22 33 44 55", "NO")]
    [InlineData("ring meg", "NO")]
    [InlineData("", "NO")]
    [InlineData("+1 112 555 0100", null)]
    [InlineData("+4691234567890123456", null)]
    public void ToE164_NoNumber_IsNull(string text, string? country) => Assert.Null(PhoneNumber.ToE164(text, country));

    // Possible by length, whether or not its range is in use: the library's ranges are older than the regulators'.
    [Theory]
    [InlineData("+243 1234567", null, "+2431234567")]
    [InlineData("+44 20 0000 0000", null, "+442000000000")]
    [InlineData("+46 1 234 567", null, "+461234567")]
    [InlineData("0123 456789", "DE", "+49123456789")]
    [InlineData("+91 12345 67890", null, "+911234567890")]
    public void ToE164_PossibleNumbers_AreAccepted(string text, string? country, string expected) =>
        Assert.Equal(expected, PhoneNumber.ToE164(text, country));

    [Theory]
    [InlineData("(+47) 424 49 177 (mobil)", null, "+4742449177")]
    [InlineData("+47 424 49 177 [privat]", null, "+4742449177")]
    [InlineData("Mob.: 424 49 177", "NO", "+4742449177")]
    [InlineData("Mob. 424 49 177", "NO", "+4742449177")]
    [InlineData("tlf 22 00 00 00", "NO", "+4722000000")]
    [InlineData("Tlf.nr.: 22 00 00 00", "NO", "+4722000000")]
    [InlineData("424 49 177 (jobb)", "NO", "+4742449177")]
    [InlineData("424 49 177 - jobb", "NO", "+4742449177")]
    [InlineData("424 49 177, privat mobil", "NO", "+4742449177")]
    [InlineData("(mobil) +47 424 49 177", null, "+4742449177")]
    [InlineData("tel: +47 424 49 177", null, "+4742449177")]
    [InlineData("Tfn 070-123 45 67 (arbete)", "SE", "+46701234567")]
    [InlineData("Anna (mamma): 070-123 45 67", "SE", "+46701234567")]
    [InlineData("Puh. 040 123 4567", "FI", "+358401234567")]
    [InlineData("sími: 612 3456", "IS", "+3546123456")]
    [InlineData("M: +46 (0)70-123 45 67", null, "+46701234567")]
    [InlineData("0047 424 49 177 (bare SMS)", null, "+4742449177")]
    public void ToE164_LabelsAndNotesAround_AreNotPartOfTheNumber(string text, string? country, string expected) =>
        Assert.Equal(expected, PhoneNumber.ToE164(text, country));

    [Theory]
    [InlineData("1-800-FLOWERS", "US")]
    [InlineData("1-800-356-9377 FLOWERS", "US")]
    [InlineData("22 00 00 00 (ext 12)", "NO")]
    [InlineData("22 00 00 00 (internnr)", "NO")]
    [InlineData("ext: 22 00 00 00", "NO")]
    [InlineData("lokal 1234", "NO")]
    [InlineData("22 00 00 00 x 12", "NO")]
    [InlineData("22 00 00 00 linje 3", "NO")]
    [InlineData("+47 22 00 00 00;ext=12", null)]
    [InlineData("22 00 00 00 #12", "NO")]
    [InlineData("912 34 567 (mobil) 22 33 44 55 (jobb)", "NO")]
    [InlineData("912 34 567 eller 22 33 44 55", "NO")]
    [InlineData("(mobil)", "NO")]
    [InlineData("mobil", "NO")]
    [InlineData("():", "NO")]
    public void ToE164_LettersWithinExtensionsAndSecondNumbers_AreRefused(string text, string? country) =>
        Assert.Null(PhoneNumber.ToE164(text, country));

    [Theory]
    [InlineData("+46 70 123 45 67", true, "701234567")]
    [InlineData("0046 70-123 45 67", true, "701234567")]
    [InlineData("+46 (0)70 123 45 67", true, "701234567")]
    [InlineData("070-123 45 67", false, "701234567")]
    [InlineData("(0)70-123 45 67 (mobil)", false, "701234567")]
    [InlineData("21704176", false, "21704176")]
    [InlineData("+4521704176", true, "21704176")]
    [InlineData("02800", false, "02800")]
    [InlineData("+39 06 1234 5678", true, "0612345678")]
    [InlineData("ring meg", false, null)]
    [InlineData("", false, null)]
    [InlineData("+999 1234", false, null)]
    public void StatesCountry_AndNationalDigits_UseTheTextOnly(string text, bool states, string? digits)
    {
        Assert.Equal(states, PhoneNumber.StatesCountry(text));
        Assert.Equal(digits, PhoneNumber.NationalDigits(text));
    }

    [Theory]
    [InlineData("+47 912 34 567", "NO")]
    [InlineData("0046 70 123 45 67", "SE")]
    [InlineData("+1 242 365 0100", "US")]
    [InlineData("+243 1234567", "CD")]
    [InlineData("+881 612 345 678", null)]
    [InlineData("912 34 567", null)]
    public void CountryOf_SharedCallingCode_IsTheLargestCountry(string text, string? country) =>
        Assert.Equal(country, PhoneNumber.CountryOf(text));

    // The everyday forms of four countries are not sent through the library's parser; it must answer the same.
    [Theory]
    [InlineData("NO", 47, "", 8, 8)]
    [InlineData("DK", 45, "", 8, 8)]
    [InlineData("SE", 46, "0", 7, 9)]
    [InlineData("FI", 358, "0", 7, 9)]
    public void ToE164_EverydayForms_AgreeWithTheLibrary(
        string country,
        int code,
        string trunk,
        int shortest,
        int longest
    )
    {
        var library = PhoneNumberUtil.GetInstance();
        for (var length = shortest; length <= longest; length++)
        {
            for (var start = 10; start <= 99; start++)
            {
                var national = start.ToString(CultureInfo.InvariantCulture).PadRight(length, '4');
                if (trunk.Length == 0 && start < 20)
                {
                    continue;
                }

                var expected = $"+{code}{national}";
                var there = library.Parse(expected, null);
                var home = library.Parse(trunk + national, country);
                Assert.Equal(expected, library.Format(there, PhoneNumberFormat.E164));
                Assert.Equal(expected, library.Format(home, PhoneNumberFormat.E164));
                Assert.Equal(PhoneNumberUtil.ValidationResult.IS_POSSIBLE, library.IsPossibleNumberWithReason(there));
                Assert.Equal(expected, PhoneNumber.ToE164(expected, null));
                Assert.Equal(expected, PhoneNumber.ToE164(trunk + national, country));
            }
        }
    }

    [Fact]
    public void PlanOf_EveryCountryWithTelephones_HasOne()
    {
        // The uninhabited territories are served by their neighbours' plans.
        var without = Country.Codes.Where(code => PhoneNumber.PlanOf(code) is null);
        Assert.Empty(without);
    }
}
