using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Components.Pages.Sync.Differences;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.Sync;

public sealed class DifferencesStepTests : ComponentTest
{
    // What is shown needs no store; choices are stored in the tests with a browser.
    public DifferencesStepTests() => Services.AddSingleton(new Review(null!, null!, null!, null!, null!, Clock));

    [Theory]
    [InlineData("en-GB", "No differences. Both systems agree on everyone they share.")]
    [InlineData("nb-NO", "Ingen forskjeller. Systemene er like for alle de har felles.")]
    [InlineData("sv-SE", "Inga skillnader. Systemen stämmer överens för alla de har gemensamt.")]
    public void Step_WithoutDifferences_SaysSoAndLeadsOn(string culture, string text)
    {
        Use(culture);

        var step = Shown(SampleReview.Of());

        Assert.Equal(text, TextOf(step.Find(".ui-empty-title")));
        Assert.Empty(step.FindAll("table, .ui-chips"));
        Assert.Equal(["/back", "/next"], step.FindAll(".ui-actionbar a").Select(link => link.GetAttribute("href")));
    }

    [Fact]
    public void Rows_ByPerson_AreBelowTheNameInItsOrder()
    {
        var step = Shown(
            SampleReview.Of(
                SampleReview.Conflict("Siri Vik"),
                SampleReview.Conflict("Berit Dahl"),
                SampleReview.Conflict("Berit Dahl", Field.Phone, "1", "2")
            )
        );

        Assert.Equal(
            [
                "Berit Dahl 1204 · 2 differences",
                "Phone number Conflict",
                "Job title Conflict",
                "Siri Vik 1204 · 1 difference",
                "Job title Conflict",
            ],
            step.FindAll("tbody th").Select(TextOf)
        );
        Assert.Equal(["Field", "Huma", "Xledger", "Note"], step.FindAll("thead th").Skip(1).Select(TextOf));
        Assert.Equal("6", step.Find("table").GetAttribute("aria-rowcount"));
    }

    [Fact]
    public void Rows_ByField_NameTheirPerson()
    {
        GoTo("?group=field");

        var step = Shown(SampleReview.Of(SampleReview.Conflict("Siri Vik"), SampleReview.Conflict("Berit Dahl")));

        Assert.Equal(
            ["Job title 2 differences", "Berit Dahl 1204 · Conflict", "Siri Vik 1204 · Conflict"],
            step.FindAll("tbody th").Select(TextOf)
        );
        Assert.Equal("Person", TextOf(step.FindAll("thead th")[1]));
    }

    [Theory]
    [InlineData("?state=Undecided", "Ola")]
    [InlineData("?state=decided", "Kari")]
    [InlineData("?state=refused", "Per")]
    [InlineData("?q=kar", "Kari")]
    [InlineData("?q=1204&field=Phone", "Per")]
    [InlineData("?kind=MissingInHuma", "Ola")]
    public void Address_WithAFilter_ShowsItsRows(string query, string person)
    {
        var decided = SampleReview.Conflict("Kari");
        var refused = SampleReview.Refused(SampleReview.Conflict("Per", Field.Phone));
        var missing = SampleReview.Conflict("Ola") with { Kind = DifferenceKind.MissingInHuma };
        GoTo(query);

        var step = Shown(
            SampleReview
                .Of(decided, refused, missing)
                .Decided(decided, FieldChoice.UseHuma)
                .Decided(refused, FieldChoice.Skip)
        );

        Assert.Contains(person, step.FindAll("tbody th strong").Select(TextOf));
        Assert.InRange(step.FindAll("tbody th strong").Count, 1, 2);
    }

    [Fact]
    public void Address_ThatNobodyUnderstands_ShowsAllRows()
    {
        GoTo("?state=nonsense&field=99&kind=&order=x&q=%20");

        var step = Shown(SampleReview.Of(SampleReview.Conflict("Kari"), SampleReview.Conflict("Ola")));

        Assert.Equal(["Kari", "Ola"], step.FindAll("tbody th strong").Select(TextOf));
    }

