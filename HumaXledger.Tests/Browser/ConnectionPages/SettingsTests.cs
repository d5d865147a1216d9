using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Portal.Components.Pages.Connection.Settings;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>The sections of the settings as pages, and input that is not saved yet.</summary>
public sealed class SettingsTests(Chromium chromium, OrganizationWithWebhook organization)
    : IClassFixture<OrganizationWithWebhook>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, false)]
    [InlineData("nb-NO", ColorScheme.Dark, true)]
    [InlineData("sv-SE", ColorScheme.Dark, false)]
    [InlineData("en-GB", ColorScheme.Light, true)]
    public async Task Sections_InEachLook_FitAndAreAccessible(string locale, ColorScheme colours, bool phone)
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
        List<string> faults = [];
        foreach (var section in Enum.GetNames<SettingsSection>())
        {
            await screen.GoAsync(organization.Page($"settings/{section.ToLowerInvariant()}"));
            await Expect(screen.Heading(Words.In<SettingsText>(locale, $"Section.{section}"))).ToBeVisibleAsync();
            await Expect(screen.Page.Locator("[role=status]:has(.mud-skeleton)")).ToHaveCountAsync(0);
            await screen.ShotAsync($"settings-{section}-{locale}-{(phone ? 390 : 1280)}");
            await screen.AssertNoSidewaysScrollAsync();
            faults.AddRange(await Axe.ViolationsAsync(screen.Page));
            faults.AddRange(await PageWords.KeysShownAsync(screen.Page));
        }

        Assert.True(faults.Count == 0, string.Join('\n', faults));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Input_NotSaved_SurvivesALanguageChangeAndIsAskedAboutWhenLeaving()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/schedules"));
        await screen.Labelled(Words.English<ScheduleText>("DriftLimit")).FillAsync("33");
        await Expect(screen.Text(Words.English<SettingsText>("Unsaved"))).ToBeVisibleAsync();
        await using (
            var store = await organization
                .Portal.Get<IDbContextFactory<SyncDbContext>>()
                .CreateDbContextAsync(Cancellation)
        )
        {
            // It is on the page before it is stored, from where the page in the other language reads it.
            await Until.SoAsync(() =>
                store.SettingsDrafts.AnyAsync(draft => draft.ConnectionId == organization.ConnectionId, Cancellation)
            );
        }

        await screen.Page.Locator("button[popovertarget=languages]").ClickAsync();
        await screen.Link("Norsk bokmål").ClickAsync();

        var limit = screen.Labelled(Words.In<ScheduleText>("nb-NO", "DriftLimit"));
        await Expect(limit).ToHaveValueAsync("33");
        await screen
            .Page.GetByRole(AriaRole.Navigation, new() { Name = In("Index") })
            .GetByRole(AriaRole.Link, new() { Name = In("Section.Limits"), Exact = true })
            .ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await screen.ShotAsync("settings-leave");
        await screen.AssertAccessibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = In("Leave.Stay"), Exact = true }).ClickAsync();
        await Expect(limit).ToHaveValueAsync("33");
        await screen.Button(In("Save")).ClickAsync();
        await Expect(screen.Text(In("Saved.Schedules"))).ToBeVisibleAsync();
        Assert.Equal(33, (await organization.ConnectionAsync(Cancellation)).DriftThreshold);
        Assert.Empty(screen.Faults);

        static string In(string key) => Words.In<SettingsText>("nb-NO", key);
    }

    [Fact]
    public async Task Enter_InAnInput_SavesWhatIsTypedAndKeepsTheFocus()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/schedules"));
        var limit = screen.Labelled(Words.English<ScheduleText>("DriftLimit"));
        await limit.FillAsync("");
        await limit.PressSequentiallyAsync("47");

        await limit.PressAsync("Enter");

        await Expect(screen.Text(Words.English<SettingsText>("Saved.Schedules"))).ToBeVisibleAsync();
        await Expect(limit).ToHaveValueAsync("47");
        Assert.Equal(47, (await organization.ConnectionAsync(Cancellation)).DriftThreshold);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Save_WhileAnotherAdministratorSaves_TellsBothWithoutLosingInput()
    {
        await using var mine = await Screen.OpenAsync(chromium, organization.Portal);
        await mine.GoAsync(organization.Page("settings/limits"));
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            "Ola Annen",
            [Role.IntegrationAdministrator],
            Cancellation
        );
        await using var theirs = await Screen.OpenAsync(chromium, organization.Portal, session: visitor.Session);
        await theirs.GoAsync(organization.Page("settings/limits"));
        const string Label = "Number of people: People with any change";
        await mine.Labelled(Label).FillAsync("61");
        await theirs.Labelled(Label).FillAsync("62");
        await theirs.Button("Save").ClickAsync();

        await Expect(mine.Text("Ola Annen saved other values")).ToBeVisibleAsync();
        await Expect(mine.Labelled(Label)).ToHaveValueAsync("61");
        await mine.ShotAsync("settings-overtaken");
        await mine.AssertAccessibleAsync();
        await mine.Button(Words.English<SettingsText>("Overtaken.Replace")).ClickAsync();

        await Expect(mine.Text("Saved. It applies from the next review.")).ToBeVisibleAsync();
        await Expect(theirs.Labelled(Label)).ToHaveValueAsync("61");
        Assert.Empty(mine.Faults.Concat(theirs.Faults));
    }

    [Fact]
    public async Task Name_OfTheLongestFromRightToLeft_KeepsThePagesWhole()
    {
        var settings = organization.Portal.Get<ConnectionSettings>();
        var before = await settings.ReadAsync(organization.ConnectionId, Actor.System, Cancellation);
        var name = string.Concat(Enumerable.Repeat("شركة فييلهايم ", 15))[..ConnectionSettings.LongestName].Trim();
        Assert.Null(await SaveAsync(before, before with { Name = name }));
        try
        {
            await using var screen = await Screen.OpenAsync(chromium, organization.Portal, phone: true);
            foreach (var part in new[] { "settings/general", "disconnect", "keys" })
            {
                await screen.GoAsync(organization.Page(part));
                await screen.ShotAsync($"long-name-{part.Replace('/', '-')}");
                await screen.AssertNoSidewaysScrollAsync();
            }
        }
        finally
        {
            Assert.Null(await SaveAsync(before with { Name = name }, before));
        }

        Task<SettingsRefusal?> SaveAsync(SettingsValues shown, SettingsValues wanted) =>
            settings.SaveAsync(
                organization.ConnectionId,
                shown,
                wanted,
                overwrite: false,
                ConnectedPortal.Administrator,
                Cancellation
            );
    }
}
