using Bunit;
using HumaXledger.Portal.Components.Pages.Help;
using HumaXledger.Tests.Portal.Localisation;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>The help page: every word of the glossary, in each language, with an address.</summary>
public sealed class HelpPageTests : ComponentTest
{
    private static IEnumerable<string> Terms => Glossary.Sections.SelectMany(section => section.Terms);

    [Theory]
    [InlineData("en-GB")]
    [InlineData("nb-NO")]
    [InlineData("sv-SE")]
    public void Page_InThisLanguage_ExplainsEveryWord(string culture)
    {
        Use(culture);

        var page = Render<HelpPage>();

        Assert.Equal(Words.In<HelpText>(culture, "Title"), TextOf(page.Find("h1")));
        Assert.Equal(
            Terms.Select(term => Words.In<HelpText>(culture, $"Term.{term}")),
            page.FindAll("dl > dt").Select(TextOf)
        );
        Assert.Equal(
            Terms.Select(term => Words.In<HelpText>(culture, $"Term.{term}.Means")),
            page.FindAll("dl > dd").Select(TextOf)
        );
    }

    [Fact]
    public void Page_EveryAddress_LeadsToOnePlaceOnIt()
    {
        var page = Render<HelpPage>();

        var anchors = page.FindAll("[id]").Select(element => $"/help#{element.Id}").ToList();
        Assert.Distinct(anchors);
        Assert.Equal(anchors.Order(), page.FindAll("a").Select(link => link.GetAttribute("href")).Order());
    }

    [Fact]
    public void Page_Sections_AreNamedByTheirHeadings()
    {
        var page = Render<HelpPage>();

        Assert.All(page.FindAll("section"), section =>
            Assert.Equal(section.QuerySelector("h2")!.Id, section.GetAttribute("aria-labelledby"))
        );
        Assert.Equal(Glossary.Sections.Count, page.FindAll("section").Count);
    }

    [Theory]
    [InlineData("SafetyLimit", "/help#safety-limit")]
    [InlineData("Baseline", "/help#baseline")]
    public void Address_OfAWord_IsPlain(string term, string expected) => Assert.Equal(expected, Glossary.Address(term));
}
