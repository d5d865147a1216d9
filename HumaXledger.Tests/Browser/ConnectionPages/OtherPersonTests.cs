using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>
/// Profiles overwritten with another person, reported by Huma's webhook over real HTTP, and both answers on the pages.
/// </summary>
public sealed class OtherPersonTests(Chromium chromium, OrganizationWithWebhook organization)
    : IClassFixture<OrganizationWithWebhook>
{
    private static readonly Microsoft.Playwright.LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Held_ConfirmedOnTheListOfApprovals_IsWrittenAfterOneClick()
    {
        var person = organization.Take(1)[0];
        var (name, number) = (organization.NameOf(person), organization.InXledger(person, SandboxField.Identification));
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("changes?list=Held"));
        organization.Overwrite(person);

        await Expect(screen.Text($"{name} looks like another person now")).ToBeVisibleAsync(Long);
        await Expect(screen.Text("Nothing about this person is written to either system before you answer."))
            .ToBeVisibleAsync();
        Assert.Equal(number, organization.InXledger(person, SandboxField.Identification));
        // Numbers are masked here too.
        Assert.DoesNotContain("13097248022", await screen.Page.ContentAsync());
        await LookAsync(screen, "held");
        await screen.Button($"Yes, the same person: {name}").ClickAsync();

        await Expect(screen.Text($"{name} looks like another person now")).ToBeHiddenAsync(new() { Timeout = 120_000 });
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        await Expect(screen.Text("Written to Xledger").First).ToBeVisibleAsync(Long);
        Assert.Equal("Zakarias", organization.InXledger(person, SandboxField.GivenName));
        Assert.Contains("13097248022", organization.InXledger(person, SandboxField.Identification));
        await screen.GoAsync(organization.Page("activity"));
        await Expect(screen.Text("is the same person in Huma and Xledger").First).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Held_OnThePersonsPage_IsUnlinkedByOneClickAndKeepsItsHistory()
    {
        var person = organization.Take(1)[0];
        var (name, number) = (organization.NameOf(person), organization.InXledger(person, SandboxField.Identification));
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        organization.Overwrite(person);

        await Expect(screen.Text($"{name} looks like another person now")).ToBeVisibleAsync(Long);
        await LookAsync(screen, "person");
        await screen.Button($"Unlink: {name}").ClickAsync();

        await Expect(screen.Text($"{name} looks like another person now")).ToBeHiddenAsync(new() { Timeout = 120_000 });
        await Expect(screen.Text("the two records are not the same person").First).ToBeVisibleAsync(Long);
        await using var context = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var id = new HumaId($"{person.HumaId}");
        Assert.False(await context.Links.AnyAsync(link => link.HumaId == id, Cancellation));
        Assert.True(
            await context.Activity.AnyAsync(
                act => act.What == ActivityCodes.PersonUnlinked && act.ConnectionId == organization.ConnectionId,
                Cancellation
            )
        );
        Assert.Equal(number, organization.InXledger(person, SandboxField.Identification));

        await Expect(screen.Heading("Not the same person")).ToBeVisibleAsync(Long);
        await LookAsync(screen, "apart");
        await screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Suggest again: ") }).ClickAsync();
        await Expect(screen.Heading("Not the same person")).ToBeHiddenAsync(new() { Timeout = 120_000 });
        Assert.False(await context.DistinctPairs.AnyAsync(pair => pair.HumaId == id, Cancellation));
        Assert.Empty(screen.Faults);
    }

    // At both widths: accessible, no horizontal overflow, no resource keys.
    private static async Task LookAsync(Screen screen, string page)
    {
        var size = screen.Page.ViewportSize!;
        foreach (var width in new[] { 390, 1280 })
        {
            await screen.Page.SetViewportSizeAsync(width, 800);
            await screen.ShotAsync($"other-person-{page}-{width}");
            await screen.AssertNoSidewaysScrollAsync();
        }

        await screen.Page.SetViewportSizeAsync(size.Width, size.Height);
        IReadOnlyList<string> faults =
        [
            .. await Axe.ViolationsAsync(screen.Page),
            .. await PageWords.KeysShownAsync(screen.Page),
        ];
        Assert.True(faults.Count == 0, $"{page}: {string.Join('\n', faults)}");
    }
}
