using AngleSharp.Dom;
using Bunit;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Components.Layout;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Components.Shared.Blocks;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>The building blocks of pages, as a user and a screen reader get them.</summary>
public sealed class BlockTests : ComponentTest
{
    [Theory]
    [InlineData(Tone.Success, "ui-success")]
    [InlineData(Tone.Warning, "ui-warning")]
    [InlineData(Tone.Error, "ui-error")]
    [InlineData(Tone.Info, "ui-info")]
    [InlineData(Tone.Neutral, "ui-neutral")]
    public void StatusChip_EveryTone_HasWordAndIconBesideTheColor(Tone tone, string tint)
    {
        var chip = Render<StatusChip>(parameters =>
            parameters.Add(chip => chip.Tone, tone).Add(chip => chip.Text, "Failed")
        );

        Assert.Contains(tint, chip.Find("span").ClassList);
        Assert.Equal("Failed", TextOf(chip.Find("span")));
        Assert.Equal("true", chip.Find("svg").GetAttribute("aria-hidden"));
        Assert.Equal(5, Enum.GetValues<Tone>().Select(Tones.IconOf).Distinct().Count());
    }

    [Theory]
    [InlineData(true, "alert")]
    [InlineData(false, null)]
    public void Notice_WithTitleAndActions_ShowsThemAndIsReadAloudOnlyWhenUrgent(bool urgent, string? role)
    {
        var notice = Render<Notice>(parameters =>
            parameters
                .Add(notice => notice.Tone, Tone.Error)
                .Add(notice => notice.Title, "Not saved")
                .Add(notice => notice.Urgent, urgent)
                .Add(notice => notice.Actions, "<button>Try again</button>")
                .AddChildContent("<p>Huma does not answer.</p>")
        );

        Assert.Equal(["Not saved", "Huma does not answer.", "Try again"], notice.FindAll("p, button").Select(TextOf));
        Assert.Equal(role, notice.Find("div").GetAttribute("role"));
    }

    [Fact]
    public void EmptyState_WithoutTextAndButtons_HasTheTitleOnly()
    {
        var bare = Render<EmptyState>(parameters => parameters.Add(empty => empty.Title, "No changes yet"));
        var full = Render<EmptyState>(parameters =>
            parameters
                .Add(empty => empty.Title, "No changes yet")
                .Add(empty => empty.Text, "They appear here.")
                .AddChildContent("<a href=\"/\">Home</a>")
        );

        Assert.Equal("No changes yet", TextOf(bare.Find(".ui-empty")));
        Assert.Empty(bare.FindAll(".ui-actions"));
        Assert.Equal(["No changes yet", "They appear here.", "Home"], full.FindAll("p, a").Select(TextOf));
    }

    [Theory]
    [InlineData("en-GB", "All good Nothing waits.")]
    [InlineData("nb-NO", "Alt i orden Nothing waits.")]
    [InlineData("sv-SE", "Allt är i ordning Nothing waits.")]
    public void NeedList_Empty_SaysSoInsteadOfAList(string culture, string text)
    {
        Use(culture);

        var list = Render<NeedList>(parameters =>
            parameters
                .Add(list => list.Label, "Needs you")
                .Add(list => list.Empty, true)
                .Add(list => list.AllGood, "Nothing waits.")
                .AddChildContent("<li>not shown</li>")
        );

        Assert.Equal(text, TextOf(list.Find("p")));
        Assert.Empty(list.FindAll("ul, li"));
    }

    [Theory]
    [InlineData("/connections/1/changes", 1)]
    [InlineData(null, 0)]
    public void NeedRow_WithoutARight_HasNoButton(string? address, int links)
    {
        var row = Render<NeedRow>(parameters =>
            parameters
                .Add(row => row.Tone, Tone.Error)
                .Add(row => row.Status, "Failed")
                .Add(row => row.Href, address)
                .Add(row => row.Action, "Show")
                .Add(row => row.Label, "Show: Failed, Fjellheim")
                .AddChildContent(new string('x', 200))
        );

        Assert.Equal(links, row.FindAll("li > a").Count);
        Assert.All(row.FindAll("a"), link => Assert.Equal("Show: Failed, Fjellheim", link.GetAttribute("aria-label")));
        Assert.Equal(new string('x', 200), TextOf(row.Find(".ui-row-text")));
    }

