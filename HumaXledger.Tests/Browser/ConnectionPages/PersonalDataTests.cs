using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>Export and erasure of one person's data in the browser.</summary>
public sealed class PersonalDataTests(Chromium chromium, OrganizationWithHistory organization)
    : IClassFixture<OrganizationWithHistory>
{
    private const string Title = OrganizationWithHistory.Title;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_OfAPerson_IsMaskedUnlessClearTextIsRequested()
    {
        var person = organization.Somebody;
        var number = organization.Portal.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Identification]!;
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(PageOf(person));
        await Expect(screen.Heading("Stored about this person")).ToBeVisibleAsync();
        await screen.ShotAsync("person-stored");

        var masked = await DownloadAsync(screen, screen.Link("Export as JSON"));
        var workbook = await DownloadAsync(screen, screen.Link("Export as Excel"));
        await screen.Button("Export with unmasked numbers …").ClickAsync();
        var dialog = screen.Page.GetByRole(AriaRole.Dialog);
        await Expect(dialog.GetByText("Give it only to the person concerned")).ToBeVisibleAsync();
        await screen.ShotAsync("person-clear");
        await screen.AssertAccessibleAsync();
        var clear = await DownloadAsync(
            screen,
            dialog.GetByRole(AriaRole.Button, new() { Name = "Export with unmasked numbers as JSON" })
        );

        Assert.Equal(
            ($"humaxledger-person-{person.HumaId}.json", $"humaxledger-person-{person.HumaId}-in-clear.json"),
            (masked.Name, clear.Name)
        );
        using var file = JsonDocument.Parse(masked.Content);
        Assert.Equal(
            ("humaxledger.person/1", "masked"),
            (file.RootElement.GetProperty("format").GetString(), file.RootElement.GetProperty("numbers").GetString())
        );
        // The shape is the one described in docs/privacy.md.
        var described = File.ReadAllText(Repository.Folder("docs", "privacy.md"));
        Assert.All(file.RootElement.EnumerateObject().Select(member => member.Name).Except(["exportedAt"]), member =>
            Assert.Contains($"`{member}`", described, StringComparison.Ordinal)
        );
        Assert.Equal(Title, file.RootElement.GetProperty("changes")[0].GetProperty("to").GetString());
        Assert.DoesNotContain(number, Text(masked.Content), StringComparison.Ordinal);
        Assert.Contains(number, Text(clear.Content), StringComparison.Ordinal);
        var sheets = Sheets(workbook.Content);
        Assert.Contains(Title, sheets, StringComparison.Ordinal);
        Assert.DoesNotContain(number, sheets, StringComparison.Ordinal);
        await screen.GoAsync(organization.Page("activity"));
        await Expect(screen.Text("with identity and account numbers unmasked")).ToHaveCountAsync(1);
        await Expect(screen.Text("with identity and account numbers masked")).ToHaveCountAsync(2);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Export_InClear_IsGivenToAFormOfThisSiteOnly()
    {
        var address = $"{PageOf(organization.Somebody)}/stored-in-clear";
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            "Kari Innsyn",
            [Role.IntegrationReviewer, Role.SensitiveData],
            Cancellation
        );
        using var forged = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new FormUrlEncodedContent([new("format", "json")]),
        };

        using var link = await visitor.OpenAsync(address, Cancellation);
        using var form = await visitor.SendAsync(forged, Cancellation);

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest), (link.StatusCode, form.StatusCode));
        // A forged form is no fault of the Portal.
        Assert.DoesNotContain(organization.Portal.Log.Lines, line =>
            line.StartsWith("Error Microsoft.AspNetCore.Diagnostics", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task Erase_TheHistory_RemovesNameAndValuesAndShowsWhatStays()
    {
        var person = organization.ToBeErased;
        var name = organization.NameOf(person);
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(PageOf(person));
        await screen.Link("Erase …").ClickAsync();
        await Expect(screen.Heading($"Erase what is stored about {name}")).ToBeVisibleAsync();
        await Expect(screen.Page.GetByRole(AriaRole.Radio).Nth(1)).ToBeDisabledAsync();
        await Expect(screen.Text("the person is still in Huma or Xledger")).ToBeVisibleAsync();
        await Expect(screen.Text(Words.English<PersonalDataText>("Erase.Removed.Messages"))).ToBeVisibleAsync();
        await screen.ShotAsync("erase");
        await screen.AssertAccessibleAsync();
        await screen.Labelled($"Type the person's name: {name}").FillAsync("Somebody");
        await Expect(screen.Button("Erase permanently")).ToBeDisabledAsync();
        await screen.Labelled($"Type the person's name: {name}").FillAsync(name);
        await screen.Button("Erase permanently").ClickAsync();

        await Expect(screen.Heading("Erased")).ToBeVisibleAsync();
        await screen.ShotAsync("erased");
        await screen.AssertAccessibleAsync();
        await using (
            var store = await organization
                .Portal.Get<IDbContextFactory<SyncDbContext>>()
                .CreateDbContextAsync(Cancellation)
        )
        {
            var act = await store.Activity.SingleAsync(
                row => row.What == ActivityCodes.PersonHistoryErased,
                Cancellation
            );
            Assert.Equal(("Local administrator", person.HumaId.ToString()), (act.Who, act.Arguments[0]));
        }

        await screen.GoAsync(PageOf(person));
        await Expect(screen.Heading(name)).ToBeVisibleAsync();
        // Both systems have the value; the history no longer contains it.
        await Expect(
                screen
                    .Page.Locator("h2", new() { HasText = "Changes made through this connection" })
                    .Locator("xpath=following-sibling::*")
                    .GetByText(Title)
            )
            .ToHaveCountAsync(0);
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Erase_ForAReviewer_IsNeitherOfferedNorOpened()
    {
        var person = organization.Somebody;
        using var visitor = await Visitor.SignedInAsync(
            organization.Portal.Url,
            "Kari Leser",
            [Role.IntegrationReviewer],
            Cancellation
        );
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, session: visitor.Session);

        await screen.GoAsync(PageOf(person));

        await Expect(screen.Link("Export as Excel")).ToBeVisibleAsync();
        await Expect(screen.Link("Erase …")).ToHaveCountAsync(0);
        await Expect(screen.Button("Export with unmasked numbers …")).ToHaveCountAsync(0);
        using var typed = await visitor.OpenAsync($"{PageOf(person)}/erase", Cancellation);
        Assert.Equal("/no-access", typed.Headers.Location!.AbsolutePath);
    }

    [Theory]
    [InlineData("nb-NO", ColorScheme.Dark, true, "Oppbevaring")]
    [InlineData("sv-SE", ColorScheme.Light, false, "Lagringstid")]
    public async Task Pages_OnAPhoneAndInTheDarkTheme_FitAndAreAccessible(
        string locale,
        ColorScheme colours,
        bool phone,
        string kept
    )
    {
        var person = organization.Somebody;
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal, locale, colours, phone);
        foreach (
            var (path, shot) in new[]
            {
                (PageOf(person), "person-stored"),
                ($"{PageOf(person)}/erase", "erase"),
                (organization.Page("details"), "kept"),
            }
        )
        {
            await screen.GoAsync(path);
            if (shot == "kept")
            {
                await Expect(screen.Heading(kept)).ToBeVisibleAsync();
            }

            await screen.ShotAsync($"{shot}-{locale}");
            await screen.AssertNoSidewaysScrollAsync();
            await screen.AssertAccessibleAsync();
            Assert.Empty(await PageWords.KeysShownAsync(screen.Page));
        }
    }

    private string PageOf(Someone person) => organization.Page($"people/h-{person.HumaId}");

    private static async Task<(string Name, byte[] Content)> DownloadAsync(Screen screen, ILocator button)
    {
        var download = await screen.Page.RunAndWaitForDownloadAsync(() => button.ClickAsync());
        return (download.SuggestedFilename, await File.ReadAllBytesAsync(await download.PathAsync(), Cancellation));
    }

    private static string Text(byte[] content) => Encoding.UTF8.GetString(content);

    private static string Sheets(byte[] workbook)
    {
        using var archive = new ZipArchive(new MemoryStream(workbook));
        return string.Join(
            '\n',
            archive
                .Entries.Where(entry => entry.FullName.Contains("sheet", StringComparison.OrdinalIgnoreCase))
                .Select(entry =>
                {
                    using var reader = new StreamReader(entry.Open());
                    return reader.ReadToEnd();
                })
        );
    }
}

/// <summary>A Portal with two people whose job title a run wrote from Huma to Xledger.</summary>
public sealed class OrganizationWithHistory : IAsyncLifetime
{
    public const string Title = "Klokkestemmer";

    private readonly OrganizationAtWork _organization = new();

    public RunningPortal Portal => _organization.Portal;

    public Someone Somebody { get; private set; } = null!;

    public Someone ToBeErased { get; private set; } = null!;

    public string Page(string part) => _organization.Page(part);

    public string NameOf(Someone person) => _organization.NameOf(person);

    public async ValueTask InitializeAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await _organization.InitializeAsync();
        var people = _organization.Take(2);
        (Somebody, ToBeErased) = (people[0], people[1]);
        await Portal.ApplyAsync(
            await Portal.ConfirmGuardsAsync(
                await _organization.ReviewedAsync(people, SandboxField.JobTitle, Title, cancellation),
                cancellation
            ),
            cancellation
        );
    }

    public ValueTask DisposeAsync() => _organization.DisposeAsync();
}
