using System.Text.RegularExpressions;
using HumaXledger.Portal.Components.Pages.Front;
using HumaXledger.Portal.Components.Pages.Runs;
using HumaXledger.Portal.Components.Pages.SetUp;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>
/// The main job from the first page to the result: with the keys alone, on a phone, and in Norwegian. Each step keeps a
/// screenshot, and no step has an accessibility violation, a text that is missing, or a page wider than the window.
/// </summary>
public sealed class MainJobWalkTests(Chromium chromium)
{
    private const string Company = "Fjellheim Norge AS";

    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    [Theory]
    [InlineData("keyboard", "en-GB", false, false)]
    [InlineData("phone", "en-GB", true, true)]
    [InlineData("norwegian", "nb-NO", false, false)]
    public async Task MainJob_FromTheFirstPage_ReachesTheResult(string way, string culture, bool phone, bool dark)
    {
        await using var portal = new RunningPortal();
        await portal.InitializeAsync();
        await using var screen = await Screen.OpenAsync(
            chromium,
            portal,
            culture,
            dark ? ColorScheme.Dark : ColorScheme.Light,
            phone
        );
        var walk = new Walk(screen, portal, culture, way);

        await walk.SetUpAsync();
        await walk.CompareAsync();
        await walk.MatchAsync();
        await walk.DecideAsync();
        await walk.AddAsync();
        await walk.SynchronizeAsync();

        Assert.Empty(screen.Faults);
    }

    private sealed record Walk(Screen Screen, RunningPortal Portal, string Culture, string Way)
    {
        private int _step;

        private bool WithKeys => Way == "keyboard";

        private IPage Page => Screen.Page;

        public async Task SetUpAsync()
        {
            await Screen.GoAsync("/");
            await KeepAsync("home");
            await PressAsync(Screen.Link(Of<FrontText>("SetUp")).First);
            await PressAsync(Screen.Button(Of<SetUpText>("Next")));
            await Expect(Screen.Heading(Of<SetUpText>("Step.Connect"))).ToBeVisibleAsync();
            await TypeAsync(Of<SetUpText>("ClientId"), $"{Portal.World.FullHumaKey.ClientId}");
            await TypeAsync(Of<SetUpText>("ClientSecret"), Portal.World.FullHumaKey.Text);
            await TypeAsync(Of<SetUpText>("Token"), Portal.World.FullXledgerToken.Text);
            await KeepAsync("connect");
            await PressAsync(Screen.Button(Of<SetUpText>("Verify")));
            await Expect(Screen.Text(Of<SetUpText>("Verified"))).ToBeVisibleAsync(Long);
            await ChooseAsync(Screen.Labelled(Of<SetUpText>("People")), Company);
            await KeepAsync("verified");
            await PressAsync(Screen.Button(Of<SetUpText>("Next")));
            await Expect(Screen.Heading(Of<SetUpText>("Step.NewPeople"))).ToBeVisibleAsync();
            await KeepAsync("new-people");
            await PressAsync(Screen.Button(Of<SetUpText>("Next")));
            await Expect(Screen.Heading(Of<SetUpText>("Step.Save"))).ToBeVisibleAsync();
            await CheckAsync(Screen.Page.GetByLabel(Of<SetUpText>("Authority")));
            await KeepAsync("save");
            await PressAsync(Screen.Button(Of<SetUpText>("Save")));
        }

        public async Task CompareAsync()
        {
            await PressAsync(Screen.Button(Of<SyncText>("Compare.Start")));
            await Expect(Screen.Heading(Of<SyncText>("Compare.Found"))).ToBeVisibleAsync(Long);
            await KeepAsync("compared");
            await NextAsync("Step.WhoIsWho");
        }

