using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>The planned changes of a review as a file and on paper.</summary>
public sealed class ReviewExportTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PlannedChanges_AsAFile_AreThoseOfThePageMaskedAndRecorded()
    {
        var session = await SessionAsync();
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        Assert.NotEmpty(session.Preview.Changes);
        await screen.GoAsync(organization.Page("sync/review"));
        foreach (var format in new[] { "CSV", "XLSX" })
        {
            await Expect(screen.Link(format)).ToBeVisibleAsync(new() { Timeout = 120_000 });
            var content = await PageRecorder.FileAsync(screen, screen.Link(format));

            Assert.All(session.Preview.Changes.Select(change => change.PersonName).Distinct(), name =>
                Assert.Contains(name, content, StringComparison.Ordinal)
            );
            SensitiveNumbers.Of(organization.Portal.World).AssertNoneIn(content, format);
        }

        await using var context = await organization
            .Portal.Get<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        var records = await context
            .Activity.Where(row => row.What == ActivityCodes.PlanExported)
            .OrderBy(row => row.Id)
            .ToListAsync(Cancellation);
        Assert.Equal(
            [$"{session.Preview.Changes.Count} csv", $"{session.Preview.Changes.Count} xlsx"],
            records.Select(record => string.Join(' ', record.Arguments))
        );
        Assert.Empty(screen.Faults);
    }

    [Fact]
    public async Task Print_PutsEveryRowOnPaperWithoutTheFrame()
    {
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.Page.AddInitScriptAsync(
            """
            const rows = '#main section:has(#changes) tbody tr';
            window.print = () => window.printed = document.querySelectorAll(rows).length;
            """
        );
        var session = await SessionAsync();
        await screen.GoAsync(organization.Page("sync/review"));
        await screen.Button(Words.English<SyncText>("Review.Print")).ClickAsync(new() { Timeout = 120_000 });

        await screen.Page.WaitForFunctionAsync($"() => window.printed === {session.Preview.Changes.Count}");
        await screen.Page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(screen.Page.Locator(".ui-bar")).ToBeHiddenAsync();
        await Expect(screen.Page.Locator(".ui-actionbar")).ToBeHiddenAsync();
        await screen.ShotAsync("review-on-paper");
        Assert.Empty(screen.Faults);
    }

    private Task<ReviewSession> SessionAsync() =>
        organization.ReviewedAsync(organization.Take(3), SandboxField.JobTitle, "Fagansvarlig", Cancellation);
}
