using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Portal.Components.Pages.Connection.Overview;
using HumaXledger.Portal.Components.Pages.Front;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>What the start page says of connections and of what waits at them.</summary>
public sealed class HomeTests : ComponentTest
{
    private static readonly ConnectionSummary Quiet = new(
        Guid.Parse("00000000-0000-0000-0000-000000000001"),
        "Fjellheim Norge AS",
        ConnectionState.Active,
        null,
        "Fjellheim Norge AS",
        "Production",
        "Production",
        new DateTime(2026, 11, 28, 12, 39, 0, DateTimeKind.Utc),
        Running: false,
        Paused: false,
        Disconnected: false,
        Problems: 0,
        Waiting: 0,
        Held: 0,
        Failed: 0,
        ForManualSync: 0,
        Missed: 0
    );

    [Fact]
    public void Needs_OfSeveralConnections_AreTheMostUrgentFirstWithOneAddressEach()
    {
        var other = Quiet with { Id = Guid.NewGuid(), Name = "Fjellheim Sverige AB", Failed = 1, Paused = true };

        var needs = ConnectionNeed.Of(
            [Quiet with { Problems = 1, Held = 2, ForManualSync = 1, Missed = 3 }, other],
            id => id == Quiet.Id ? 6 : null
        );

        Assert.Equal(
            [
                NeedKind.Problem,
                NeedKind.Failed,
                NeedKind.Held,
                NeedKind.ForManualSync,
                NeedKind.Missed,
                NeedKind.Paused,
                NeedKind.LeftToDo,
            ],
            needs.Select(need => need.Kind)
        );
        Assert.Equal(
            [
                $"/connections/{Quiet.Id}",
                $"/connections/{other.Id}/changes?list=Failed",
                $"/connections/{Quiet.Id}/changes?list=Held",
                $"/connections/{Quiet.Id}/changes?list=ForManualSync",
                $"/connections/{Quiet.Id}#left-to-do",
                $"/connections/{other.Id}",
                $"/connections/{Quiet.Id}#left-to-do",
            ],
            needs.Select(need => need.Address)
        );
    }

    [Fact]
    public void Needs_OfADisconnectedOrRunningConnection_AreNone()
    {
        Assert.Empty(ConnectionNeed.Of([Quiet with { Disconnected = true, Failed = 3 }], _ => 5));
        Assert.Empty(ConnectionNeed.Of([Quiet with { State = ConnectionState.Established, Running = true }], _ => 0));
        Assert.Equal(
            NeedKind.Established,
            Assert.Single(ConnectionNeed.Of([Quiet with { State = ConnectionState.Established }], _ => null)).Kind
        );
    }

    [Theory]
    [InlineData("en-GB", 1, "Failed Fjellheim Norge AS Changes to 1 person could not be written Show")]
    [InlineData("nb-NO", 2, "Mislyktes Fjellheim Norge AS Endringer for 2 personer kunne ikke skrives Vis")]
    [InlineData("sv-SE", 1, "Misslyckades Fjellheim Norge AS Ändringar för 1 person kunde inte skrivas Visa")]
    public void Row_InEachLanguage_HasARealPlural(string culture, int failed, string text)
    {
        Use(culture);
        SignIn(Role.IntegrationReviewer);

        var list = List([Quiet with { Failed = failed }]);

        Assert.Equal(text, string.Join(' ', list.FindAll(".ui-status, strong, strong + span, a").Select(TextOf)));
    }

    [Fact]
    public void Row_ForAViewer_HasNoButtonToPeople()
    {
        SignIn(Role.Viewer);

        var list = List([Quiet with { Failed = 1, Paused = true }]);

        Assert.Equal("Open: Paused, Fjellheim Norge AS", Assert.Single(list.FindAll("a")).GetAttribute("aria-label"));
    }

    [Fact]
    public void List_NothingWaits_SaysSoOnlyWhenEverythingHasBeenRead()
    {
        SignIn(Role.Viewer);

        Assert.Equal("Loading …", TextOf(List([Quiet], complete: false).Find("[role=status]")));
        Assert.Equal("All good Nothing is waiting for you.", TextOf(List([Quiet]).Find("p")));
    }

    [Fact]
    public void Card_InUse_ShowsStateRequestsAndWhatWasWritten()
    {
        SignedIn(nameof(Permission.Prepare));

        var card = Card(Quiet with { Waiting = 1234 }, new ConnectionTrend([0, 2, 5], 12, 5000));

        Assert.Equal("Active", TextOf(card.Find(".ui-status")));
        Assert.Contains("12 of 5,000 this month", TextOf(card.Find("dl")), StringComparison.Ordinal);
        Assert.Equal("0.2 100", card.Find(".ui-ring circle + circle").GetAttribute("stroke-dasharray"));
        Assert.Equal("7 values written in 30 days", TextOf(card.Find(".ui-spark p")));
        Assert.Contains("Waiting: 1,234", TextOf(card.Find("article")), StringComparison.Ordinal);
        Assert.Equal("Sync users of Fjellheim Norge AS", card.Find("a.mud-button").GetAttribute("aria-label"));
    }

    [Theory]
    [InlineData(true, false, false, "Disconnected")]
    [InlineData(false, true, false, "Paused")]
    [InlineData(false, false, true, "Synchronizing")]
    public void Card_State_IsTheOneThatMatters(bool disconnected, bool paused, bool running, string state)
    {
        SignedIn();

        var card = Card(Quiet with { Disconnected = disconnected, Paused = paused, Running = running }, null);

        Assert.Equal(state, TextOf(card.Find(".ui-status")));
        Assert.Empty(card.FindAll("a.mud-button, .ui-spark"));
    }

    private void SignedIn(params string[] policies)
    {
        var user = AddAuthorization();
        user.SetAuthorized("Kari");
        user.SetPolicies(policies);
    }

    private IRenderedComponent<HomeNeeds> List(ConnectionSummary[] connections, bool complete = true) =>
        Render<HomeNeeds>(parameters =>
            parameters
                .Add(list => list.Needs, ConnectionNeed.Of(connections, _ => 0))
                .Add(list => list.Complete, complete)
        );

    private IRenderedComponent<ConnectionCard> Card(ConnectionSummary connection, ConnectionTrend? trend) =>
        Render<ConnectionCard>(parameters =>
            parameters.Add(card => card.Connection, connection).Add(card => card.Trend, trend)
        );
}
