using System.Text;
using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>Revealing one identification or bank number, with and without the permission.</summary>
[Collection(nameof(ReviewCollection))]
public sealed partial class RevealTests(Chromium chromium, OrganizationInReview organization)
{
    private static readonly Role[] Both = [Role.IntegrationReviewer, Role.SensitiveData];

    private readonly StringBuilder _sent = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Number_Revealed_IsTheOnlyOneForALimitedTimeAndIsLogged()
    {
        var pair = await PairAsync();
        var (name, identification, account) = (
            pair.Huma.DisplayName,
            Clear(pair.Huma, Field.Identification),
            Clear(pair.Xledger, Field.BankAccount)
        );
        // Pages of other tests that closed with a number in clear still have a timer; the server keeps their circuits.
        organization.Portal.Clock.Fire();
        await using var screen = await OpenAsync("Kari Innsyn", Both);
        await screen.GoAsync(PageOf(pair));
        var show = screen.Button($"Show Identification of {name}").First;
        await Expect(show).ToBeVisibleAsync();
        AssertNotSent(identification, account);

        await show.ClickAsync();
        await Expect(screen.Text(identification)).ToBeVisibleAsync();
        await Expect(screen.Button($"Hide Identification of {name}")).ToHaveCountAsync(1);
        AssertNotSent(account);
        await screen.AssertAccessibleAsync();

        // Revealing the next one masks the first.
        await screen.Button($"Show Bank account number of {name}").First.ClickAsync();
        await Expect(screen.Text(account)).ToBeVisibleAsync();
        await Expect(screen.Text(identification)).ToHaveCountAsync(0);

        // Its time ends, and it is masked again.
        Assert.Equal(1, organization.Portal.Clock.Fire());
        await Expect(screen.Text(account)).ToHaveCountAsync(0);
        await Expect(screen.Button($"Hide Bank account number of {name}")).ToHaveCountAsync(0);

        await screen.Button($"Show Identification of {name}").First.ClickAsync();
        await Expect(screen.Text(identification)).ToBeVisibleAsync();
        await screen.Button($"Hide Identification of {name}").ClickAsync();
        await Expect(screen.Text(identification)).ToHaveCountAsync(0);

        var records = await RecordsAsync("Kari Innsyn");
        Assert.Equal(
            ["identification", "bankAccount", "identification"],
            records.Select(record => record.Arguments[0])
        );
        Assert.All(records, record => Assert.Equal([pair.Huma.Id, pair.Xledger.Id], record.Arguments.Skip(1)));
        Assert.All(records, record => Assert.Equal("127.0.0.1", record.From));
        await screen.GoAsync(organization.Page("activity"));
        await Expect(
                screen
                    .Page.GetByRole(AriaRole.Row)
                    .Filter(new() { HasText = "Kari Innsyn" })
                    .Filter(new() { HasText = "Bank account number" })
            )
            .ToHaveCountAsync(1);
        Assert.Empty(screen.Faults);
    }

