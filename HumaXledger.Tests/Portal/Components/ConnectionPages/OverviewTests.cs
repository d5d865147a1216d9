using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Components.Pages.Connection.Overview;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>What the overview says of what waits, of today and of the people.</summary>
public sealed class OverviewTests : ComponentTest
{
    private static readonly Delays None = new(0, null, null);

    private readonly Connection _connection = Samples.Connection();

    [Fact]
    public void Needs_NothingWaits_SaysSo()
    {
        SignIn(Role.IntegrationReviewer);
        _connection.State = ConnectionState.Active;

        var shown = Needs(Overview(), Figures());

        Assert.Contains(Words.English<FrontText>("NothingWaits"), TextOf(shown.Find("p")), StringComparison.Ordinal);
        Assert.Empty(shown.FindAll("li"));
    }

    [Fact]
    public void Needs_OfEachKind_AreTheMostUrgentFirstAndLeadToTheirRows()
    {
        SignIn(Role.IntegrationAdministrator);
        var overview = Overview(failed: 2, held: 1, manual: 3) with
        {
            Alerts = [Problem(AlertReasons.Drift, "30", "20")],
        };

        var shown = Needs(overview, Figures(OpenCause.Failed, OpenCause.Undecided, OpenCause.Undecided));

        Assert.Equal(
            [
                "Problem",
                "Failed",
                "Awaiting approval",
                "For the next synchronization",
                "Not synchronized yet",
                "Left to do",
            ],
            shown.FindAll(".ui-status").Select(TextOf)
        );
        Assert.Equal(
            ["/changes?list=Failed", "/changes?list=Held", "/changes?list=ForManualSync", "/sync", "/differences"],
            shown.FindAll("a.mud-button").Select(link => PathOf(link.GetAttribute("href")))
        );
        Assert.Equal(
            ["/differences?cause=Failed", "/differences?cause=Undecided"],
            shown.FindAll("li li a").Select(link => PathOf(link.GetAttribute("href")))
        );
        Assert.Equal(["1 could not be written", "2 not decided"], shown.FindAll("li li").Select(TextOf));
        Assert.Contains(
            "The systems differ in 30 values; the limit for an alert is 20.",
            TextOf(shown.Find("li")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Needs_ForAViewer_HaveNoLinksToPeople()
    {
        SignIn(Role.Viewer);

        var shown = Needs(Overview(failed: 1, held: 1), Figures(OpenCause.Failed));

        Assert.Equal(4, shown.FindAll(".ui-status").Count);
        Assert.Empty(shown.FindAll("a"));
    }

    [Theory]
    [InlineData("en-GB", 1, "Changes to 1 person could not be written")]
    [InlineData("nb-NO", 2, "Endringer for 2 personer kunne ikke skrives")]
    [InlineData("sv-SE", 1, "Ändringar för 1 person kunde inte skrivas")]
    public void Need_InEachLanguage_HasARealPlural(string culture, int failed, string text)
    {
        Use(culture);
        SignIn(Role.IntegrationReviewer);

        Assert.Contains(text, TextOf(Needs(Overview(failed), Figures()).Find("li")), StringComparison.Ordinal);
    }

    [Fact]
    public void Today_WithChanges_LinksEachNumberToItsRows()
    {
        SignIn(Role.IntegrationReviewer);
        var day = new Delays(1234, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(2));

        var shown = Today(Overview(waiting: 5, day: day) with { ComingUp = 4 });

        Assert.Equal(["1,234", "5", "4", "12"], shown.FindAll(".ui-tile strong").Select(TextOf));
        Assert.Equal(
            ["#latest", "/changes?list=Waiting", "/coming-up"],
            shown.FindAll("a.ui-tile").Select(link => PathOf(link.GetAttribute("href")))
        );
        Assert.Contains(
            "half within 0.8 s, 95 % within 2.0 s",
            TextOf(shown.Find(".ui-tile")),
            StringComparison.Ordinal
        );
        Assert.Equal("12", shown.Find("progress").GetAttribute("value"));
    }

    [Theory]
    [InlineData("en-GB", "change from Huma written to Xledger in 24 hours", "person being processed")]
    [InlineData("nb-NO", "endring fra Huma skrevet til Xledger siste 24 timer", "person som behandles")]
    [InlineData("sv-SE", "ändring från Huma skriven till Xledger de senaste 24 timmarna", "person som behandlas")]
    public void Today_WithOneOfEach_HasTheSingular(string culture, string changes, string waiting)
    {
        Use(culture);
        SignIn(Role.Viewer);

        var tiles = Today(Overview(waiting: 1, day: new Delays(1, null, null))).FindAll(".ui-tile");

        Assert.Contains(changes, TextOf(tiles[0]), StringComparison.Ordinal);
        Assert.Contains(waiting, TextOf(tiles[1]), StringComparison.Ordinal);
    }

    [Fact]
    public void Today_ForAViewer_ShowsCountsOnly()
    {
        SignIn(Role.Viewer);
        var last = new Arrival(new HumaId("h"), "Åse Ødegård", Clock.GetUtcNow().UtcDateTime, TimeSpan.FromSeconds(1));

        var shown = Today(Overview(last: last));

        Assert.Empty(shown.FindAll("a"));
        Assert.DoesNotContain("Åse", shown.Markup, StringComparison.Ordinal);
        Assert.Contains(Words.English<ChangesText>("None"), TextOf(shown.Find("dl")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 5)]
    [InlineData(false, 0)]
    public void PeopleFigures_ForWhoMaySeePeople_AreLinks(bool people, int links)
    {
        var shown = Render<PeopleFigures>(parameters =>
            parameters.Add(tiles => tiles.Figures, Figures(OpenCause.Undecided)).Add(tiles => tiles.People, people)
        );

        // People whom no rule leaves out have no tile.
        Assert.Equal(["1", "0", "0", "0", "0"], shown.FindAll("strong").Select(TextOf));
        Assert.Equal(links, shown.FindAll("a").Count);
    }

    [Fact]
    public void ChangesPerDay_AsATable_HasTheDaysWithChanges()
    {
        var today = new DateOnly(2026, 11, 29);

        var shown = Render<ChangesPerDay>(parameters =>
            parameters.Add(
                chart => chart.Days,
                [new(today.AddDays(-2), 3), new(today.AddDays(-1), 0), new(today, 1200)]
            )
        );

        Assert.Equal(["27 Nov 2026 3", "29 Nov 2026 1,200"], shown.FindAll("tbody tr").Select(TextOf));
        Assert.Contains(
            "1,203 changes. Most on 29 Nov 2026: 1,200.",
            TextOf(shown.Find("section")),
            StringComparison.Ordinal
        );
        Assert.Equal(3, shown.FindAll("rect").Count);
    }

    [Fact]
    public void ChangesPerDay_WithoutChanges_SaysSo()
    {
        var shown = Render<ChangesPerDay>(parameters =>
            parameters.Add(chart => chart.Days, [new(new DateOnly(2026, 11, 29), 0)])
        );

        Assert.Equal("No changes written in the last 30 days.", TextOf(shown.Find("p")));
        Assert.Empty(shown.FindAll("svg, table"));
    }

    private string PathOf(string? address) =>
        address!.Replace($"/connections/{_connection.Id}", "", StringComparison.Ordinal);

    private IRenderedComponent<OverviewNeeds> Needs(ConnectionOverview overview, ConnectionFigures? figures) =>
        Render<OverviewNeeds>(parameters =>
            parameters
                .Add(list => list.Connection, _connection)
                .Add(list => list.Overview, overview)
                .Add(list => list.Figures, figures)
        );

    private IRenderedComponent<TodayFigures> Today(ConnectionOverview overview) =>
        Render<TodayFigures>(parameters =>
            parameters.Add(today => today.ConnectionId, _connection.Id).Add(today => today.Overview, overview)
        );

    private Alert Problem(string code, params string[] arguments) =>
        new()
        {
            Id = code.Length,
            ConnectionId = _connection.Id,
            Problem = code,
            Arguments = arguments,
            OpenedAt = Clock.GetUtcNow().UtcDateTime,
        };

    private static ConnectionOverview Overview(
        int failed = 0,
        int held = 0,
        int manual = 0,
        int waiting = 0,
        Delays? day = null,
        Arrival? last = null
    ) =>
        new(
            null,
            null,
            12,
            5000,
            new ChangeQueueStatistics(waiting, 0, held, 0, failed, manual, day ?? None, None, last),
            [],
            []
        );

    private ConnectionFigures Figures(params OpenCause[] open) =>
        new(
            _connection.Id,
            Guid.NewGuid(),
            ComparisonPurpose.Review,
            Clock.GetUtcNow().UtcDateTime,
            [],
            [
                .. open.Select(cause => new OpenDifference(
                    new HumaId("h"),
                    new XledgerId("1"),
                    "Åse Ødegård",
                    Field.Phone,
                    FieldValue.Nothing,
                    FieldValue.Nothing,
                    null,
                    cause,
                    null,
                    null
                )),
            ]
        )
        {
            WrittenSince = 0,
            Candidates = [],
        };
}
