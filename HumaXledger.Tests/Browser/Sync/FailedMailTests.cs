using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Components.Pages.Mail;
using HumaXledger.Portal.Mail;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Localisation;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.Sync;

/// <summary>A result that cannot be mailed, on its own page and on the mail page.</summary>
public sealed class FailedMailTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private const string Reason = "The mail could not be saved in the folder Mail:PickupFolder.";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Result_ThatCannotBeMailed_SaysWhyAndWhenUntilItIsMailed()
    {
        var portal = organization.Portal;
        var people = organization.Take(1);
        var session = await organization.ReviewedAsync(people, SandboxField.JobTitle, "Fagansvarlig", Cancellation);
        // A file where the folder should be.
        await File.WriteAllTextAsync(portal.MailFolder, "", Cancellation);
        var run = await portal.ApplyAsync(session, Cancellation);
        await using var screen = await Screen.OpenAsync(chromium, portal);

        await screen.GoAsync("/mail");
        var row = screen.Page.GetByRole(
            Microsoft.Playwright.AriaRole.Row,
            new() { Name = "administrator@example.com" }
        );
        await Expect(row).ToContainTextAsync("result of synchronization 1");
        await Expect(row).ToContainTextAsync(Reason);
        await Expect(row.Locator("time")).ToBeVisibleAsync();
        await screen.ShotAsync("mail-failed");
        await screen.AssertAccessibleAsync();

        await screen.GoAsync(organization.Page($"runs/{run}"));
        await Expect(screen.Text(Words.English<MailPageText>("Failed.OfRun", "administrator@example.com")))
            .ToBeVisibleAsync();
        await Expect(screen.Text(Reason)).ToBeVisibleAsync();
        await Expect(screen.Text("Next attempt: ")).ToBeVisibleAsync();
        await screen.ShotAsync("run-mail-failed");
        await screen.AssertAccessibleAsync();

        File.Delete(portal.MailFolder);
        var contexts = portal.Get<IDbContextFactory<SyncDbContext>>();
        await using (var store = await contexts.CreateDbContextAsync(Cancellation))
        {
            await store.UndeliveredMails.ExecuteUpdateAsync(
                set => set.SetProperty(mail => mail.DueAt, DateTime.UtcNow),
                Cancellation
            );
        }

        await portal.Get<MailRetries>().SendDueAsync(Cancellation);

        // The open page follows.
        await Expect(screen.Text("The result has not been sent")).ToHaveCountAsync(0);
        await screen.GoAsync("/mail");
        await Expect(screen.Heading("Not delivered")).ToHaveCountAsync(0);
        await Expect(screen.Text("administrator@example.com").First).ToBeVisibleAsync();
        Assert.Empty(screen.Faults);
    }
}
