using AngleSharp.Dom;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Sync;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static HumaXledger.Tests.Planning.ComparisonBuilder;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>A question of "Match people": one table, one answer, and the way back.</summary>
public sealed class MatchCardTests : ComponentTest
{
    private static readonly Person Guro = Bare(
        Side.Huma,
        "h1",
        (Field.GivenName, "Guro"),
        (Field.FamilyName, "Nguyen"),
        (Field.EmploymentId, "1216"),
        (Field.JobTitle, "Regnskapsmedarbeider"),
        (Field.Email, "guro.nguyen@example.no"),
        (Field.DateOfBirth, "1971-07-22"),
        (Field.Identification, "22077112345")
    );

    private static readonly Person First = Guro with { Side = Side.Xledger, Id = "x1" };

    private static readonly Person Second = With(
        First,
        "x2",
        (Field.EmploymentId, "01141"),
        (Field.JobTitle, "Dataanalytiker"),
        (Field.Email, "guro.nguyan@example.no"),
        (Field.Identification, "22077154321")
    ) with
    {
        Active = false,
    };

    private readonly List<XledgerId?> _answers = [];

    public MatchCardTests() => Services.AddSingleton(Options.Create(new RevealOptions())).AddScoped<Reveal>();

    [Fact]
    public void Question_TwoCandidates_IsOneTableWithARowAFieldAndAColumnARecord()
    {
        var card = Card([First, Second]);

        var table = Assert.Single(card.FindAll("table"));
        Assert.Equal("Which record in Xledger is Guro Nguyen?", TextOf(table.QuerySelector("caption")!));
        Assert.Equal(
            ["Huma 1216 Guro Nguyen", "Xledger 1216 Guro Nguyen", "Xledger 01141 Inactive Guro Nguyen"],
            card.FindAll("thead th[scope=col]").Select(TextOf)
        );
        Assert.Equal("Guro Nguyen", TextOf(card.Find("thead h2[tabindex='-1']")));
        Assert.Equal(
            ["E-mail address", "Date of birth", "Identification", "Job title", "Evidence"],
            card.FindAll("tbody th[scope=row]").Select(TextOf)
        );
        Assert.Equal(["None of these", "Same person", "Same person"], card.FindAll("tfoot button").Select(TextOf));
        Assert.Equal(
            "Same person: Guro Nguyen in Huma and Guro Nguyen (1216) in Xledger",
            card.FindAll("tfoot button")[1].GetAttribute("aria-label")
        );
    }

    [Fact]
    public void Values_EqualOnesHaveATickAndDifferingCharactersAreMarked()
    {
        var card = Card([First, Second]);

        var title = Row(card, "Job title");
        Assert.Equal(
            ["Regnskapsmedarbeider", "Regnskapsmedarbeider same as in Huma", "Dataanalytiker"],
            title.Select(TextOf)
        );
        Assert.Equal("Dataanalytiker", TextOf(title[2].QuerySelector("mark")!));
        Assert.Equal("a", TextOf(Row(card, "E-mail address")[2].QuerySelector("mark")!));
        Assert.Empty(title[1].QuerySelectorAll("mark"));
    }