    // Works without the server, which may be unreachable by then.
    [Fact]
    public async Task Number_ShownWhileTheConnectionIsLost_IsHiddenByTheBrowserAfterAMinute()
    {
        var pair = await PairAsync();
        await using var screen = await OpenAsync("Kari Frakoblet", Both);
        await screen.GoAsync(PageOf(pair));
        await screen.Button($"Show Identification of {pair.Huma.DisplayName}").First.ClickAsync();
        var number = screen.Page.Locator(".ui-in-clear");
        await Expect(number).ToBeVisibleAsync();

        var seconds = await number.EvaluateAsync<double>(
            "shown => { const [hiding] = shown.getAnimations(); const end = hiding.effect.getComputedTiming().endTime "
                + "/ 1000; hiding.finish(); return end; }"
        );

        Assert.InRange(seconds, 60, 61);
        await Expect(number).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Number_ShownInARowThatChangesToAnotherPerson_IsMaskedAgain()
    {
        var differences = (await SessionAsync())
            .Comparison.Differences.Where(difference =>
                difference is { Field: Field.Identification or Field.BankAccount, Xledger.IsValue: true }
            )
            .DistinctBy(difference => difference.Pair.Huma.DisplayName)
            .Take(2)
            .ToList();
        Assert.Equal(2, differences.Count);
        var number = Masking.Display(differences[0].Field, differences[0].Xledger, inClear: true);
        await using var screen = await OpenAsync("Kari Rader", Both);
        await screen.GoAsync(organization.Page("sync"));
        await new SyncScreen(screen).GoToAsync("Conflicts and missing values");
        await FilterAsync(screen, differences[0].Pair.Huma.DisplayName);
        await screen
            .Page.Locator(".ui-sensitive")
            .Filter(new() { HasText = Masking.Display(differences[0].Field, differences[0].Xledger, inClear: false) })
            .GetByRole(AriaRole.Button)
            .First.ClickAsync();
        await Expect(screen.Text(number)).ToBeVisibleAsync();

        await FilterAsync(screen, differences[1].Pair.Huma.DisplayName);

        await Expect(screen.Page.Locator(".ui-reveal").First).ToBeVisibleAsync();
        await Expect(screen.Text(number)).ToHaveCountAsync(0);
        await Expect(screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = Hide() })).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Number_ProofTooOld_RedirectsToSignInAndBackToThePage()
    {
        var pair = await PairAsync();
        var (name, identification) = (pair.Huma.DisplayName, Clear(pair.Huma, Field.Identification));
        await using var screen = await OpenAsync("Kari Gammel", Both);
        await StoredSession.SetAsync(
            organization.Portal.Get<IServiceProvider>(),
            "Kari Gammel",
            session => session.AuthenticatedAt,
            DateTime.UtcNow.AddMinutes(-20),
            Cancellation
        );

        await screen.GoAsync(PageOf(pair));
        await screen.Button($"Show Identification of {name}").First.ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("You signed in more than 15 minutes ago.")).ToBeVisibleAsync();
        await screen.ShotAsync("sign-in-again");
        await screen.AssertAccessibleAsync();
        AssertNotSent(identification);
        Assert.Empty(await RecordsAsync("Kari Gammel"));

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Sign in again" }).ClickAsync();
        await Expect(screen.Text("You can only show identity and account numbers")).ToBeVisibleAsync();
        await screen.AssertAccessibleAsync();
        await screen.Labelled("Name").FillAsync("Kari Gammel");
        await screen.Button("Sign in").ClickAsync();

        await Expect(screen.Heading(name)).ToBeVisibleAsync();
        await screen.Button($"Show Identification of {name}").First.ClickAsync();
        await Expect(screen.Text(identification)).ToBeVisibleAsync();
        Assert.Single(await RecordsAsync("Kari Gammel"));
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Administrator_WithoutTheRole_SeesNoRevealButton()
    {
        var pair = await PairAsync();
        await using var screen = await OpenAsync("Kari Uten", [Role.IntegrationAdministrator]);
        foreach (
            var path in new[]
            {
                PageOf(pair),
                organization.Page("sync"),
                organization.Page($"runs/{organization.RunId}"),
            }
        )
        {
            await screen.GoAsync(path);
            await Expect(
                    screen
                        .Page.GetByText("••••")
                        .Or(screen.Page.Locator("tbody tr"))
                        .Or(screen.Heading("What was found"))
                        .First
                )
                .ToBeVisibleAsync(new() { Timeout = 120_000 });
            await Expect(screen.Page.Locator(".ui-reveal")).ToHaveCountAsync(0);
            await Expect(screen.Button("Export with unmasked numbers")).ToHaveCountAsync(0);
        }

        AssertNotSent(Clear(pair.Huma, Field.Identification), Clear(pair.Xledger, Field.BankAccount));
        SensitiveNumbers.Of(organization.Portal.World).AssertNoneIn(_sent.ToString(), "What was sent to the browser");
        Assert.Empty(await RecordsAsync("Kari Uten"));
    }

