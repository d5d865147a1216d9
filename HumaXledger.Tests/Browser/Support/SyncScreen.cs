using System.Globalization;
using System.Text.RegularExpressions;
using HumaXledger.Tests.Fakes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>Page object of "Synchronize users", in English.</summary>
internal sealed partial class SyncScreen(Screen screen)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private IPage Page => screen.Page;

    /// <summary>A step in the row of steps, by its title.</summary>
    public ILocator Step(string title) =>
        Page.GetByRole(AriaRole.Navigation, new() { Name = "Steps of the synchronization" })
            .GetByRole(AriaRole.Listitem)
            .Filter(new() { HasText = title });

    /// <summary>The heading of a step.</summary>
    public ILocator Title(string title) => Page.GetByRole(AriaRole.Heading, new() { Name = title, Level = 1 });

    /// <summary>Opens the step with this title, unless it is open.</summary>
    public async Task GoToAsync(string title)
    {
        await Expect(Step(title)).ToBeVisibleAsync(Long);
        if (await Step(title).Locator("[aria-current=step]").CountAsync() == 0)
        {
            await Step(title).GetByRole(AriaRole.Link).ClickAsync(new() { Timeout = 120_000 });
        }

        await Expect(Title(title)).ToBeVisibleAsync();
    }

    /// <summary>Follows Next, which leads to the step with this title.</summary>
    public async Task NextAsync(string title)
    {
        await Next.ClickAsync();
        await Expect(Title(title)).ToBeVisibleAsync();
    }

    /// <summary>The way to the next step.</summary>
    public ILocator Next => screen.Link("Next");

    /// <summary>The main button of the review, with its numbers.</summary>
    public ILocator Synchronize => Page.GetByRole(AriaRole.Button, new() { NameRegex = SynchronizeButton() });

    /// <summary>The button that starts, in the question after <see cref="Synchronize"/>.</summary>
    public ILocator Start =>
        Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Synchronize now" });

    /// <summary>Synchronizes, with the question in between.</summary>
    public async Task SynchronizeAsync()
    {
        await Synchronize.ClickAsync(new() { Timeout = 120_000 });
        await Start.ClickAsync();
    }

    /// <summary>Compares (again) and waits for the end.</summary>
    public async Task CompareAsync()
    {
        // A quick comparison is over before anybody looks whether the earlier result is gone: that one is marked.
        var found = screen.Heading("What was found");
        await found.EvaluateAllAsync<object?>("headings => headings.forEach(heading => heading.dataset.earlier = '')");
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = CompareButton() }).ClickAsync();
        await Expect(found.And(Page.Locator(":not([data-earlier])"))).ToBeVisibleAsync(Long);
        await Expect(Next).ToBeVisibleAsync();
    }

    /// <summary>"12 questions · 3 answered".</summary>
    public async Task<(int Questions, int Answered)> QuestionsAsync()
    {
        var numbers = await NumbersAsync(Questions());
        return (numbers[0], numbers[1]);
    }

    /// <summary>"230 differences · 12 decided · 218 undecided stay as they are".</summary>
    public async Task<(int Rows, int Decided, int Undecided)> RowsAsync()
    {
        var numbers = await NumbersAsync(Rows());
        return (numbers[0], numbers[1], numbers.Length > 2 ? numbers[2] : 0);
    }

    /// <summary>Waits until so many of all rows are decided.</summary>
    public Task ExpectDecidedAsync(int rows, int decided) =>
        Expect(
                Page.GetByText(
                    string.Create(CultureInfo.InvariantCulture, $"{rows:N0} differences · {decided:N0} decided · ")
                )
            )
            .ToBeVisibleAsync();

    /// <summary>How many rows the filter shows: the number that the box for all rows names.</summary>
    public async Task<int> ShownAsync() =>
        await AllShown.GetAttributeAsync("aria-label") is { } label && label.Any(char.IsDigit) ? Number(label) : 1;

    /// <summary>The box that selects all rows that the filter shows.</summary>
    public ILocator AllShown => Page.GetByRole(AriaRole.Checkbox, new() { NameRegex = SelectAllShown() });

    /// <summary>A filter above the rows.</summary>
    public ILocator Chip(string name) =>
        Page.GetByRole(AriaRole.Button, new() { NameRegex = new Regex($"^{Regex.Escape(name)} [0-9,]+$") });

    /// <summary>Presses a filter above the rows, if it is not pressed.</summary>
    public async Task ShowAsync(string chip)
    {
        if (await Chip(chip).GetAttributeAsync("aria-pressed") != "true")
        {
            await Chip(chip).ClickAsync();
        }

        await Expect(Chip(chip)).ToHaveAttributeAsync("aria-pressed", "true");
    }

    /// <summary>Shows the rows of one field; the number beside the field is that of its rows.</summary>
    public async Task ShowFieldAsync(string field)
    {
        var list = Page.GetByRole(AriaRole.Combobox, new() { Name = "Field", Exact = true });
        var option = list.Locator("option").Filter(new() { HasTextRegex = new($@"^\s*{Regex.Escape(field)} \(") });
        var value = await option.GetAttributeAsync("value");
        await list.SelectOptionAsync(value!);
        await Expect(Page).ToHaveURLAsync(new Regex($"field={value}"));
        // The address changes before the rows do.
        await Expect(Page.Locator("tr[data-row]:not(.ui-review-group)").Filter(new() { HasNotText = field }))
            .ToHaveCountAsync(0);
    }

    /// <summary>
    /// Opens the differences again, with no filter and no selection, until they are stored as they were shown: a choice
    /// is on the screen before it is stored.
    /// </summary>
    public async Task ReopenDifferencesAsync()
    {
        var shown = await RowsAsync();
        await Until.SoAsync(async () =>
        {
            await Page.GotoAsync(new Uri(Page.Url).GetLeftPart(UriPartial.Path));
            await GoToAsync("Conflicts and missing values");
            return await RowsAsync() == shown;
        });
    }

    /// <summary>
    /// Decides all selected rows, or all that are shown, and checks the announced count against the changed rows. Only
    /// for rows of which none is decided yet, or, when clearing, all are.
    /// </summary>
    public async Task<int> DecideManyAsync(string button, Func<Task>? look = null)
    {
        if (!await Bulk.IsVisibleAsync())
        {
            await AllShown.CheckAsync();
        }

        var about = Number(await Bulk.GetByText(Selected()).InnerTextAsync());
        var before = await RowsAsync();
        await Bulk.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("row").First).ToBeVisibleAsync();
        if (look is not null)
        {
            await look();
        }

        var apply = dialog.GetByRole(AriaRole.Button, new() { NameRegex = Apply() });
        var promised = Number(await apply.InnerTextAsync());
        var cannot = dialog.GetByText(Cannot());
        var left = await cannot.CountAsync() > 0 ? Number(await cannot.InnerTextAsync()) : 0;
        Assert.Equal(about, promised + left);
        await apply.ClickAsync();
        await Expect(dialog).ToBeHiddenAsync();
        await ExpectDecidedAsync(before.Rows, before.Decided + (button == "Clear choice" ? -promised : promised));
        return promised;
    }

    /// <summary>The numbers of the one text on the page that matches.</summary>
    public async Task<int[]> NumbersAsync(Regex form)
    {
        var text = Page.GetByText(form).First;
        await Expect(text).ToBeVisibleAsync();
        return
        [
            .. Figures().Matches(form.Match(await text.InnerTextAsync()).Value).Select(figure => Number(figure.Value)),
        ];
    }

    public static int Number(string text) =>
        int.Parse(Figures().Match(text).Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    [GeneratedRegex("^Compare( again)?$")]
    private static partial Regex CompareButton();

    [GeneratedRegex("^Synchronize (users$|[0-9,]+ p|the rest: )")]
    private static partial Regex SynchronizeButton();

    [GeneratedRegex("[0-9][0-9,]*")]
    private static partial Regex Figures();

    [GeneratedRegex("[0-9,]+ questions? · [0-9,]+ answered")]
    private static partial Regex Questions();

    /// <summary>The bar with choices for the selected rows.</summary>
    public ILocator Bulk => Page.GetByRole(AriaRole.Group, new() { Name = "Choose for several rows" });

    [GeneratedRegex("[0-9,]+ differences? · [0-9,]+ decided · ([0-9,]+|none) undecided")]
    private static partial Regex Rows();

    [GeneratedRegex("^Select (all [0-9,]+ rows|the row) shown$")]
    private static partial Regex SelectAllShown();

    [GeneratedRegex("^[0-9,]+ rows? selected$")]
    private static partial Regex Selected();

    [GeneratedRegex("^Apply to [0-9,]+ rows?$")]
    private static partial Regex Apply();

    [GeneratedRegex("[0-9,]+ rows? cannot be changed this way")]
    private static partial Regex Cannot();
}
