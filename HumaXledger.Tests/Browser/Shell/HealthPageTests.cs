using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Portal.Monitoring;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using Quartz;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>The health page in the browser.</summary>
public sealed class HealthPageTests(Chromium chromium, RunningPortal portal)
    : IClassFixture<RunningPortal>,
        IAsyncLifetime
{
    private static readonly LocatorAssertionsToBeVisibleOptions UntilItReadsAgain = new() { Timeout = 120_000 };

    // Each test adds one, and for those of the tests before more minutes have passed.
    private readonly string _name =
        "Fjellheim og Nordre Dal Helse- og omsorgssenter AS, avdeling for langtidspleie " + $"{Guid.NewGuid():N}"[..8];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        var connection = await portal.AddConnectionAsync(_name, $"{Guid.NewGuid()}");
        await using var store = await portal
            .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        store.PendingChanges.AddRange(
            Enumerable
                .Range(0, 3)
                .Select(_ =>
                    PendingChange.Of(
                        connection,
                        new HumaId($"{Guid.NewGuid()}"),
                        PendingChangeSource.Webhook,
                        PendingChangeKind.Updated,
                        DateTime.UtcNow.AddMinutes(-42)
                    )
                )
        );
        // Not due, so that the portal leaves them in the queue.
        foreach (var pending in store.PendingChanges.Local)
        {
            pending.DueAt = DateTime.UtcNow.AddDays(1);
        }

        await store.SaveChangesAsync(Cancellation);
        await portal
            .Services.GetRequiredService<ScheduledRounds>()
            .RunAsync(ScheduledPart.AlertMail, () => Task.FromResult(false));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Health_FromTheMenu_ShowsChecksQueueRoundsAndVersions()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/");

        await screen.Link("Health").ClickAsync();

        await Expect(screen.Heading("Health")).ToBeVisibleAsync();
        await Expect(screen.Text("All checks pass.")).ToBeVisibleAsync(UntilItReadsAgain);
        await Expect(CheckOf(screen, "Encryption keys can be used")).ToContainTextAsync("Passes");
        var queue = screen.Page.GetByRole(AriaRole.Table, new() { Name = "Changes in progress" });
        await Expect(queue.GetByRole(AriaRole.Row).Filter(new() { HasText = _name }))
            .ToContainTextAsync(new Regex("4[2-9] min"));
        var rounds = screen.Page.GetByRole(AriaRole.Table, new() { Name = "Scheduled work on this node" });
        await Expect(rounds.GetByRole(AriaRole.Row, new() { Name = "Send alerts by e-mail" }))
            .ToContainTextAsync("Failed");
        await Expect(screen.Page.GetByText(SystemFacts.Runtime)).ToBeVisibleAsync();
        await Expect(screen.Page.GetByText("SQLite 3.")).ToBeVisibleAsync();
        await Expect(screen.Text("Not exported")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Health_WhileTheSchedulerStandsStill_SaysWhatToDoUntilItRuns()
    {
        var scheduler = await portal.Services.GetRequiredService<ISchedulerFactory>().GetScheduler(Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/health");
        await scheduler.Standby(Cancellation);
        try
        {
            await Expect(screen.Text("1 check needs attention.")).ToBeVisibleAsync(UntilItReadsAgain);
            await Expect(CheckOf(screen, "The scheduler runs")).ToContainTextAsync("Fails");
            await Expect(screen.Text("Restart this node")).ToBeVisibleAsync();
            await screen.ShotAsync("health-failing-1280-light");
            await screen.AssertAccessibleAsync();
        }
        finally
        {
            await scheduler.Start(Cancellation);
        }

        await Expect(screen.Text("All checks pass.")).ToBeVisibleAsync(UntilItReadsAgain);
    }

    [Theory]
    [InlineData("nb-NO", ColorScheme.Dark, true)]
    [InlineData("sv-SE", ColorScheme.Light, true)]
    [InlineData("nb-NO", ColorScheme.Light, false)]
    public async Task Health_InThisTheme_IsAccessibleAndFitsTheWindow(string locale, ColorScheme colours, bool phone)
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, locale, colours, phone);

        await screen.GoAsync("/health");
        await Expect(screen.Page.GetByText(SystemFacts.Runtime)).ToBeVisibleAsync();

        await screen.ShotAsync($"health-{locale}-{(phone ? "390" : "1280")}-{colours}".ToLowerInvariant());
        await screen.AssertAccessibleAsync();
        await screen.AssertNoSidewaysScrollAsync();
    }

    [Fact]
    public async Task Health_ByKeyboard_IsReadAgain()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, phone: true);
        await screen.GoAsync("/health");
        await Expect(screen.Page.GetByText(SystemFacts.Runtime)).ToBeVisibleAsync();

        await screen.Heading("Health").FocusAsync();
        await screen.Page.Keyboard.PressAsync("Tab");
        await Expect(screen.Button("Refresh")).ToBeFocusedAsync();
        await portal
            .Services.GetRequiredService<ScheduledRounds>()
            .RunAsync(ScheduledPart.Retention, () => Task.FromResult(true));
        await screen.Page.Keyboard.PressAsync("Enter");

        // On a phone each row is a card.
        await Expect(
                screen
                    .Page.GetByRole(AriaRole.List, new() { Name = "Scheduled work on this node" })
                    .GetByRole(AriaRole.Listitem)
                    .Filter(new() { HasText = "Delete old data" })
            )
            .ToContainTextAsync("Completed");
    }

    [Fact]
    public async Task Menu_OfAViewer_HasNoHealth()
    {
        using var visitor = await Visitor.SignedInAsync(portal.Url, "Kari", [Role.Viewer], Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, portal, session: visitor.Session);

        await screen.GoAsync("/");

        await Expect(screen.Heading("Home")).ToBeVisibleAsync();
        await Expect(screen.Link("Health")).ToHaveCountAsync(0);
    }

    private static ILocator CheckOf(Screen screen, string name) =>
        screen
            .Page.GetByRole(AriaRole.List, new() { Name = "Checks" })
            .GetByRole(AriaRole.Listitem)
            .Filter(new() { HasText = name });
}