    [Fact]
    public void FilterChip_Pressed_SaysSoAndCountsInTheReadersWay()
    {
        Use("nb-NO");
        var chosen = 0;
        var chip = Render<FilterChip>(parameters =>
            parameters
                .Add(chip => chip.Text, "Konflikt")
                .Add(chip => chip.Count, 12345)
                .Add(chip => chip.Pressed, true)
                .Add(chip => chip.Chosen, () => chosen++)
        );

        chip.Find("button").Click();

        Assert.Equal("true", chip.Find("button").GetAttribute("aria-pressed"));
        Assert.Equal("Konflikt 12 345", TextOf(chip.Find("button")).Replace('\u00a0', ' '));
        Assert.Equal(1, chosen);
    }

    [Fact]
    public void Steps_DoneCurrentAhead_LinkOnlyWhereVisitable()
    {
        Use("sv-SE");
        var steps = Render<Steps>(parameters =>
            parameters
                .Add(steps => steps.Label, "Synkronisera")
                .Add(
                    steps => steps.Items,
                    [
                        new Step("Jämför", StepState.Done, "?step=compare"),
                        new Step("Matcha", StepState.Current, "?step=match", "3/10"),
                        new Step("Granska", StepState.Ahead),
                    ]
                )
        );

        Assert.Equal(["Jämför, klart", "2 Matcha 3/10", "3 Granska"], steps.FindAll("ol > li").Select(TextOf));
        Assert.Equal("?step=compare", Assert.Single(steps.FindAll("a")).GetAttribute("href"));
        Assert.Equal("2 Matcha 3/10", TextOf(steps.Find("[aria-current=step]")));
        Assert.Equal("Synkronisera", steps.Find("nav").GetAttribute("aria-label"));
    }

    [Fact]
    public void PageTabs_TheCurrentOne_IsMarked()
    {
        var tabs = Render<PageTabs>(parameters =>
            parameters
                .Add(tabs => tabs.Label, "Parts")
                .Add(tabs => tabs.Items, [new PageTab("Overview", "/a", false), new PageTab("People", "/b", true)])
        );

        Assert.Equal(["Overview", "People"], tabs.FindAll("a").Select(TextOf));
        Assert.Equal("People", TextOf(tabs.Find("a[aria-current=page]")));
    }

    [Fact]
    public void ActionBar_Summary_IsReadAloudBetweenBackAndTheButton()
    {
        var bar = Render<ActionBar>(parameters =>
            parameters
                .Add(bar => bar.Back, "<a href=\"/\">Back</a>")
                .Add(bar => bar.Summary, "3 answered")
                .AddChildContent("<button>Next</button>")
        );

        Assert.Equal("Back 3 answered Next", TextOf(bar.Find(".ui-actionbar")));
        Assert.Equal("3 answered", TextOf(bar.Find("[role=status]")));
    }

    [Fact]
    public void DataTable_WideNarrowAndEmpty_IsATableCardsOrTheEmptyState()
    {
        var wide = Table(["Kari", "Ola"], narrow: false);
        var narrow = Table(["Kari", "Ola"], narrow: true);
        var empty = Table([], narrow: false);

        Assert.Equal("People", TextOf(wide.Find("table > caption")));
        Assert.Equal(["Name", "Kari", "Ola"], wide.FindAll("tr").Select(TextOf));
        Assert.Equal("ascending", wide.Find("th[scope=col]").GetAttribute("aria-sort"));
        Assert.Equal("?desc", wide.Find("thead a").GetAttribute("href"));
        Assert.Equal(["card Kari", "card Ola"], narrow.FindAll("ul[aria-label=People] > li").Select(TextOf));
        Assert.Empty(narrow.FindAll("table"));
        Assert.Equal("nobody", TextOf(empty.Find("p")));
        Assert.Empty(empty.FindAll("table, ul"));
    }

