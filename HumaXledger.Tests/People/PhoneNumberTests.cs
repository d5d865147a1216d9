using HumaXledger.Core.People;

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
    public void ToE164_NordicSpellings_AreUnderstood(string text, string? country, string expected) => Assert.Equal(expected, PhoneNumber.ToE164(text, country));

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
    public void ToE164_TheRestOfTheWorld_ByCallingCode(string text, string? country, string? expected) => Assert.Equal(expected, PhoneNumber.ToE164(text, country));

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
    public void ToE164_WhatIsNoNumber_IsNull(string text, string? country) => Assert.Null(PhoneNumber.ToE164(text, country));

    [Fact]
    public void NumberingPlans_NoCodeBeginsAnother_SoTheLongestPrefixIsTheOnlyOne()
    {
        var codes = NumberingPlans.All.Select(plan => plan.Code).ToList();
        Assert.All(codes, code => Assert.DoesNotContain(codes, other => other != code && other.StartsWith(code, StringComparison.Ordinal)));
    }

    [Fact]
    public void NumberingPlans_EveryCountryWithTelephones_HasOne()
    {
        // Kosovo included; the uninhabited French south and Bouvet are served by their neighbours' codes.
        var without = Country.Codes.Where(code => NumberingPlans.OfCountry(code) is null);
        Assert.Empty(without);
    }

    [Fact]
    public void NumberingPlans_Longest_FitsE164() =>
        Assert.All(NumberingPlans.All, plan => Assert.True(plan.Code.Length + plan.Longest <= 15 && plan.Shortest <= plan.Longest, plan.Code));
}
