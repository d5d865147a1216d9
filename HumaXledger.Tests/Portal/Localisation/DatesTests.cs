using System.Globalization;
using HumaXledger.Portal.Localisation;

namespace HumaXledger.Tests.Portal.Localisation;

/// <summary>A date is read the same by every reader of a language.</summary>
public sealed class DatesTests
{
    private static readonly DateTime Moment = new(2026, 11, 3, 9, 21, 0, DateTimeKind.Unspecified);

    [Theory]
    [InlineData("en-GB", "3 Nov 2026, 09:21")]
    [InlineData("en-US", "3 Nov 2026, 09:21")]
    [InlineData("en-AU", "3 Nov 2026, 09:21")]
    [InlineData("nb-NO", "03.11.2026 09:21")]
    [InlineData("sv-SE", "2026-11-03 09:21")]
    public void Moment_IsWrittenAsTheLanguageDoes(string culture, string expected)
    {
        Use(culture);

        Assert.Equal(expected, Dates.Moment(Moment));
    }

    [Theory]
    [InlineData("en-US", "3 Nov 2026")]
    [InlineData("nb-NO", "03.11.2026")]
    [InlineData("sv-SE", "2026-11-03")]
    public void Day_IsWrittenAsTheLanguageDoes(string culture, string expected)
    {
        Use(culture);

        Assert.Equal(expected, Dates.Day(DateOnly.FromDateTime(Moment)));
    }

    private static void Use(string culture) =>
        (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (
            CultureInfo.GetCultureInfo(culture),
            CultureInfo.GetCultureInfo(culture)
        );
}