    [Fact]
    public void SensitiveValue_IsMaskedAndMarkedAsAWholeOnly()
    {
        var card = Card([First, Second]);

        Assert.DoesNotContain("22077154321", card.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("22077112345", card.Markup, StringComparison.Ordinal);
        var cells = Row(card, "Identification");
        Assert.EndsWith("same in both", TextOf(cells[1]), StringComparison.Ordinal);
        Assert.NotNull(cells[2].QuerySelector(".ui-differs"));
        Assert.EndsWith("differ", TextOf(cells[2]), StringComparison.Ordinal);
        Assert.Empty(cells[2].QuerySelectorAll("mark"));
    }

    [Theory]
    [InlineData(false, "differ")]
    [InlineData(true, "differ in 1 digit")]
    public void SensitiveValue_OfAnotherDigit_IsSaidOnlyToWhoMaySeeNumbers(bool sensitive, string words)
    {
        SignIn(sensitive ? [Role.IntegrationReviewer, Role.SensitiveData] : [Role.IntegrationReviewer]);

        var card = Card([With(First, "x3", (Field.Identification, "22077112346"))]);

        Assert.Contains(words, TextOf(Row(card, "Identification")[1]).Replace("Show ", "", StringComparison.Ordinal));
        Assert.Equal(sensitive, card.Markup.Contains("1 digit", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("en-GB", "Match 89%|In favor: Same name|Against: Different e-mail addresses")]
    [InlineData("nb-NO", "Treff 89 %|For: Samme navn|Imot: Ulike e-postadresser")]
    [InlineData("sv-SE", "Träff 89 %|För: Samma namn|Emot: Olika e-postadresser")]
    public void Evidence_InEachLanguage_IsALineUnderTheCandidate(string culture, string lines)
    {
        Use(culture);

        var card = Card([First]);

        var cell = card.FindAll("tbody tr:last-child td")[1];
        Assert.Equal(
            lines.Split('|'),
            cell.QuerySelectorAll(".ui-match-confidence, .ui-evidence")
                .Select(part => TextOf(part).Replace('\u00A0', ' '))
        );
    }

    [Fact]
    public async Task Answer_ThatIsClicked_IsReportedOnce()
    {
        var card = Card([First, Second]);

        await card.FindAll("tfoot button")[2].ClickAsync();
        await card.FindAll("tfoot button")[0].ClickAsync();

        Assert.Equal([new XledgerId("x2"), null], _answers);
    }

    [Fact]
    public void Answered_SamePerson_IsOneLineWithAWayToChangeIt()
    {
        var card = Card([First, Second], new MatchDecision(new HumaId("h1"), new XledgerId("x2")));

        Assert.Empty(card.FindAll("table"));
        Assert.Equal(
            "Same person Guro Nguyen · Huma 1216 = Xledger 01141 Change",
            TextOf(card.Find("article[aria-label='Guro Nguyen']"))
        );
        Assert.Equal("Change the answer about Guro Nguyen", card.Find("button").GetAttribute("aria-label"));
    }

    [Fact]
    public void Answered_NotTheSame_SaysThatItIsRemembered()
    {
        Use("nb-NO");

        var card = Card([First, Second], new MatchDecision(new HumaId("h1"), null));

        Assert.Equal(
            "Ikke den samme Guro Nguyen · Huma 1216 ≠ Xledger 1216, 01141 Huskes: Du blir ikke spurt igjen. Endre",
            TextOf(card.Find("article"))
        );
    }

    [Fact]
    public async Task Answered_Reopened_ShowsTheAnswerAsPressedAndDoesNotAskAgainForTheSame()
    {
        var card = Card([First, Second], new MatchDecision(new HumaId("h1"), new XledgerId("x1")));

        await card.Find("button").ClickAsync();

        Assert.Equal(
            ["false", null, "true", "false"],
            card.FindAll("tfoot button").Select(button => button.GetAttribute("aria-pressed"))
        );
        await card.FindAll("tfoot button")[2].ClickAsync();
        Assert.Empty(_answers);
        Assert.Empty(card.FindAll("table"));
    }

    [Fact]
    public void Candidate_LinkedToAnotherUser_SaysSoAndLeadsThere()
    {
        var other = Guro with { Id = "h9", Values = Guro.Values.With(Field.GivenName, Value("Anna")) };

        var card = Card([First], other: other);

        Assert.Equal("Unlink and link here", TextOf(card.FindAll("tfoot button")[1]));
        Assert.Equal("Anna Nguyen", TextOf(card.Find(".ui-note a")));
        Assert.EndsWith("/people/h-h9", card.Find(".ui-note a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void OnAPhone_IsACardACandidateWithBothValuesSideBySide()
    {
        var card = Card([First, Second], narrow: true);

        var cards = card.FindAll(".ui-match-card");
        Assert.Equal(2, cards.Count);
        Assert.Single(card.FindAll("h2"));
        Assert.Equal(
            ["Huma 1216 Guro Nguyen", "Xledger 01141 Inactive Guro Nguyen"],
            cards[1].QuerySelectorAll("thead th").Select(TextOf)
        );
        Assert.All(cards[1].QuerySelectorAll("tbody"), field => Assert.Equal(2, field.QuerySelectorAll("td").Length));
        Assert.Equal(["Same person", "Same person", "None of these"], card.FindAll("button").Select(TextOf));
    }

    private static IReadOnlyList<IElement> Row(IRenderedComponent<MatchCard> card, string field) =>
        [.. card.FindAll("tbody tr").Single(row => TextOf(row.QuerySelector("th")!) == field).QuerySelectorAll("td")];

    private static Person With(Person person, string id, params (Field Field, string? Value)[] values) =>
        values.Aggregate(person with { Id = id }, (known, value) =>
            known with
            {
                Values = known.Values.With(value.Field, Value(value.Value)),
            }
        );

    private IRenderedComponent<MatchCard> Card(
        Person[] candidates,
        MatchDecision? answer = null,
        Person? other = null,
        bool narrow = false
    ) =>
        Render<MatchCard>(parameters =>
            parameters
                .Add(card => card.ConnectionId, Guid.NewGuid())
                .Add(
                    card => card.Question,
                    new MatchQuestion(
                        Guro,
                        [.. candidates.Select(person => new Candidate(person, 0.89, Observed))],
                        new Reason(MatchingReasons.AmbiguousSeveral)
                    )
                )
                .Add(card => card.Country, "NO")
                .Add(card => card.Answer, answer)
                .Add(card => card.OtherUser, _ => other)
                .Add(card => card.Choose, EventCallback.Factory.Create<XledgerId?>(this, _answers.Add))
                .AddCascadingValue(MainLayout.NarrowScreen, narrow)
        );

    private static IReadOnlyList<Evidence> Observed =>
        [
            new Evidence(Field.GivenName, Agrees: true, 6, new Reason("evidence.name.same")),
            new Evidence(Field.Email, Agrees: false, -2, new Reason("evidence.email.differs")),
        ];
}