    [Fact]
    public async Task Role_RemovedWhileANumberIsShown_MasksItAndRemovesTheButtons()
    {
        var pair = await PairAsync();
        await using var screen = await OpenAsync("Kari Fratatt", Both);
        await screen.GoAsync(PageOf(pair));
        await screen.Button($"Show Identification of {pair.Huma.DisplayName}").First.ClickAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = Hide() })).ToHaveCountAsync(1);
        await StoredSession.SetAsync(
            organization.Portal.Get<IServiceProvider>(),
            "Kari Fratatt",
            session => session.Roles,
            [nameof(Role.IntegrationReviewer)],
            Cancellation
        );

        await Expect(screen.Page.Locator(".ui-reveal")).ToHaveCountAsync(0);

        await Expect(screen.Text(Clear(pair.Huma, Field.Identification))).ToHaveCountAsync(0);
        await Expect(screen.Heading(pair.Huma.DisplayName)).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Export_InClear_IsRequestedInADialogThatExplainsIt()
    {
        await using var screen = await OpenAsync("Kari Eksport", Both);
        await screen.GoAsync(organization.Page($"runs/{organization.RunId}"));
        await screen.Button("Export with unmasked numbers").ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("The export is recorded in the activity log")).ToBeVisibleAsync();
        await screen.ShotAsync("export-in-clear");
        await screen.AssertAccessibleAsync();

        var file = await screen.Page.RunAndWaitForDownloadAsync(() =>
            dialog.GetByRole(AriaRole.Button, new() { Name = "Export with unmasked numbers as CSV" }).ClickAsync()
        );

        Assert.EndsWith("-in-clear.csv", file.SuggestedFilename, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(await file.PathAsync(), Cancellation);
        Assert.Contains("Identification", text, StringComparison.Ordinal);
        Assert.DoesNotContain("•••", text, StringComparison.Ordinal);
        await Expect(dialog).ToBeHiddenAsync();
        var record = Assert.Single(await RecordsAsync("Kari Eksport", ActivityCodes.RunExportedInClear));
        Assert.Equal("csv", record.Arguments[1]);
        Assert.Empty(screen.Faults);
    }

    [Theory]
    [InlineData("nb-NO", ColorScheme.Light, true, "Vis Identifikasjon for")]
    [InlineData("sv-SE", ColorScheme.Dark, false, "Visa Identifikation för")]
    [InlineData("en-GB", ColorScheme.Dark, true, "Show Identification of")]
    public async Task Page_WithANumberInClear_IsReadableInEveryTheme(
        string locale,
        ColorScheme colours,
        bool phone,
        string show
    )
    {
        var pair = await PairAsync();
        await using var screen = await OpenAsync("Kari Utseende", Both, locale, colours, phone);
        await screen.GoAsync(PageOf(pair));

        await screen.Button($"{show} {pair.Huma.DisplayName}").First.ClickAsync();

        await Expect(screen.Text(Clear(pair.Huma, Field.Identification))).ToBeVisibleAsync();
        await screen.AssertAccessibleAsync();
        await screen.AssertNoSidewaysScrollAsync();
        Assert.Empty(screen.Faults);
    }

    private Task<ReviewSession> SessionAsync() => organization.SessionAsync(Cancellation);

    /// <summary>
    /// A person with an identification in both systems and an account in Xledger, long enough to be searched for.
    /// </summary>
    private async Task<Pair> PairAsync() =>
        (await SessionAsync()).Comparison.Matches.Pairs.First(pair =>
            pair.Settled
            && Clear(pair.Huma, Field.Identification).Length >= 11
            && Clear(pair.Xledger, Field.Identification).Length >= 11
            && Clear(pair.Xledger, Field.BankAccount).Length >= 11
        );

    private string PageOf(Pair pair) => organization.Page($"people/{PersonRow.KeyOf(pair.Huma)}");

    private static string Clear(Person person, Field field) => Masking.Display(field, person[field], inClear: true);

    private static async Task FilterAsync(Screen screen, string person)
    {
        await screen.Page.Locator("#filter-person").FillAsync(person);
        await screen.Page.Keyboard.PressAsync("Tab");
    }

    private async Task<Screen> OpenAsync(
        string name,
        Role[] roles,
        string locale = "en-GB",
        ColorScheme colours = ColorScheme.Light,
        bool phone = false
    )
    {
        using var visitor = await Visitor.SignedInAsync(organization.Portal.Url, name, roles, Cancellation);
        var screen = await Screen.OpenAsync(
            chromium,
            organization.Portal,
            locale,
            colours,
            phone,
            session: visitor.Session
        );
        screen.Page.WebSocket += (_, socket) =>
            socket.FrameReceived += (_, frame) =>
                Keep(frame.Binary is { } binary ? Encoding.UTF8.GetString(binary) : frame.Text ?? "");
        return screen;
    }

    private void Keep(string text)
    {
        lock (_sent)
        {
            _sent.Append(text);
        }
    }

    /// <summary>Neither shown nor among the data that the server sent without showing it.</summary>
    private void AssertNotSent(params string[] numbers)
    {
        lock (_sent)
        {
            Assert.True(_sent.Length > 10_000);
            foreach (var number in numbers)
            {
                Assert.False(
                    _sent.ToString().Contains(number, StringComparison.Ordinal)
                        || _sent
                            .ToString()
                            .Contains(number.Replace(".", "", StringComparison.Ordinal), StringComparison.Ordinal),
                    $"A number that ends with {number[^2..]} was sent to the browser."
                );
            }
        }
    }

    private async Task<IReadOnlyList<ActivityRecord>> RecordsAsync(
        string who,
        string what = ActivityCodes.ValueRevealed
    )
    {
        await using var store = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await store
            .Activity.AsNoTracking()
            .Where(record => record.Who == who && record.What == what)
            .OrderBy(record => record.Id)
            .ToListAsync(Cancellation);
    }

    [GeneratedRegex("^Hide ")]
    private static partial Regex Hide();
}
