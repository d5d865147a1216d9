using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>Page object of "Synchronize users", in English.</summary>
internal sealed partial class SyncScreen(Screen screen)
{
    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 90_000 };

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
            await Step(title).GetByRole(AriaRole.Link).ClickAsync(new() { Timeout = 90_000 });
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
    public ILocator Next => screen.Link("Next").Or(screen.Button("Next"));

    /// <summary>The main button of the review, with its numbers.</summary>
    public ILocator Synchronize => Page.GetByRole(AriaRole.Button, new() { NameRegex = SynchronizeButton() });

    /// <summary>The button that starts, in the question after <see cref="Synchronize"/>.</summary>
    public ILocator Start =>
        Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Synchronize now" });

    /// <summary>Synchronizes, with the question in between.</summary>
    public async Task SynchronizeAsync()
    {
        await Synchronize.ClickAsync(new() { Timeout = 90_000 });
        await Start.ClickAsync();
    }

    /// <summary>Compares (again) and waits for the end.</summary>
    public async Task CompareAsync()
    {
        await Page.GetByRole(AriaRole.Button, new() { NameRegex = CompareButton() }).ClickAsync();
        await Expect(screen.Heading("What was found")).ToBeHiddenAsync();
        await Expect(screen.Heading("What was found")).ToBeVisibleAsync(Long);
        await Expect(Next).ToBeVisibleAsync();
    }

    /// <summary>"12 questions · 3 answered".</summary>
    public async Task<(int Questions, int Answered)> QuestionsAsync()
    {
        var numbers = await NumbersAsync(Questions());
        return (numbers[0], numbers[1]);
    }

    /// <summary>"230 rows, 12 decided, 218 undecided".</summary>
    public async Task<(int Rows, int Decided, int Undecided)> RowsAsync()
    {
        var numbers = await NumbersAsync(Rows());
        return (numbers[0], numbers[1], numbers[2]);
    }

    /// <summary>"For all 17 rows shown:" or "For 2 selected rows:".</summary>
    public async Task<int> AboutToDecideAsync() => (await NumbersAsync(About()))[0];

    /// <summary>Chooses in a filter list above the rows. The list shows the choice together with the rows.</summary>
    public async Task FilterAsync(string list, string option)
    {
        var box = Page.GetByRole(AriaRole.Combobox, new() { Name = list, Exact = true });
        await box.ClickAsync();
        await Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await Expect(box).ToContainTextAsync(option);
        await Expect(Page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true })).ToBeHiddenAsync();
    }

    /// <summary>Opens the differences again: no filter, no selection.</summary>
    public async Task ReopenDifferencesAsync()
    {
        await Page.ReloadAsync();
        await GoToAsync("Conflicts and missing values");
    }

    /// <summary>
    /// Decides all selected or shown rows, and checks the announced count against the changed rows. Only for rows of
    /// which none is decided yet, or, when clearing, all are.
    /// </summary>
    public async Task<int> DecideManyAsync(string button, Func<Task>? look = null)
    {
        var about = await AboutToDecideAsync();
        var before = await RowsAsync();
        await screen.Button(button).ClickAsync();
        var dialog = Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("rows").First).ToBeVisibleAsync();
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
        var decided = before.Decided + (button == "Clear choice" ? -promised : promised);
        await Expect(
                Page.GetByText(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{before.Rows:N0} rows, {decided:N0} decided, {before.Rows - decided:N0} undecided"
                    )
                )
            )
            .ToBeVisibleAsync();
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

    [GeneratedRegex("[0-9,]+ rows?, [0-9,]+ decided, [0-9,]+ undecided")]
    private static partial Regex Rows();

    [GeneratedRegex("For (all )?[0-9,]+ (rows? shown|selected rows?):")]
    private static partial Regex About();

    [GeneratedRegex("^Apply to [0-9,]+ rows?$")]
    private static partial Regex Apply();

    [GeneratedRegex("[0-9,]+ rows? cannot be changed this way")]
    private static partial Regex Cannot();
}
