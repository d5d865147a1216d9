using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Portal.Components.Pages.Activity;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Shell;

/// <summary>The page of the whole activity log in the browser.</summary>
public sealed class ActivityLogPageTests(Chromium chromium, RunningPortal portal)
    : IClassFixture<RunningPortal>,
        IAsyncLifetime
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private ActivityLog Log => portal.Services.GetRequiredService<ActivityLog>();

    public async ValueTask InitializeAsync()
    {
        var connection = await portal.AddConnectionAsync(
            "Fjellheim og Nordre Dal Helse- og omsorgssenter AS, avdeling for langtidspleie"
        );
        var kari = new Actor("tenant:kari", "Kari Nordmann-Ødegård", null, new HashSet<Role>())
        {
            From = "2001:db8:85a3:8d3:1319:8a2e:370:7348",
        };
        await Log.AppendAsync(
            kari,
            ActivityCodes.SignedIn,
            null,
            ["Entra", "IntegrationAdministrator, SensitiveData"],
            Cancellation
        );
        await Log.AppendAsync(kari, ActivityCodes.PolicyChanged, connection, ["phone", "HumaWins"], Cancellation);
        await Log.AppendAsync(
            kari,
            ActivityCodes.ValueRevealed,
            connection,
            ["bankAccount", $"{Guid.NewGuid()}", "–"],
            Cancellation
        );
        await Log.AppendAsync(
            Actor.Anonymous with
            {
                From = "192.0.2.7",
            },
            ActivityCodes.SignInRefused,
            null,
            ["14", "signIn.state"],
            Cancellation
        );
        await Log.AppendAsync(
            new Actor("2", "=HYPERLINK(\"x\")", null, new HashSet<Role>()),
            ActivityCodes.ActRefused,
            connection,
            ["1", "IntegrationAdministrator", "Synchronize"],
            Cancellation
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Log_Filtered_ShowsMatchingEntriesOnly()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/");
        await screen.Link("Activity log").ClickAsync();
        await Expect(screen.Heading("Activity log")).ToBeVisibleAsync();
        await Expect(screen.Page.GetByText("Changed the rule for Phone number to “Huma wins”.").First)
            .ToBeVisibleAsync();

        await ChooseAsync(screen, "Kind of activity", "Refused");
        await Expect(
                screen
                    .Page.GetByText("Rejected 14 sign-ins: not started in this browser, or started too long ago.")
                    .First
            )
            .ToBeVisibleAsync();
        await Expect(screen.Page.GetByText("Changed the rule for Phone")).ToHaveCountAsync(0);
        await ChooseAsync(screen, "Who", "Kari Nordmann-Ødegård");
        await Expect(screen.Page.GetByText("No entries match the filters.")).ToBeVisibleAsync();
        await ChooseAsync(screen, "Kind of activity", "Personal data");
        await Expect(screen.Page.GetByText("2001:db8:85a3:8d3:1319:8a2e:370:7348").First).ToBeVisibleAsync();
        await Expect(screen.Link("Open the person").First).ToBeVisibleAsync();
        await screen.Labelled("From date").FillAsync("2199-01-01");
        await Expect(screen.Page.GetByText("No entries match the filters.")).ToBeVisibleAsync();

        // The filters are in the address: Back takes one off, and a copied address shows the same.
        await screen.Page.GoBackAsync();
        await Expect(screen.Page.GetByText("2001:db8:85a3:8d3:1319:8a2e:370:7348").First).ToBeVisibleAsync();
        await screen.Page.ReloadAsync();
        await Expect(screen.Labelled("Kind of activity").Locator("option:checked")).ToHaveTextAsync("Personal data");
        await Expect(screen.Page.GetByText("2001:db8:85a3:8d3:1319:8a2e:370:7348").First).ToBeVisibleAsync();
        await screen.Link("Clear filters").ClickAsync();
        await Expect(screen.Page.GetByText("192.0.2.7").First).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }

    [Theory]
    [InlineData("en-GB", ColorScheme.Light, false)]
    [InlineData("nb-NO", ColorScheme.Dark, false)]
    [InlineData("sv-SE", ColorScheme.Light, true)]
    [InlineData("nb-NO", ColorScheme.Dark, true)]
    public async Task Log_InThisTheme_IsAccessibleAndFitsTheWindow(string locale, ColorScheme colours, bool phone)
    {
        await using var screen = await Screen.OpenAsync(chromium, portal, locale, colours, phone);

        await screen.GoAsync("/activity");
        await Expect(screen.Page.GetByText("192.0.2.7").First).ToBeVisibleAsync();

        await screen.ShotAsync($"activity-{locale}-{(phone ? "390" : "1280")}-{colours}".ToLowerInvariant());
        await screen.AssertAccessibleAsync();
        await screen.AssertNoSidewaysScrollAsync();
    }

    [Fact]
    public async Task Check_OfAnIntactLog_ReportsItIsLoggedAndComparesTheMark()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/activity");
        var kept = await Log.HeadAsync(Cancellation);
        await Expect(screen.Page.GetByText($"{kept}")).ToBeVisibleAsync();

        await screen.Labelled("Saved earlier (optional)").FillAsync("12:ab");
        await screen.Button("Check the log").ClickAsync();
        await Expect(screen.Page.GetByText("Enter a number, a colon and a checksum of 64 characters."))
            .ToBeVisibleAsync();
        await screen.Labelled("Saved earlier (optional)").FillAsync($"{kept}");
        await screen.Button("Check the log").ClickAsync();
        await Expect(screen.Page.GetByText("The log is unchanged", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(screen.Page.GetByText("Checked the activity log:").First).ToBeVisibleAsync();
        await screen.Labelled("Saved earlier (optional)").FillAsync($"{kept.Number}:{ActivityForm.Beginning}");
        await screen.Button("Check the log").ClickAsync();
        await Expect(
                screen.Page.GetByText(Words.English<ActivityText>("Check.Broken", kept.Number), new() { Exact = true })
            )
            .ToBeVisibleAsync();
        await Expect(screen.Page.GetByText("The entry has another checksum than the one you saved")).ToBeVisibleAsync();
        await screen.ShotAsync("activity-broken");
        await screen.AssertAccessibleAsync();
    }

    [Fact]
    public async Task Export_FromThePage_HoldsTheFilteredEntries()
    {
        await using var screen = await Screen.OpenAsync(chromium, portal);
        await screen.GoAsync("/activity");
        await Expect(screen.Page.GetByText("Changed the rule for Phone").First).ToBeVisibleAsync();
        await ChooseAsync(screen, "Kind of activity", "Refused");
        await Expect(screen.Page.GetByText("Changed the rule for Phone")).ToHaveCountAsync(0);

        var file = await screen.Page.RunAndWaitForDownloadAsync(() => screen.Link("CSV").ClickAsync());

        using var reader = new StreamReader(await file.CreateReadStreamAsync());
        var csv = await reader.ReadToEndAsync(Cancellation);
        Assert.Contains("Rejected 14 sign-ins:", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("Changed the rule for", csv, StringComparison.Ordinal);
        Assert.Contains("'=HYPERLINK", csv, StringComparison.Ordinal);
        Assert.Matches("humaxledger-activity-[0-9]+\\.csv", file.SuggestedFilename);
    }

    // As an outsider verifies it who has the file and docs/decisions/0024, and nothing of the product.
    [Fact]
    public async Task Export_AsJson_CanBeVerifiedAsTheDecisionDescribes()
    {
        using var visitor = await Visitor.SignedInAsync(
            portal.Url,
            "Revisor",
            [Role.IntegrationAdministrator],
            Cancellation
        );

        using var answer = await visitor.OpenAsync("/activity/export.json", Cancellation);

        using var file = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancellation));
        var (previous, number) = (new string('0', 64), 0L);
        foreach (var entry in file.RootElement.GetProperty("entries").EnumerateArray())
        {
            var arguments = entry
                .GetProperty("arguments")
                .EnumerateArray()
                .Select(argument => argument.GetString())
                .ToList();
            string?[] parts =
            [
                "humaxledger-activity-1",
                (++number).ToString(CultureInfo.InvariantCulture),
                .. new[] { "at", "who", "whoId", "from", "connectionId", "what" }.Select(name =>
                    entry.GetProperty(name).GetString()
                ),
                arguments.Count.ToString(CultureInfo.InvariantCulture),
                .. arguments,
                previous,
            ];
            var form = string.Concat(
                parts.Select(part => part is null ? "-\n" : $"{Encoding.UTF8.GetByteCount(part)}:{part}\n")
            );
            previous = entry.GetProperty("hash").GetString()!;
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(form))), previous);
        }

        Assert.True(number > 5);
        // The export logs itself as the last entry.
        Assert.Equal(number, ChainMark.Parse(file.RootElement.GetProperty("head").GetString())!.Value.Number);
        var logged = (
            await Log.FindAsync(
                new ActivityFilter { Who = "Revisor", What = [ActivityCodes.ActivityExported] },
                0,
                10,
                Cancellation
            )
        ).Records.Single();
        Assert.Equal(("json", "127.0.0.1"), (logged.Arguments[1], logged.From));
    }

    [Fact]
    public async Task Export_AsWorkbook_IsAWorkbookAndAnUnknownFormatIsNotFound()
    {
        using var visitor = await Visitor.SignedInAsync(
            portal.Url,
            "Revisor 2",
            [Role.IntegrationAdministrator],
            Cancellation
        );

        using var workbook = await visitor.OpenAsync(
            "/activity/export.xlsx?kind=SignIn&who=Revisor%202&from=2026-01-01T00:00:00Z",
            Cancellation
        );
        using var none = await visitor.OpenAsync("/activity/export.pdf", Cancellation);
        using var odd = await visitor.OpenAsync("/activity/export.csv?kind=nothing", Cancellation);

        workbook.EnsureSuccessStatusCode();
        Assert.Equal("PK"u8.ToArray(), (await workbook.Content.ReadAsByteArrayAsync(Cancellation))[..2]);
        Assert.Equal(
            (System.Net.HttpStatusCode.NotFound, System.Net.HttpStatusCode.NotFound),
            (none.StatusCode, odd.StatusCode)
        );
    }

    private static Task ChooseAsync(Screen screen, string list, string choice) =>
        screen.Labelled(list).SelectOptionAsync(new SelectOptionValue { Label = choice });
}
