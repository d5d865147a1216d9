using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Mail;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Sync;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>
/// Each number has one source: result, mail, overview, home, people list and person page show the same after every kind
/// of run, and each number links to as many rows.
/// </summary>
public sealed class FiguresOnPagesTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private static readonly LocatorAssertionsToBeVisibleOptions Long = new() { Timeout = 120_000 };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SandboxWorld World => organization.Portal.World;

    [Fact]
    public async Task Numbers_AfterEveryKindOfRun_AreTheSameOnEveryPage()
    {
        var people = organization.Take(5);
        World.EditInHuma(people[0].HumaId, SandboxField.EmploymentId, "990077");
        var session = await organization.ReviewedAsync(people, SandboxField.JobTitle, "Fagansvarlig", Cancellation);
        var rival = World.HireInXledger();
        World.EditInXledger(rival, SandboxField.EmploymentId, "990077");
        World.EditInXledger(people[1].EmployeeDbId, SandboxField.JobTitle, "Husvert");
        var run = await organization.Portal.ApplyAsync(
            await organization.AddingAsync(session, World.HireInHuma(), Cancellation),
            Cancellation
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);

        var first = await WalkAsync(screen, run, people[0], mailed: true);
        Assert.Equal((1, 1), (first.Count(OpenCause.Refused), first.Count(OpenCause.Held)));
        await PicturesAsync(run);

        World.EditInXledger(rival, SandboxField.EmploymentId, "990078");
        await using var store = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var report = (await RunReport.LoadAsync(store, run, Cancellation))!;
        var retried = await CarryOutAsync(
            await organization
                .Portal.Get<Retry>()
                .MakePlanAsync(run, report.Shown(PlanOrigin.Retried), ConnectedPortal.Administrator, Cancellation)
        );
        Assert.Equal(first.LeftToDo - 1, (await WalkAsync(screen, retried, people[0])).LeftToDo);

        var scope = new UndoScope(retried);
        var shown = (
            await organization.Portal.Get<Undo>().ReviewAsync(scope, FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;
        var undone = await CarryOutAsync(
            await organization
                .Portal.Get<Undo>()
                .MakePlanAsync(scope, FollowUpSteps.NoGuards, shown.Shown, ConnectedPortal.Administrator, Cancellation)
        );
        Assert.Equal(first.LeftToDo, (await WalkAsync(screen, undone, people[0])).LeftToDo);

        // An open result page is updated when a change from Huma settles a difference.
        await screen.GoAsync(organization.Page($"runs/{undone}"));
        World.EditInHuma(people[1].HumaId, SandboxField.JobTitle, "Husvert");
        await organization
            .Portal.Get<ChangeQueue>()
            .PutAsync(
                organization.ConnectionId,
                [new HumaId($"{people[1].HumaId}")],
                PendingChangeSource.Webhook,
                PendingChangeKind.Updated,
                null,
                Cancellation
            );
        await Expect(screen.Text(LeftToDo(first.LeftToDo - 1))).ToBeVisibleAsync(Long);
        Assert.Equal(first.LeftToDo - 1, (await WalkAsync(screen, undone, people[1])).LeftToDo);

        // An older result says that later runs followed, and shows no number of its own.
        await screen.GoAsync(organization.Page($"runs/{run}"));
        await Expect(screen.Text("There have been later synchronizations.")).ToBeVisibleAsync();
        await Expect(screen.Text("left to do:")).ToHaveCountAsync(0);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Undo_WithoutItsConfirmation_ShowsTheWholeSumAndLinksToEveryRow()
    {
        var people = organization.Take(15);
        Assert.All(people, person =>
            Assert.Equal(
                EditOutcome.Done,
                World.EditInXledger(person.EmployeeDbId, SandboxField.TerminationNotice, null)
            )
        );
        World.EditInHuma(people[0].HumaId, SandboxField.JobTitle, "Fagleder");
        var session = await organization.ReviewedAsync(
            people,
            SandboxField.TerminationNotice,
            "2031-03-31",
            Cancellation
        );
        var run = await organization.Portal.ApplyAsync(
            await organization.Portal.ConfirmGuardsAsync(session, Cancellation),
            Cancellation
        );
        foreach (
            var (locale, colours, phone) in new[]
            {
                ("nb-NO", ColorScheme.Dark, true),
                ("sv-SE", ColorScheme.Light, true),
                ("en-GB", ColorScheme.Dark, false),
            }
        )
        {
            await using var other = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
            await other.GoAsync(organization.Page($"runs/{run}/undo"));
            await Expect(other.Page.Locator(".ui-tile")).ToHaveCountAsync(2, new() { Timeout = 120_000 });
            await LookAsync(other, $"undo-sum-{locale}");
        }

        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"runs/{run}/undo"));
        await Expect(screen.Text("16 changes of this synchronization:")).ToBeVisibleAsync(Long);
        await Expect(screen.Page.Locator(".ui-tile"))
            .ToContainTextAsync(["1 restored now", "15 stopped by a safety limit until you confirm it"]);
        await Expect(screen.Heading("1 value is restored")).ToBeVisibleAsync();
        await screen.Link("15 stopped by a safety limit until you confirm it").ClickAsync();
        await Expect(screen.Heading("15 values are stopped by a safety limit until you confirm it"))
            .ToBeInViewportAsync();
        await Expect(
                screen
                    .Page.GetByRole(AriaRole.Table, new() { NameRegex = new("^15 values are stopped") })
                    .Locator("tbody tr")
            )
            .ToHaveCountAsync(15);

        await screen.Page.GetByRole(AriaRole.Checkbox).First.CheckAsync();

        await Expect(screen.Page.Locator(".ui-tile")).ToHaveCountAsync(1);
        await Expect(screen.Page.Locator(".ui-tile").First).ToContainTextAsync("16 restored now");
        await Expect(screen.Heading("16 values are restored")).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    private Task<Guid> CarryOutAsync(Answer<Guid> plan) =>
        organization.Portal.CarryOutAsync(Assert.IsType<Answer<Guid>.Done>(plan).Value, Cancellation);

    // Every page with counts, compared with their source.
    private async Task<ConnectionFigures> WalkAsync(Screen screen, Guid run, Someone person, bool mailed = false)
    {
        var figures = (
            await organization
                .Portal.Get<OpenDifferences>()
                .ReadAsync(organization.ConnectionId, Actor.System, Cancellation)
        )!;
        await screen.GoAsync(organization.Page($"runs/{run}"));
        await AssertSumAsync(screen, figures);
        if (mailed)
        {
            var mail = (await organization.Portal.Get<PickupFolder>().ReadAsync(Cancellation)).MaxBy(one => one.At)!;
            Assert.Contains(LeftToDo(figures.LeftToDo), mail.Text, StringComparison.Ordinal);
            Assert.All(figures.Parts, part =>
                Assert.Contains($"\n- {Number(part.Count)} ", mail.Text, StringComparison.Ordinal)
            );
            Assert.DoesNotContain("href", mail.Html, StringComparison.Ordinal);
        }

        await screen.GoAsync(organization.Page(""));
        await AssertSumAsync(screen, figures);
        foreach (
            var (card, count) in new[]
            {
                ("Differences", figures.Differences),
                ("Linked people", figures.Linked),
                ("People who need your confirmation", figures.Questions),
                ("Only in Huma", figures.OnlyInHuma),
                ("Only in Xledger", figures.OnlyInXledger),
            }
        )
        {
            await Expect(
                    screen
                        .Page.GetByRole(AriaRole.Region, new() { Name = "People and differences" })
                        .GetByRole(AriaRole.Link)
                        .Filter(new() { HasText = card })
                        .Locator("strong")
                )
                .ToHaveTextAsync(Number(count));
        }

        foreach (var part in figures.Parts)
        {
            await screen.GoAsync(organization.Page($"differences?cause={part.Cause}"));
            await Expect(screen.Text(part.Count == 1 ? "1 row" : $"{Number(part.Count)} rows").First)
                .ToBeVisibleAsync(Long);
            await Expect(Pressed(screen)).ToContainTextAsync(Number(part.Count));
            await Expect(screen.Page.Locator("tbody tr")).ToHaveCountAsync(Math.Min(50, part.Count));
        }

        await screen.GoAsync("/");
        await Expect(screen.Text($"{Number(figures.LeftToDo)} differences between Huma and Xledger"))
            .ToBeVisibleAsync(Long);
        await AssertPeopleAsync(screen, figures, person);
        return figures;
    }

    private static async Task AssertSumAsync(Screen screen, ConnectionFigures figures)
    {
        await Expect(screen.Text(LeftToDo(figures.LeftToDo))).ToBeVisibleAsync(Long);
        var items = screen.Page.GetByRole(AriaRole.List, new() { Name = "Left to do", Exact = true });
        var parts = (await items.GetByRole(AriaRole.Listitem).AllInnerTextsAsync())
            .Select(part => part.Trim().Split(' ')[0])
            .ToList();
        Assert.Equal(figures.Parts.Select(part => Number(part.Count)), parts);
        Assert.Equal(
            figures.LeftToDo,
            parts.Sum(part => int.Parse(part, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))
        );
    }

    private async Task AssertPeopleAsync(Screen screen, ConnectionFigures figures, Someone person)
    {
        foreach (
            var (shown, count) in new[]
            {
                (PeopleFilter.Questions, figures.Questions),
                (PeopleFilter.OnlyInHuma, figures.OnlyInHuma),
                (PeopleFilter.OnlyInXledger, figures.OnlyInXledger),
                (PeopleFilter.Linked, figures.Linked),
                (
                    PeopleFilter.Differing,
                    figures.Open.Where(row => row.Field is not null).Select(row => row.Person).Distinct().Count()
                ),
            }
        )
        {
            await screen.GoAsync(organization.Page($"people?show={shown}"));
            await Expect(Pressed(screen)).ToContainTextAsync(Number(count), new() { Timeout = 120_000 });
        }

        var theirs = figures.Of(new PersonRef(Side.Huma, $"{person.HumaId}")).Count();
        await screen.GoAsync(organization.Page("people"));
        await screen
            .Page.Locator("#person-search")
            .FillAsync(World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Email]);
        await screen.Page.Keyboard.PressAsync("Enter");
        var row = screen.Page.GetByRole(AriaRole.Row).Filter(new() { HasText = organization.NameOf(person) });
        await Expect(row.GetByRole(AriaRole.Cell).Last).ToHaveTextAsync(theirs == 0 ? "–" : Number(theirs));
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        await Expect(screen.Text(theirs == 1 ? "1 difference" : $"{theirs} differences").First).ToBeVisibleAsync(Long);
    }

    private async Task PicturesAsync(Guid run)
    {
        foreach (
            var (locale, colours, phone) in new[]
            {
                ("en-GB", ColorScheme.Light, false),
                ("nb-NO", ColorScheme.Dark, true),
                ("sv-SE", ColorScheme.Dark, false),
            }
        )
        {
            await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
            foreach (
                var (name, path) in new[]
                {
                    ("result", $"runs/{run}"),
                    ("overview", ""),
                    ("differences", "differences"),
                    ("people", "people?show=Differing"),
                }
            )
            {
                await screen.GoAsync(organization.Page(path));
                await Expect(screen.Page.Locator(".ui-skeleton, .ui-waiting"))
                    .ToHaveCountAsync(0, new() { Timeout = 120_000 });
                await LookAsync(screen, $"{name}-{locale}");
            }

            Assert.Empty(screen.Faults);
        }
    }

    // At both widths: accessible, no horizontal overflow, no resource keys.
    private static async Task LookAsync(Screen screen, string page)
    {
        var size = screen.Page.ViewportSize!;
        foreach (var width in new[] { 390, 1280 })
        {
            await screen.Page.SetViewportSizeAsync(width, 800);
            await screen.ShotAsync($"figures-{page}-{width}");
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

    private static ILocator Pressed(Screen screen) => screen.Page.GetByRole(AriaRole.Button, new() { Pressed = true });

    private static string LeftToDo(int count) =>
        count == 1 ? "1 difference is left to do:" : $"{Number(count)} differences are left to do:";

    private static string Number(int count) => count.ToString("N0", CultureInfo.InvariantCulture);
}