    [Fact]
    public void Skeleton_SaysWhatIsReadAndHidesItsShapes()
    {
        Use("nb-NO");

        var skeleton = Render<Skeleton>(parameters => parameters.Add(skeleton => skeleton.Rows, 4));

        Assert.Equal("Laster inn …", TextOf(skeleton.Find("[role=status]")));
        Assert.Equal(4, skeleton.FindAll(".mud-skeleton[aria-hidden=true]").Count);
    }

    [Fact]
    public async Task Dialog_OpenedAndClosedByEscape_TellsItsPage()
    {
        var open = true;
        var dialog = Render<Dialog>(parameters =>
            parameters
                .Add(dialog => dialog.Title, "Synchronize 75 people?")
                .Add(dialog => dialog.Open, open)
                .Add(dialog => dialog.OpenChanged, value => open = value)
                .Add(dialog => dialog.Actions, "<button>Synchronize</button>")
                .AddChildContent("<p>This cannot be undone.</p>")
        );
        JSInterop.VerifyInvoke("hx.openDialog");
        var heading = dialog.Find("h2");
        Assert.Equal(heading.Id, dialog.Find("dialog").GetAttribute("aria-labelledby"));

        await dialog.Find("dialog").TriggerEventAsync("onclose", EventArgs.Empty);

        Assert.False(open);
        dialog.Render(parameters => parameters.Add(dialog => dialog.Open, false));
        Assert.Empty(dialog.FindAll("h2, p, button"));
    }

    [Fact]
    public void Snackbars_WithAndWithoutUndo_GoByThemselvesOrAreUndoneOnce()
    {
        var messages = Services.GetRequiredService<Snackbars>();
        var region = Render<SnackbarRegion>();
        var undone = 0;

        messages.Show(Tone.Success, "Saved");
        messages.Show(Tone.Success, "193 chosen", () =>
        {
            undone++;
            return Task.CompletedTask;
        });
        region.WaitForAssertion(() => Assert.Equal(["Saved", "193 chosen"], region.FindAll("p").Select(TextOf)));
        Clock.Advance(TimeSpan.FromSeconds(9));
        region.WaitForAssertion(() => Assert.Equal(["193 chosen"], region.FindAll("p").Select(TextOf)));
        region.FindAll("button")[0].Click();

        Assert.Equal(1, undone);
        region.WaitForAssertion(() => Assert.Empty(region.FindAll("p")));
        Assert.Equal("status", region.Find(".ui-snackbars").GetAttribute("role"));
    }

    [Fact]
    public void Snackbars_ClosedByTheUser_DoesNotUndo()
    {
        var messages = Services.GetRequiredService<Snackbars>();
        var region = Render<SnackbarRegion>();
        messages.Show(Tone.Success, "Saved", () => throw new InvalidOperationException("Not asked for."));

        region.Find("[aria-label='Close the message']").Click();

        region.WaitForAssertion(() => Assert.Empty(region.FindAll("p")));
    }

    [Fact]
    public void Sparkline_NothingWritten_StillHasABaseLine()
    {
        Use("nb-NO");
        var line = Render<Sparkline>(parameters =>
            parameters.Add(line => line.Values, [0, 0, 5]).Add(line => line.Label, "5 verdier")
        );

        Assert.Equal(["0.5", "0.5", "20"], line.FindAll("rect").Select(bar => bar.GetAttribute("height")));
        Assert.Equal("5 verdier", TextOf(line.Find("p")));
    }

    [Fact]
    public void LinkButton_AndActButton_LookAlike()
    {
        var link = Render<LinkButton>(parameters =>
            parameters.Add(link => link.Href, "/").Add(link => link.Text, "Open").Add(link => link.Quiet, true)
        );
        var button = Render<ActButton<string>>(parameters =>
            parameters
                .Add(button => button.Text, "Open")
                .Add(button => button.Shown, "1")
                .Add(button => button.Kind, ActKind.Secondary)
        );

        Assert.Equal(link.Find("a").ClassName, button.Find("button").ClassName);
    }