        public async Task MatchAsync()
        {
            var question = Page.GetByRole(AriaRole.Article).First;
            await KeepAsync("match");
            await PressAsync(
                question.GetByRole(AriaRole.Button).Filter(new() { HasText = Of<SyncText>("Who.Same") }).First
            );
            await Expect(question.GetByText(Of<SyncText>("Who.Change"))).ToBeVisibleAsync();
            await KeepAsync("match-answered");
            await NextAsync("Step.Differences");
        }

        public async Task DecideAsync()
        {
            await KeepAsync("conflicts");
            await PressAsync(
                Page.GetByRole(
                    AriaRole.Button,
                    new() { NameRegex = WordPattern.In<SyncText>(Culture, "Differences.Accept") }
                )
            );
            await PressAsync(
                Page.GetByRole(AriaRole.Dialog)
                    .GetByRole(AriaRole.Button, new() { NameRegex = WordPattern.In<SyncText>(Culture, "Bulk.Apply") })
            );
            await Expect(Page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
            await KeepAsync("conflicts-decided");
            await NextAsync("Step.AddPeople");
        }

        public async Task AddAsync()
        {
            await KeepAsync("add");
            await NextAsync("Step.Review");
        }

        public async Task SynchronizeAsync()
        {
            await KeepAsync("review");
            var limits = Page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Checkbox);
            for (var index = 0; index < await limits.CountAsync(); index++)
            {
                await CheckAsync(limits.Nth(index));
            }

            await PressAsync(
                Page.GetByRole(
                    AriaRole.Button,
                    new() { NameRegex = WordPattern.In<SyncText>(Culture, "Review.Do", numbers: 2) }
                )
            );
            await KeepAsync("ask");
            await PressAsync(
                Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = Of<SyncText>("Ask.Do") })
            );
            await Expect(Page).ToHaveURLAsync(new Regex("/runs/"), new() { Timeout = 120_000 });
            await Expect(Screen.Heading(Of<RunText>("Needs"))).ToBeVisibleAsync(Long);
            await KeepAsync("result");
        }

        private string Of<TFamily>(string key) => Words.In<TFamily>(Culture, key);

        private async Task NextAsync(string step)
        {
            await PressAsync(Screen.Link(Of<SyncText>("Next")));
            await Expect(Screen.Heading(Of<SyncText>(step))).ToBeVisibleAsync();
        }

        private async Task PressAsync(ILocator button)
        {
            if (WithKeys)
            {
                await Screen.TabToAsync(button, 400);
                await Page.Keyboard.PressAsync("Enter");
            }
            else
            {
                await button.ClickAsync();
            }
        }

        private async Task TypeAsync(string label, string text)
        {
            if (WithKeys)
            {
                await Screen.TabToAsync(Screen.Labelled(label));
                await Page.Keyboard.InsertTextAsync(text);
            }
            else
            {
                await Screen.Labelled(label).FillAsync(text);
            }
        }

        private async Task CheckAsync(ILocator box)
        {
            if (WithKeys)
            {
                await Screen.TabToAsync(box, 400);
                await Page.Keyboard.PressAsync("Space");
            }
            else
            {
                await box.CheckAsync();
            }

            await Expect(box).ToBeCheckedAsync();
        }

        private async Task ChooseAsync(ILocator list, string option)
        {
            if (WithKeys)
            {
                await Screen.TabToAsync(list);
                await Page.Keyboard.TypeAsync(option);
                await Page.Keyboard.PressAsync("Tab");
            }
            else
            {
                var value = await list.Locator("option")
                    .Filter(new() { HasText = option })
                    .First.GetAttributeAsync("value");
                await list.SelectOptionAsync(value!);
            }
        }

        private async Task KeepAsync(string step)
        {
            await Screen.KeepForTourAsync($"{Way}-{step}");
            await Screen.ShotAsync($"walk-{Way}-{++_step:00}-{step}");
            await Screen.AssertAccessibleAsync();
            await Screen.AssertNoSidewaysScrollAsync();
            Assert.Empty(await PageWords.KeysShownAsync(Page));
        }
    }
}
