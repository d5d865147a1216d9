using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Sync;
using HumaXledger.Tests.Sync.Connections;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>"Coming up", the choice of a main position and the employment settings in the browser.</summary>
public sealed class ComingUpTests(Chromium chromium, OrganizationWithWebhook organization)
    : IClassFixture<OrganizationWithWebhook>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxWorld World => organization.World;

    [Fact]
    public async Task AnnouncedPosition_IsListedWithItsDayAndWhatItWrites_AlsoOnAPhone()
    {
        var person = organization.Take(1)[0];
        var name = organization.NameOf(person);
        var last = World.HumaSystem.Today.AddDays(6);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page());
        await ComingUp(screen).ClickAsync();
        await Expect(screen.Heading("Coming up")).ToBeVisibleAsync(Long);

        Change(person, positions =>
            [positions[0] with { ContractEndDate = last }, Position("Avdelingsdirektør", last.AddDays(1))]
        );

        // Huma's message arrives without an action here, and so does the row on the page.
        var row = screen.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = "Position begins: Avdelingsdirektør" });
        await Expect(row).ToBeVisibleAsync(Long);
        await Expect(row).ToContainTextAsync(name);
        await Expect(row).ToContainTextAsync("Job title: Avdelingsdirektør");
        await Expect(row).ToContainTextAsync("written on this date");
        await Expect(row.Locator("time")).ToHaveAttributeAsync("datetime", CalendarDate.Write(last.AddDays(1)));
        await Expect(
                screen
                    .Page.GetByRole(AriaRole.Row)
                    .Filter(new() { HasText = "Position ends" })
                    .Filter(new() { HasText = name })
            )
            .ToContainTextAsync("No change");
        await screen.AssertAccessibleAsync();
        Assert.Null(organization.InXledger(person, SandboxField.EmploymentEnd));
        await using var phone = await Screen.OpenAsync(
            chromium,
            organization.Portal,
            "nb-NO",
            ColorScheme.Dark,
            phone: true
        );
        await phone.GoAsync(organization.Page("coming-up"));
        await Expect(phone.Text("Stilling begynner: Avdelingsdirektør")).ToBeVisibleAsync(Long);
        await phone.AssertNoSidewaysScrollAsync();
        await screen.ShotAsync("coming-up");
        await phone.ShotAsync("coming-up-phone");
        Assert.Empty(screen.Faults.Concat(phone.Faults));
    }

    [Fact]
    public async Task ComingUp_ForARoleThatSeesNoPeople_IsNeitherLinkedNorShown()
    {
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            "Kari Viewer",
            [Role.Viewer],
            Cancellation
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, session: visitor.Session);

        await screen.GoAsync(organization.Page());
        await Expect(screen.Text("Last synchronized").First).ToBeVisibleAsync(Long);
        await Expect(ComingUp(screen)).ToHaveCountAsync(0);

        await screen.GoAsync(organization.Page("coming-up"));
        await Expect(screen.Heading("Coming up")).ToHaveCountAsync(0);
        await Expect(screen.Page.GetByRole(AriaRole.Row)).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task MainPosition_ChosenOnThePersonsPage_WritesItsJobTitle()
    {
        var person = organization.Take(1)[0];
        Change(person, positions =>
            [
                positions[0] with
                {
                    Percentage = 90,
                },
                Position("Verneombud", World.HumaSystem.Today.AddDays(-40)) with
                {
                    Percentage = 10,
                },
            ]
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        await Expect(screen.Heading("Several positions")).ToBeVisibleAsync(Long);

        await screen.Page.GetByRole(AriaRole.Radio, new() { NameString = "Verneombud, 10 %" }).CheckAsync();

        await Expect(screen.Page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Written to Xledger" }).First)
            .ToBeVisibleAsync(Long);
        Assert.Equal("Verneombud", organization.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task EmploymentSettings_AreSavedOneByOne_AndAnInvalidGapIsReported()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("settings/fields"));
        await screen.Labelled("Main position").SelectOptionAsync(new SelectOptionValue { Label = "The latest start" });
        await screen.Button("Save").ClickAsync();
        await Expect(screen.Text("It applies from the next time the systems are read.").First).ToBeVisibleAsync(Long);
        await screen.GoAsync(organization.Page("settings/fields"));
        await Expect(screen.Labelled("Main position")).ToHaveValueAsync(nameof(MainPositionChoice.LatestStart));

        await screen.Page.Locator("#join-gap").FillAsync("999");
        await screen.Page.Locator("#join-gap").BlurAsync();
        await Expect(screen.Text("Enter a whole number from 0 to 365.")).ToBeVisibleAsync(Long);
        await TypeAndClickAtOnceAsync(screen.Page.Locator("#join-gap"), "14", screen.Button("Save"));
        // The button is also disabled while it saves; the sentence comes when it has.
        await Expect(screen.Text("It applies from the next time the systems are read.").First).ToBeVisibleAsync(Long);
        await Expect(screen.Button("Save")).ToBeDisabledAsync();

        var saved = new EmploymentRules { JoinGapDays = 14, MainPosition = MainPositionChoice.LatestStart };
        Assert.Equal(saved, (await organization.ConnectionAsync(Cancellation)).Employment);
        Assert.Null(
            await organization
                .Portal.Get<ConnectionSettings>()
                .ChangeAsync(
                    organization.ConnectionId,
                    values => values with { Employment = EmploymentRules.Default },
                    ConnectedPortal.Administrator,
                    Cancellation
                )
        );
    }

    /// <summary>The click leaves the browser before the server has drawn what was typed.</summary>
    private static async Task TypeAndClickAtOnceAsync(ILocator input, string text, ILocator button) =>
        await input.EvaluateAsync(
            """
            (input, [text, button]) => {
              input.value = text;
              input.dispatchEvent(new Event("input", { bubbles: true }));
              button.click();
            }
            """,
            new object[] { text, await button.ElementHandleAsync() }
        );

    private static ILocator ComingUp(Screen screen) =>
        screen.Page.GetByRole(AriaRole.Link, new() { NameRegex = new("coming up in 30 days") });

    private void Change(Someone person, Func<IReadOnlyList<HumaPosition>, IEnumerable<HumaPosition>> change)
    {
        World.Huma.Change(person.HumaId, user => user with { Positions = [.. change(user.Positions)] }, out var taken);
        Assert.Empty(taken);
    }

    private HumaPosition Position(string title, DateOnly start)
    {
        var known = new HumaJobTitle(Guid.NewGuid(), title, null);
        World.Huma.Put(known);
        return new HumaPosition
        {
            Id = Guid.NewGuid(),
            TitleId = known.Id,
            ContractStartDate = start,
            ContractType = "Permanent",
        };
    }
}
