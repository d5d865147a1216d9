using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Components.Pages.Activity;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>An entry of the activity log says whom and which field it is about, and leads there.</summary>
public sealed class ActivitySentenceTests : ComponentTest
{
    private static readonly Guid Connection = new("0d6c2c4e-4f0e-4b6c-9a57-1d9f4b1f8f11");
    private static readonly HumaId Huma = new("7c0a3b52-2f3c-4f2f-8f0e-5b7d9a4c1e22");

    [Theory]
    [InlineData("en-GB", "Showed Bank account number of Åse Nordmann-Ødegård unmasked.")]
    [InlineData("nb-NO", "Viste Bankkontonummer for Åse Nordmann-Ødegård umaskert.")]
    [InlineData("sv-SE", "Visade Bankkontonummer för Åse Nordmann-Ødegård omaskerat.")]
    public void Entry_AboutAPerson_NamesFieldAndPersonWithALink(string culture, string expected)
    {
        Use(culture);
        SignIn(Role.IntegrationReviewer);

        var shown = Shown(Revealed, person: new(Huma, "Åse Nordmann-Ødegård"));

        Assert.Equal(expected, string.Concat(shown.Nodes.Select(node => node.TextContent)).Trim());
        Assert.Equal($"/connections/{Connection}/people/h-{Huma.Value}", shown.Find("a").GetAttribute("href"));
        Assert.Equal("Åse Nordmann-Ødegård", shown.Find("a").TextContent);
    }

    [Fact]
    public void Entry_AboutAPersonWhoseNameIsNotKnown_LeadsToThePersonAllTheSame()
    {
        SignIn(Role.IntegrationReviewer);

        var shown = Shown(Revealed, person: new(Huma, Name: null));

        Assert.Contains("Showed Bank account number of a person unmasked.", shown.Markup, StringComparison.Ordinal);
        Assert.Equal("Open the person", TextOf(Assert.Single(shown.FindAll("a"))));
    }

    [Fact]
    public void Entry_ForAUserWhoMayNotSeePeople_NamesNobodyAndLeadsNowhere()
    {
        SignIn();

        var shown = Shown(Revealed, person: new(Huma, "Åse Nordmann-Ødegård"), run: new(Guid.NewGuid(), 12));

        Assert.DoesNotContain("Åse", shown.Markup, StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("a"));
    }

    [Fact]
    public void Entry_AboutASynchronization_LeadsToIt()
    {
        SignIn(Role.IntegrationReviewer);
        var run = new ActivitySubjects.Run(Guid.NewGuid(), 12);

        var shown = Shown(Entry(ActivityCodes.RunCompleted, "12", "1", "0"), run: run);

        Assert.Contains(
            "Synchronization 12 finished: 1 change confirmed, 0 not made.",
            shown.Markup,
            StringComparison.Ordinal
        );
        Assert.Equal($"/connections/{Connection}/runs/{run.Id}", shown.Find("a").GetAttribute("href"));
    }

    [Theory]
    [InlineData("–", "Changed the scheduled check of Huma: off.")]
    [InlineData("1", "Changed the scheduled check of Huma: every minute.")]
    [InlineData("60", "Changed the scheduled check of Huma: every 60 minutes.")]
    public void Entry_WithAChoice_IsOneSentence(string minutes, string expected)
    {
        SignIn(Role.IntegrationReviewer);

        Assert.Contains(
            expected,
            Shown(Entry(ActivityCodes.QuickIntervalChanged, minutes)).Markup,
            StringComparison.Ordinal
        );
    }

    private static ActivityRecord Revealed => Entry(ActivityCodes.ValueRevealed, "bankAccount", Huma.Value, "17");

    private static ActivityRecord Entry(string code, params string[] arguments) =>
        ActivityRecord.Of(
            new Actor("1", "Kari", null, new HashSet<Role>()),
            code,
            new DateTime(2026, 11, 28, 11, 21, 0, DateTimeKind.Utc),
            Connection,
            arguments
        );

    private IRenderedComponent<ActivitySentence> Shown(
        ActivityRecord act,
        ActivitySubjects.Run? run = null,
        ActivitySubjects.Person? person = null
    ) =>
        Render<ActivitySentence>(parameters =>
            parameters.Add(one => one.Of, act).Add(one => one.Run, run).Add(one => one.Person, person)
        );
}
