using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Plans;
using HumaXledger.Tests.Planning;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using static HumaXledger.Tests.Planning.ComparisonBuilder;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>What a plan writes, what it cannot write, and what has to be confirmed before.</summary>
public sealed class PlannedChangesTests : ComponentTest
{
    private readonly List<(GuardKind, bool)> _confirmed = [];

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Changes_AreATableInTheOrderOfWriting()
    {
        var list = Changes(Plan(2).Changes);

        Assert.Equal(
            ["Person", "Written to", "Field", "Value now", "New value", "Reason"],
            list.FindAll("thead th").Select(TextOf)
        );
        Assert.Equal(Plan(2).Changes.Select(change => change.PersonName), list.FindAll("tbody th").Select(TextOf));
        Assert.Equal("4 of 4 shown", TextOf(list.Find("p[role=status]")));
    }

    [Fact]
    public async Task Filter_OfAField_IsInTheAddressAndBeginsWithTheFirstPart()
    {
        Navigation.NavigateTo("/sync/review?page=2");
        var list = Changes(Plan(2).Changes);

        await list.Find("#change-field").ChangeAsync(new() { Value = "JobTitle" });

        Assert.EndsWith("/sync/review?field=JobTitle", Navigation.Uri, StringComparison.Ordinal);
        Assert.All(list.FindAll("tbody tr"), row => Assert.Equal("Job title", TextOf(row.QuerySelectorAll("td")[1])));
        Assert.Equal("2 of 4 shown", TextOf(list.Find("p[role=status]")));
    }

    [Fact]
    public void Address_WithSearchAndOrder_IsTheListAgain()
    {
        Navigation.NavigateTo("/sync/review?q=berit&sort=-field");

        var list = Changes(Plan(2).Changes);

        Assert.Equal(
            ["Job title", "E-mail address"],
            list.FindAll("tbody tr").Select(row => TextOf(row.QuerySelectorAll("td")[1]))
        );
        Assert.Equal("descending", list.FindAll("thead th")[2].GetAttribute("aria-sort"));
        Assert.Equal("berit", list.Find("#change-search").GetAttribute("value"));
    }

    [Fact]
    public void Search_WithoutAResult_SaysSo()
    {
        Navigation.NavigateTo("/sync/review?q=nobody");

        Assert.Equal("No changes match the filter.", TextOf(Changes(Plan(2).Changes).Find(".ui-empty-title")));
    }

    [Fact]
    public void Nothing_ToWrite_HasNoFilters()
    {
        var list = Changes([]);

        Assert.Equal("Nothing will be written.", TextOf(list.Find(".ui-empty-title")));
        Assert.Empty(list.FindAll("input, select"));
    }

