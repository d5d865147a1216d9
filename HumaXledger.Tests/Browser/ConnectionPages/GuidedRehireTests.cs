using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Browser.ConnectionPages;

/// <summary>
/// A rehire: the link is to the ended record, and the new record belongs to no user. The person is linked to the new
/// record in one step, on "Match people" and on the person's page.
/// </summary>
public sealed class GuidedRehireTests(Chromium chromium, OrganizationAtWork organization)
    : IClassFixture<OrganizationAtWork>
{
    private const string EndedOn = "2022-06-30";
    private const string BackOn = "2026-09-01";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MatchPeople_NewRecordOfALinkedPerson_IsLinkedInsteadOfTheEndedOneInOneStep()
    {
        var (person, back) = await ReturnedAsync();
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page("sync"));
        await new SyncScreen(screen).GoToAsync("Match people");
        await screen.Page.GetByText("may be registered twice in Xledger").ClickAsync();
        var card = screen.Page.GetByRole(AriaRole.Article, new() { Name = organization.NameOf(person), Exact = true });
        await Expect(card).ToContainTextAsync("2022");
        await Expect(card).ToContainTextAsync("2026");
        Assert.Equal("", string.Join('\n', await Axe.ViolationsAsync(screen.Page)));

        await card.GetByRole(AriaRole.Button, new() { NameRegex = new("^Link ") }).ClickAsync();

        await Expect(card.GetByRole(AriaRole.Button, new() { NameRegex = new("^Link ") }))
            .ToHaveAttributeAsync("aria-pressed", "true");
        var session = await OpenAsync();
        var pair = Assert.Single(session.Comparison.Matches.Pairs, pair => pair.Huma.Id == $"{person.HumaId}");
        Assert.Equal(($"{back}", true), (pair.Xledger.Id, pair.Decided));

        // The link itself is saved by the next synchronization.
        session = (
            await organization
                .Portal.Get<Review>()
                .DecideAsync(
                    session,
                    [
                        .. session.Comparison.Differences.Where(difference =>
                            difference.Pair.Huma.Id == $"{person.HumaId}" && Review.Can(difference, FieldChoice.UseHuma)
                        ),
                    ],
                    FieldChoice.UseHuma,
                    ConnectedPortal.Administrator,
                    Cancellation
                )
        ).Session;
        await organization.Portal.ApplyAsync(
            await organization.Portal.ConfirmGuardsAsync(session, Cancellation),
            Cancellation
        );
        Assert.Equal($"{back}", (await LinkAsync(person)).XledgerId.Value);
    }

    [Fact]
    public async Task PersonPage_NewRecordOfALinkedPerson_OffersTheSameStepAndTakesItBack()
    {
        var (person, back) = await ReturnedAsync();
        await using var screen = await Screen.OpenAsync(chromium, organization.Portal);
        await screen.GoAsync(organization.Page($"people/h-{person.HumaId}"));
        var link = screen.Page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Link ") });

        await link.ClickAsync();

        await Expect(link).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.Equal(
            $"{back}",
            Assert
                .Single((await OpenAsync()).Comparison.Matches.Pairs, pair => pair.Huma.Id == $"{person.HumaId}")
                .Xledger.Id
        );
        await screen.Button("Clear choice").ClickAsync();
        await Expect(link).ToHaveAttributeAsync("aria-pressed", "false");
        Assert.Equal(
            $"{person.EmployeeDbId}",
            Assert
                .Single((await OpenAsync()).Comparison.Matches.Pairs, pair => pair.Huma.Id == $"{person.HumaId}")
                .Xledger.Id
        );
    }

    private async Task<ReviewSession> OpenAsync() =>
        (await organization.Portal.Get<Review>().FindOpenAsync(organization.ConnectionId, Actor.System, Cancellation))!;

    /// <summary>
    /// A linked person whose employee ended, with a second employee of the same name, birth date, number and phone who
    /// started later; compared again.
    /// </summary>
    private async Task<(Someone Person, int Back)> ReturnedAsync()
    {
        var world = organization.Portal.World;
        var person = organization.Take(1)[0];
        await organization.Portal.ApplyAsync(
            await organization.ReviewedAsync([person], SandboxField.JobTitle, "Rådgiver", Cancellation),
            Cancellation
        );
        Assert.Equal($"{person.EmployeeDbId}", (await LinkAsync(person)).XledgerId.Value);
        var known = world.PersonByHumaId(person.HumaId)!.Huma;
        var back = world.HireInXledger();
        foreach (
            var field in new[]
            {
                SandboxField.GivenName,
                SandboxField.FamilyName,
                SandboxField.BirthDate,
                SandboxField.Phone,
                SandboxField.Identification,
            }
        )
        {
            Assert.Equal(EditOutcome.Done, world.EditInXledger(back, field, known[field]));
        }

        Assert.Equal(EditOutcome.Done, world.EditInXledger(back, SandboxField.EmploymentStart, BackOn));
        Assert.Equal(EditOutcome.Done, world.EditInXledger(person.EmployeeDbId, SandboxField.EmploymentEnd, EndedOn));
        var session = await organization.Portal.CompareAsync(organization.ConnectionId, Cancellation);
        Assert.Contains(session.AsMatched.LookAlikes, alike =>
            alike.Xledger.Id == $"{back}" && alike.Pair.Huma.Id == $"{person.HumaId}"
        );
        return (person, back);
    }

    private async Task<PersonLink> LinkAsync(Someone person)
    {
        await using var store = await organization
            .Portal.Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await store
            .Links.AsNoTracking()
            .SingleAsync(link => link.HumaId == new HumaId($"{person.HumaId}"), Cancellation);
    }
}