    private IRenderedComponent<DataTable<string>> Table(IReadOnlyList<string> rows, bool narrow) =>
        Render<DataTable<string>>(parameters =>
            parameters
                .AddCascadingValue(MainLayout.NarrowScreen, narrow)
                .Add(table => table.Caption, "People")
                .Add(table => table.Rows, rows)
                .Add(table => table.Head, Head)
                .Add(table => table.Row, row => $"<th scope=\"row\">{row}</th>")
                .Add(table => table.Card, row => $"<p>card {row}</p>")
                .Add(table => table.Empty, "<p>nobody</p>")
        );

    private static readonly RenderFragment Head = builder =>
    {
        builder.OpenComponent<SortHead>(0);
        builder.AddComponentParameter(1, nameof(SortHead.Text), "Name");
        builder.AddComponentParameter(2, nameof(SortHead.Href), "?desc");
        builder.AddComponentParameter(3, nameof(SortHead.Ascending), (bool?)true);
        builder.CloseComponent();
    };

    [Fact]
    public void SearchSelect_AThousandChoices_AreNarrowedAndKeepWhatIsChosen()
    {
        var chosen = "";
        var options = Enumerable
            .Range(1, 1000)
            .Select(n => new SelectOption($"{n}", $"Firma {n} {new string('x', 200)}"));
        var select = Render<SearchSelect>(parameters =>
            parameters
                .Add(select => select.Id, "company")
                .Add(select => select.Label, "Company")
                .Add(select => select.Options, [.. options])
                .Add(select => select.Value, "7")
                .Add(select => select.ValueChanged, value => chosen = value)
                .Add(select => select.Placeholder, "Choose")
        );
        Assert.Equal(1001, select.FindAll("option").Count);

        select.Find("input").Input("FIRMA 99");

        Assert.Equal(
            ["", "7", "99", .. Enumerable.Range(990, 10).Select(n => $"{n}")],
            select.FindAll("option").Select(option => option.GetAttribute("value"))
        );
        Assert.Equal("11 of 1,000 found", TextOf(select.Find("[role=status]")));
        select.Find("select").Change("991");
        Assert.Equal("991", chosen);
    }

    [Fact]
    public void SearchSelect_FewChoices_HasNoFieldToSearch()
    {
        var select = Render<SearchSelect>(parameters =>
            parameters
                .Add(select => select.Id, "company")
                .Add(select => select.Label, "Company")
                .Add(select => select.Options, [new SelectOption("1", "Fjellheim")])
                .Add(select => select.Value, "1")
        );

        Assert.Empty(select.FindAll("input"));
        Assert.Equal("Fjellheim", TextOf(Assert.Single(select.FindAll("option"))));
    }

    [Theory]
    [InlineData(0, "0 100", "ui-info")]
    [InlineData(0.8, "80 100", "ui-warning")]
    [InlineData(3, "100 100", "ui-error")]
    public void Ring_Share_IsDrawnAndToned(double share, string drawn, string tint)
    {
        var ring = Render<Ring>(parameters => parameters.Add(ring => ring.Share, share));

        Assert.Equal(drawn, ring.FindAll("circle")[1].GetAttribute("stroke-dasharray"));
        Assert.Contains(tint, ring.Find("svg").ClassList);
        Assert.Equal("true", ring.Find("svg").GetAttribute("aria-hidden"));
    }

    [Fact]
    public void SubmitButton_WhileBusy_SaysSoAndBelongsToItsForm()
    {
        var button = Render<SubmitButton>(parameters =>
            parameters
                .Add(button => button.Text, "Verify")
                .Add(button => button.Form, "connect")
                .Add(button => button.Busy, true)
                .Add(button => button.BusyText, "Verifying …")
        );

        Assert.Equal("Verifying …", TextOf(button.Find("button")));
        Assert.Equal(
            ("connect", "true"),
            (button.Find("button").GetAttribute("form"), button.Find("button").GetAttribute("aria-busy"))
        );
    }
}