    [Fact]
    public async Task ByPerson_IsARowAPersonWithAllTheirValues()
    {
        var list = Changes(Plan(2).Changes);

        await list.Find("button.ui-chip").ClickAsync();

        Assert.EndsWith("group=person", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("true", list.Find("button.ui-chip").GetAttribute("aria-pressed"));
        Assert.Equal(2, list.FindAll("tbody tr").Count);
        Assert.Equal(2, list.FindAll("tbody tr")[0].QuerySelectorAll("dt").Length);
    }

    [Fact]
    public void Many_AreShownInPartsWithAnAddressEach()
    {
        Navigation.NavigateTo("/sync/review?page=2");

        var list = Changes(Plan(60).Changes);

        Assert.Equal(50, list.FindAll("tbody tr").Count);
        Assert.Equal("51–100 of 120", TextOf(list.Find(".ui-pager p")));
        Assert.Equal(["Previous page", "Next page"], list.FindAll(".ui-pager a").Select(TextOf));
        Assert.EndsWith("page=3", list.FindAll(".ui-pager a")[1].GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public void Whole_IsEveryRowForPaper()
    {
        Navigation.NavigateTo("/sync/review?page=2");

        Assert.Equal(120, Changes(Plan(60).Changes, whole: true).FindAll("tbody tr").Count);
    }

    [Fact]
    public async Task ListBesideAnother_HasNoAddressAndShowsMoreOnDemand()
    {
        Navigation.NavigateTo("/sync/review?q=nobody&page=2");
        var list = Changes(Plan(30).Changes, addressed: false);
        Assert.Equal(50, list.FindAll("tbody tr").Count);

        await list.Find("button").ClickAsync();

        Assert.Equal(60, list.FindAll("tbody tr").Count);
        Assert.Empty(list.FindAll("button, input"));
    }

    [Fact]
    public void OnAPhone_IsACardAChange()
    {
        var list = Changes(Plan(1).Changes, narrow: true);

        Assert.Empty(list.FindAll("table"));
        Assert.Equal(2, list.FindAll("li.ui-card").Count);
        Assert.StartsWith("Berit Bakke", TextOf(list.Find("li.ui-card")), StringComparison.Ordinal);
    }

    [Fact]
    public void Blocked_LeadsBackToItsRow()
    {
        var blocked = new BlockedChange(
            Side.Huma,
            new HumaId("h1"),
            new XledgerId("x1"),
            "Kari Nordmann",
            Field.Email,
            WriteObstacle.Correctable(new Reason(ValueReasons.EmailSyntax)).Kind,
            new Reason(ValueReasons.EmailSyntax)
        );

        var list = Render<BlockedList>(parameters =>
            parameters
                .Add(list => list.Caption, "1 value cannot be written")
                .Add(list => list.Blocked, [blocked])
                .Add(list => list.RowAddress, one => $"/row?q={one.PersonName}")
        );

        Assert.Equal("/row?q=Kari Nordmann", list.Find("tbody th a").GetAttribute("href"));
        Assert.Equal("Kari Nordmann Huma E-mail address This is not an e-mail address.", TextOf(list.Find("tbody tr")));
    }

    [Theory]
    [InlineData(Role.IntegrationAdministrator, false)]
    [InlineData(Role.Viewer, true)]
    public async Task SafetyLimit_IsConfirmedByThoseWhoMaySynchronize(Role role, bool disabled)
    {
        SignIn(role);
        var limits = Render<TrippedGuards>(parameters =>
            parameters
                .Add(
                    limits => limits.Guards,
                    [
                        new GuardResult(
                            GuardKind.CreatedInXledger,
                            12,
                            6,
                            new GuardLimit(5, 2),
                            Tripped: true,
                            Confirmed: false
                        ),
                        new GuardResult(
                            GuardKind.EmailChanged,
                            1,
                            1,
                            new GuardLimit(5, 2),
                            Tripped: false,
                            Confirmed: false
                        ),
                    ]
                )
                .Add(limits => limits.Confirm, EventCallback.Factory.Create<(GuardKind, bool)>(this, _confirmed.Add))
        );

        var box = Assert.Single(limits.FindAll("input"));
        Assert.Equal(disabled, box.HasAttribute("disabled"));
        Assert.Equal("Yes, add 12 people to Xledger", TextOf(limits.Find("label")));
        if (!disabled)
        {
            await box.ChangeAsync(new() { Value = true });
            Assert.Equal([(GuardKind.CreatedInXledger, true)], _confirmed);
        }
    }

    private IRenderedComponent<PlannedChanges> Changes(
        IReadOnlyList<PlannedChange> changes,
        bool addressed = true,
        bool narrow = false,
        bool whole = false
    ) =>
        Render<PlannedChanges>(parameters =>
            parameters
                .Add(list => list.ConnectionId, Guid.NewGuid())
                .Add(list => list.Caption, "All changes")
                .Add(list => list.Changes, changes)
                .Add(list => list.Addressed, addressed)
                .Add(list => list.Whole, whole)
                .AddCascadingValue(MainLayout.NarrowScreen, narrow)
        );

    // Two values a person, from Huma to Xledger.
    private static SyncPlan Plan(int people)
    {
        var ids = Enumerable.Range(1, people).Select(id => $"{id}").ToList();
        var comparison = Linked(
            [.. ids.Select(id => ComparisonBuilder.Huma(id, (Field.JobTitle, "Kokk")))],
            [
                .. ids.Select(id =>
                    ComparisonBuilder.Xledger(id, (Field.JobTitle, "Servitør"), (Field.Email, $"other{id}@example.no"))
                ),
            ]
        );
        return ComparisonBuilder.Plan(comparison, Choosing(FieldChoice.UseHuma, comparison.Differences));
    }
}
