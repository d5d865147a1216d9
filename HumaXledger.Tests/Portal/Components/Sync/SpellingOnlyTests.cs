using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>One person with three hundred rows that differ in nothing but the spelling of many words.</summary>
public sealed class SpellingOnlyTests : ComponentTest
{
    private const int Rows = 300;
    private const int MostShown = 130;

    public SpellingOnlyTests() => Services.AddSingleton(new Review(null!, null!, null!, null!, null!, Clock));

    [Fact]
    public void Rows_OfOnePersonInSpellingOnly_AreCountedAndShownInPart()
    {
        SignIn(Role.IntegrationAdministrator);
        var words = string.Join(' ', Enumerable.Range(0, Rows).Select(number => $"ord{number}"));
        var session = SampleReview.Of([
            .. Enumerable
                .Range(0, Rows)
                .Select(number => $"{words} {number}")
                .Select(text => SampleReview.Conflict("Kari", Field.JobTitle, text, text.ToUpperInvariant())),
        ]);

        var step = Render<DifferencesStep>(parameters => parameters.Add(one => one.Session, session));

        Assert.Equal("All 300", TextOf(step.Find(".ui-chips button")));
        Assert.Contains("300 differences", TextOf(step.Find("tr.ui-review-group")), StringComparison.Ordinal);
        Assert.InRange(step.FindComponents<DifferenceCells>().Count, 1, MostShown);
        // So many marks do not help, and finding them costs the square of their number.
        Assert.Empty(step.FindAll("tbody mark"));
        Assert.InRange(step.Markup.Length, 0, 1_500_000);
    }
}