    [Fact]
    public async Task Chip_Pressed_CountsShowsAndIsInTheAddress()
    {
        var decided = SampleReview.Conflict("Kari");
        var step = Shown(
            SampleReview
                .Of(decided, SampleReview.Conflict("Ola"), SampleReview.Conflict("Per"))
                .Decided(decided, FieldChoice.UseXledger)
        );
        Assert.Equal(
            ["All 3", "Undecided 2", "Decided 1", "Conflict 3"],
            step.FindAll(".ui-chips button").Select(TextOf)
        );

        await step.FindAll(".ui-chips button")[1].ClickAsync(new());

        Assert.Equal(["Ola", "Per"], step.FindAll("tbody th strong").Select(TextOf));
        Assert.EndsWith("?state=Undecided", Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("true", step.FindAll(".ui-chips button")[1].GetAttribute("aria-pressed"));
    }

    [Fact]
    public async Task Search_WithoutAHit_OffersAllRows()
    {
        var step = Shown(SampleReview.Of(SampleReview.Conflict("Kari")));

        await step.Find("#filter-person").InputAsync("nobody");

        Assert.Empty(step.FindAll("table"));
        await step.Find(".ui-empty button").ClickAsync(new());
        Assert.Equal(["Kari"], step.FindAll("tbody th strong").Select(TextOf));
    }

    [Theory]
    [InlineData("?order=NameDown", "Per, Ola, Kari")]
    [InlineData("?order=Most", "Ola, Kari, Per")]
    public void Order_OfTheAddress_IsThatOfTheGroups(string query, string people)
    {
        GoTo(query);

        var step = Shown(
            SampleReview.Of(
                SampleReview.Conflict("Kari"),
                SampleReview.Conflict("Ola"),
                SampleReview.Conflict("Ola", Field.Phone),
                SampleReview.Conflict("Per")
            )
        );

        Assert.Equal(people, string.Join(", ", step.FindAll("tbody th strong").Select(TextOf)));
    }

    [Fact]
    public async Task Selection_OfAPerson_OpensTheBarWithItsNumber()
    {
        var step = Shown(
            SampleReview.Of(
                SampleReview.Conflict("Kari"),
                SampleReview.Conflict("Kari", Field.Phone),
                SampleReview.Conflict("Ola")
            )
        );
        Assert.Empty(step.FindAll(".ui-bulk"));

        await step.Find("[aria-label='Select all rows of Kari']").ChangeAsync(new() { Value = true });

        Assert.Equal("2 rows selected", TextOf(step.Find(".ui-bulk strong")));
        await step.FindAll(".ui-bulk button")[0].ClickAsync(new());
        Assert.Equal("2 rows will use Huma.", TextOf(step.Find("dialog p")));
        Assert.Equal("Apply to 2 rows", TextOf(step.FindAll("dialog .ui-actions button").Last()));
        await step.FindAll(".ui-bulk button").Last().ClickAsync(new());
        Assert.Empty(step.FindAll(".ui-bulk"));
    }

    [Fact]
    public async Task Bulk_ThatEmptiesOrCannot_SaysSoBefore()
    {
        var step = Shown(
            SampleReview.Of(
                SampleReview.Refused(SampleReview.Conflict("Kari")),
                SampleReview.Conflict("Ola", huma: null)
            )
        );
        await step.Find("thead input").ChangeAsync(new() { Value = true });

        await step.FindAll(".ui-bulk button")[0].ClickAsync(new());

        var dialog = TextOf(step.Find("dialog[aria-labelledby]"));
        Assert.Contains("1 row will use Huma.", dialog, StringComparison.Ordinal);
        Assert.Contains("1 row cannot be changed this way", dialog, StringComparison.Ordinal);
        Assert.Contains("1 × This is not an e-mail address.", dialog, StringComparison.Ordinal);
        Assert.Contains("empties a value in the other system", dialog, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remember_BeforeIt_NamesTheFieldsAndCountsTheRowsThatFollow()
    {
        var decided = SampleReview.Conflict("Siri");
        var step = Shown(
            SampleReview
                .Of(
                    SampleReview.Refused(SampleReview.Conflict("Kari", Field.Phone)),
                    SampleReview.Conflict("Ola"),
                    SampleReview.Conflict("Per"),
                    SampleReview.Refused(SampleReview.Conflict("Rune")),
                    decided
                )
                .Decided(decided, FieldChoice.UseXledger)
        );
        await step.Find("[aria-label='Select Phone number of Kari']").ChangeAsync(new() { Value = true });
        await step.FindAll(".ui-bulk button")[0].ClickAsync(new());
        Assert.Empty(step.FindAll("dialog[aria-labelledby] input"));

        await step.Find("[aria-label='Select Job title of Ola']").ChangeAsync(new() { Value = true });
        await step.FindAll(".ui-bulk button")[0].ClickAsync(new());

        // Kari's number and Rune's title cannot go that way, and Siri's title is decided.
        Assert.StartsWith(
            "Makes this the rule for Job title in this connection. "
                + "1 further row without a choice will follow this rule. Later",
            TextOf(step.Find("dialog .ui-quiet")),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Suggestions_AreCountedWithoutDecidedRows()
    {
        var decided = SampleReview.Conflict("Kari") with { Proposed = Side.Huma };
        var step = Shown(
            SampleReview
                .Of(
                    decided,
                    SampleReview.Conflict("Ola") with
                    {
                        Proposed = Side.Xledger,
                    },
                    SampleReview.Conflict("Per")
                )
                .Decided(decided, FieldChoice.UseXledger)
        );

        Assert.Equal("Accept 1 suggestion", TextOf(Assert.Single(step.FindAll(".ui-actionbar button"))));
        Assert.Equal(
            "3 differences · 1 decided · 2 undecided stay as they are",
            TextOf(step.Find(".ui-actionbar-text"))
        );
    }

    [Fact]
    public async Task Rule_OfAField_DecidesRowsThatAreNotCountedAsUndecided()
    {
        Services.AddSingleton(ReviewOn(new StoreThatWaits()));
        var decided = SampleReview.Conflict("Siri");
        var session = SampleReview
            .Of(
                SampleReview.Conflict("Kari") with
                {
                    Proposed = Side.Xledger,
                },
                SampleReview.Conflict("Ola", huma: null),
                SampleReview.Conflict("Per", Field.Phone, "22334455", "22334466"),
                decided
            )
            .Ruled(Field.JobTitle, PolicyRule.HumaWins)
            .Decided(decided, FieldChoice.UseXledger);
        // Nothing was ever agreed on Ola's title, so no rule empties it.
        Assert.Equal(["Ola", "Per"], session.Preview.Undecided.Select(difference => difference.Pair.Huma.DisplayName));
        Assert.Equal(session.Preview.Undecided.Count, StepCounts.Of(session).Undecided);

        var step = Shown(session);

        Assert.Equal(
            "4 differences · 1 decided · 1 by your rules · 2 undecided stay as they are",
            TextOf(step.Find(".ui-actionbar-text"))
        );
        Assert.Equal(
            ["All 4", "Undecided 2", "Decided 1", "By rule 1", "Conflict 4"],
            step.FindAll(".ui-chips button").Select(TextOf)
        );
        Assert.Equal("By rule: Huma", TextOf(step.FindAll(".ui-choice-why")[0]));
        Assert.Empty(step.FindAll(".ui-actionbar button"));

        await step.FindAll(".ui-chips button")[1].ClickAsync(new());
        Assert.Equal(["Ola", "Per"], step.FindAll("tbody th strong").Select(TextOf));
        await step.FindAll(".ui-chips button")[3].ClickAsync(new());
        Assert.Equal(["Kari"], step.FindAll("tbody th strong").Select(TextOf));

        _ = step.Find("[data-act=skip]").ClickAsync(new());
        Assert.Equal(
            "4 differences · 2 decided · 2 undecided stay as they are",
            TextOf(step.Find(".ui-actionbar-text"))
        );
    }

    [Fact]
    public void Baseline_OfAnyRow_BringsTheColumn()
    {
        var step = Shown(
            SampleReview.Of(
                SampleReview.Conflict("Kari") with
                {
                    Baseline = new FieldValue.Of("Lærling"),
                },
                SampleReview.Conflict("Ola")
            )
        );

        Assert.Equal(["Lærling", "–"], step.FindAll("td.ui-review-agreed").Select(TextOf));
        Assert.Equal("Last agreed", TextOf(step.Find("thead .ui-review-agreed")));
    }

    [Fact]
    public void Phone_ShowsCardsWithoutATable()
    {
        var name = new string('A', 200);

        var step = Shown(SampleReview.Of(SampleReview.Conflict(name)), narrow: true);

        Assert.Empty(step.FindAll("table"));
        Assert.Contains(name, TextOf(step.Find("article button")), StringComparison.Ordinal);
        Assert.All(step.FindAll("article button, article input"), one => Assert.False(one.HasAttribute("tabindex")));
    }

    [Theory]
    [InlineData("", "Filters")]
    [InlineData("?group=field", "Filters (1)")]
    [InlineData("?order=Most&field=JobTitle", "Filters (2)")]
    public void Phone_FoldsTheSelectsBehindTheirNumber(string query, string summary)
    {
        GoTo(query);

        var step = Shown(SampleReview.Of(SampleReview.Conflict("Kari")), narrow: true);

        Assert.Equal(summary, TextOf(step.Find("details summary")));
        Assert.Equal(3, step.FindAll("details select").Count);
        Assert.Single(step.FindAll("[role=search] > input"));
    }

    [Fact]
    public async Task Choice_BeforeItIsStored_MovesTheCountsAndRendersItsRowAlone()
    {
        Services.AddSingleton(ReviewOn(new StoreThatWaits()));
        var step = Shown(
            SampleReview.Of(
                SampleReview.Conflict("Kari") with
                {
                    Proposed = Side.Huma,
                },
                SampleReview.Conflict("Ola") with
                {
                    Proposed = Side.Huma,
                },
                SampleReview.Conflict("Per")
            )
        );
        var rows = step.FindComponents<DifferenceCells>();
        var rendered = rows.Select(row => row.RenderCount).ToList();

        _ = step.Find("[aria-label$='Ola. Suggested']").ClickAsync(new());

        Assert.Equal(
            ["All 3", "Undecided 2", "Decided 1", "Conflict 3"],
            step.FindAll(".ui-chips button").Select(TextOf)
        );
        Assert.Equal(
            "3 differences · 1 decided · 2 undecided stay as they are",
            TextOf(step.Find(".ui-actionbar-text"))
        );
        Assert.Equal("Accept 1 suggestion", TextOf(Assert.Single(step.FindAll(".ui-actionbar button"))));
        Assert.Equal([0, 1, 0], rows.Select((row, number) => row.RenderCount - rendered[number]));
    }

    [Fact]
    public async Task Left_WhileAChoiceWaitsForAnotherAct_StoresItAllTheSame()
    {
        var store = new StoreThatWaits();
        Services.AddSingleton(ReviewOn(store));
        var step = Shown(SampleReview.Of(SampleReview.Conflict("Kari"), SampleReview.Conflict("Ola")));
        _ = step.Find("[aria-label='Use Huma for Kari']").ClickAsync(new());
        await store.Asked.WaitAsync(Cancellation);
        _ = step.Find("[aria-label='Use Huma for Ola']").ClickAsync(new());

        await DisposeComponentsAsync();
        store.Answer.SetException(new InvalidOperationException());

        Assert.True(await store.Asked.WaitAsync(Until.Patience, Cancellation));
    }

    [Fact]
    public void Texts_InNorwegian_AreComplete()
    {
        Use("nb-NO");

        var step = Shown(SampleReview.Of(SampleReview.Conflict()));

        Assert.Equal("Bruk Huma for Ola Nordmann", step.Find("tbody td button").GetAttribute("aria-label"));
        Assert.Equal(
            "1 forskjell · 0 avgjort · 1 uavgjort blir stående som den er",
            TextOf(step.Find(".ui-actionbar-text"))
        );
    }

    private Review ReviewOn(StoreThatWaits store)
    {
        var decisions = new DecisionStore(store, Clock);
        var snapshots = new SnapshotCache(store, null!, Clock);
        return new Review(store, null!, new OpenDecisions(store, decisions, snapshots, Clock), null!, null!, Clock);
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private void GoTo(string query) => Navigation.NavigateTo($"/sync{query}");

    private IRenderedComponent<DifferencesStep> Shown(ReviewSession session, bool narrow = false)
    {
        SignIn(Role.IntegrationAdministrator);
        return Render<DifferencesStep>(parameters =>
            parameters
                .Add(step => step.Session, session)
                .AddCascadingValue(MainLayout.NarrowScreen, narrow)
                .AddCascadingValue(new StepLinks("/back", "/next"))
        );
    }

    /// <summary>Tells each act, and answers none of them before the test does.</summary>
    private sealed class StoreThatWaits : IDbContextFactory<SyncDbContext>
    {
        public SemaphoreSlim Asked { get; } = new(0);

        public TaskCompletionSource<SyncDbContext> Answer { get; } = new();

        public SyncDbContext CreateDbContext() => throw new NotSupportedException();

        public Task<SyncDbContext> CreateDbContextAsync(CancellationToken cancellationToken)
        {
            Asked.Release();
            return Answer.Task;
        }
    }
}
