using HumaXledger.Portal.Localisation;
using Microsoft.AspNetCore.Http;

namespace HumaXledger.Tests.Portal.Localisation;

public sealed class LanguageTests
{
    [Theory]
    [InlineData("/connections")]
    [InlineData("/connections/new?step=2#top")]
    [InlineData("/")]
    public void Here_PathOfThisSite_IsKept(string path) => Assert.Equal(path, LanguageSwitch.Here(path));

    [Theory]
    [InlineData("/ø?q=Åse%20B#æ", "/%C3%B8?q=%C3%85se%20B#%C3%A6")]
    [InlineData("/\U0001F600", "/%F0%9F%98%80")]
    public void Here_CharactersThatNoHeaderTakes_AreEncoded(string path, string expected) =>
        Assert.Equal(expected, LanguageSwitch.Here(path));

    // Not among the cases above: attributes hold UTF-8.
    [Fact]
    public void Here_HalfAPairOfSurrogates_IsReplaced() => Assert.Equal("/%EF%BF%BDx", LanguageSwitch.Here("/\ud800x"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("https://evil.example.com")]
    [InlineData("//evil.example.com")]
    [InlineData("/\\evil.example.com")]
    [InlineData("\\\\evil.example.com")]
    [InlineData("/connections\r\nSet-Cookie: a=b")]
    [InlineData("javascript:alert(1)")]
    [InlineData("connections")]
    public void Here_AnythingElse_IsTheStartPage(string? path) => Assert.Equal("/", LanguageSwitch.Here(path));

    [Theory]
    [InlineData("en-US,en;q=0.9", "en-US", "en")]
    [InlineData("en", "en-GB", "en")]
    [InlineData("nn-NO,nn;q=0.9,en;q=0.5", "nb-NO", "nb")]
    [InlineData("no", "nb-NO", "nb")]
    [InlineData("de,sv;q=0.8,en;q=0.9", "en-GB", "en")]
    [InlineData("sv-FI,fi;q=0.9", "sv-FI", "sv")]
    [InlineData("de-DE,de", null, null)]
    [InlineData("sv;q=0,nb", "nb-NO", "nb")]
    [InlineData("%%%", null, null)]
    public async Task Browser_AsksFor_GetsTheRegionOfTheLanguage(string header, string? culture, string? language)
    {
        var context = new DefaultHttpContext();
        context.Request.Headers.AcceptLanguage = header;

        var result = await new BrowserLanguage().DetermineProviderCultureResult(context);

        Assert.Equal((culture, language), (result?.Cultures[0].Value, result?.UICultures[0].Value));
    }
}
