using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Portal.Components.Runs;

/// <summary>All changes of a run: filters, order and parts in the address; undo of a value and of a person.</summary>
public sealed class ChangeListTests : ComponentTest
{
    private static readonly ChangeRecord[] Three =
    [
        SampleRun.Change(1, ChangeState.Confirmed, name: "Anna"),
        SampleRun.Change(2, ChangeState.Failed, Side.Huma, Field.Phone, "Berit"),
        SampleRun.Change(3, ChangeState.Confirmed, Side.Huma, Field.JobTitle, "Carl"),
    ];

    public ChangeListTests()
    {
        Services.AddSingleton(Options.Create(new RevealOptions())).AddScoped<Reveal>();
        SignIn(Role.IntegrationAdministrator);
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void Rows_ShowBeforeAfterAndWhatBecameOfThem()
    {
        var list = List(Three);

        Assert.Equal(
            ["Person", "Field", "Value before", "New value", "Value now", "Result", "Undo"],
            list.FindAll("thead th").Select(TextOf)
        );
        Assert.Equal(
            "Anna Job title Xledger Kokk Servitør Servitør Confirmed Undo value",
            TextOf(list.FindAll("tbody tr")[0])
        );
        Assert.Contains("–", TextOf(list.FindAll("tbody tr")[1]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("?state=Failed", "Berit")]
    [InlineData("?to=Huma", "Berit, Carl")]
    [InlineData("?to=Huma&field=JobTitle", "Carl")]
    [InlineData("?q=ann", "Anna")]
    [InlineData("?sort=-person", "Carl, Berit, Anna")]
    [InlineData("?state=Nonsense&to=5", "Anna, Berit, Carl")]
    public void Address_IsTheListAgain(string query, string people)
    {
        var list = List(Three, query);

        Assert.Equal(people, string.Join(", ", list.FindAll("tbody th").Select(TextOf)));
    }

    [Fact]
    public async Task Chip_PutsItsFilterIntoTheAddressAndCountsItsRows()
    {
        Navigation.NavigateTo("/run?page=2");
        var list = List(Three);

        Assert.Equal(
            ["All 3", "Confirmed 2", "Failed 1", "To Xledger 1", "To Huma 2"],
            list.FindAll(".ui-chip").Select(TextOf)
        );
        await list.FindAll(".ui-chip")[2].ClickAsync();

        Assert.EndsWith("/run?state=Failed", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Search_WhileTyping_ShowsTheRowsAndThenIsInTheAddress()
    {
        Navigation.NavigateTo("/run");
        var list = List(Three);

        await list.Find("#change-search").InputAsync(new() { Value = "ber" });
        Assert.Equal("1 of 3 shown", TextOf(list.Find("p[role=status]")));
        Assert.EndsWith("/run", Navigation.Uri, StringComparison.Ordinal);

        await list.Find("#change-search").ChangeAsync(new() { Value = "ber" });
        Assert.EndsWith("/run?q=ber", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public void WhatAllHaveInCommon_IsNoFilter() =>
        Assert.Equal(["All 1"], List([Three[0]]).FindAll(".ui-chip").Select(TextOf));

    [Fact]
    public void NoChanges_SaysSoWithoutFilters()
    {
        var list = List([]);

        Assert.Equal(Words.English<RunText>("All.Empty"), TextOf(list.Find(".ui-empty-title")));
        Assert.Empty(list.FindAll("input, .ui-chip"));
    }

    [Fact]
    public void FilterWithoutRows_SaysSo() =>
        Assert.Equal(Words.English<RunText>("All.None"), TextOf(List(Three, "?q=zz").Find(".ui-empty-title")));

    [Fact]
    public void Many_AreInPartsWithAnAddressEach()
    {
        var changes = Enumerable.Range(1, 120).Select(id => SampleRun.Change(id, ChangeState.Confirmed)).ToArray();
        Navigation.NavigateTo("/run?page=3");

        var list = List(changes, "?page=3");

        Assert.Equal(20, list.FindAll("tbody tr").Count);
        Assert.Equal("101–120 of 120", TextOf(list.Find(".ui-pager p")));
    }

    [Fact]
    public void Undo_OfAPerson_IsOfferedWhereMoreThanOneValueWasWritten()
    {
        var two = SampleRun.Change(2, ChangeState.Confirmed, field: Field.Phone);
        two.HumaId = new HumaId("h1");

        var list = List([SampleRun.Change(1, ChangeState.Confirmed), two, Three[2]]);

        Assert.Equal(
            [
                "/run/undo?change=1",
                "/run/undo?change=1&person=true",
                "/run/undo?change=2",
                "/run/undo?change=2&person=true",
                "/run/undo?change=3",
            ],
            list.FindAll("tbody td a").Select(link => link.GetAttribute("href"))
        );
        Assert.Equal("Undo value: Job title, Åse Ødegård", list.Find("tbody td a").GetAttribute("aria-label"));
    }

    [Fact]
    public void Undo_OfAnAddedPerson_IsNotOffered()
    {
        var list = List([SampleRun.Change(1, ChangeState.Confirmed, kind: ChangeKind.Create)]);

        Assert.Empty(list.FindAll("tbody td a"));
        Assert.DoesNotContain("Undo", list.FindAll("thead th").Select(TextOf));
        Assert.Equal("New", TextOf(list.Find("tbody .ui-badge")));
    }

    [Fact]
    public void SensitiveValue_IsMasked()
    {
        var change = SampleRun.Change(1, ChangeState.Confirmed, field: Field.BankAccount, to: "15032080119");

        var list = List([change]);

        Assert.DoesNotContain("15032080119", list.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("119", TextOf(list.Find("tbody")), StringComparison.Ordinal);
        Assert.Contains("•••••••••••", list.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void OnAPhone_IsACardWithTheResultFirst()
    {
        var list = List(Three, narrow: true);

        Assert.Empty(list.FindAll("table"));
        Assert.Equal("Anna Confirmed Job title · Xledger Kokk → Servitør Undo value", TextOf(list.Find("li.ui-card")));
    }

    private IRenderedComponent<ChangeList> List(
        IReadOnlyList<ChangeRecord> changes,
        string query = "",
        bool narrow = false
    )
    {
        var parts = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query);
        string? Part(string name) => parts.TryGetValue(name, out var value) ? $"{value}" : null;
        return Render<ChangeList>(parameters =>
            parameters
                .Add(list => list.ConnectionId, Guid.NewGuid())
                .Add(list => list.Changes, changes)
                .Add(list => list.RunPath, "/run")
                .Add(
                    list => list.Filter,
                    ChangeFilter.Read(
                        Part("q"),
                        Part("state"),
                        Part("to"),
                        Part("added"),
                        Part("field"),
                        Part("sort"),
                        Part("page") is { } page
                            ? int.Parse(page, System.Globalization.CultureInfo.InvariantCulture)
                            : null
                    )
                )
                .AddCascadingValue(MainLayout.NarrowScreen, narrow)
        );
    }
}
