using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using Microsoft.EntityFrameworkCore;
using static Microsoft.Playwright.Assertions;

namespace HumaXledger.Tests.Access.Circuits;

/// <summary>
/// A person whose name and title turn the direction of what follows, and hold a character that is not seen: no page
/// shows them as they are.
/// </summary>
public sealed class UnseenCharacterTests(Chromium chromium, OrganizationInReview organization)
    : IClassFixture<OrganizationInReview>
{
    private const char Override = '\u202E';
    private const char ZeroWidth = '\u200B';

    /// <summary>How the override is drawn.</summary>
    private const string Drawn = "U+202E";

    private static readonly string Family = $"Nord{Override}nnam{ZeroWidth}";

    /// <summary>Texts and attributes of the page that hold the override.</summary>
    private const string Given = """
        () => [document.title, document.body.textContent,
            ...[...document.querySelectorAll('*')].flatMap(element => [...element.attributes].map(one => one.value))]
            .filter(text => text.includes('\u202E'))
            .map(text => text.slice(Math.max(0, text.indexOf('\u202E') - 60), text.indexOf('\u202E') + 20))
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningPortal Portal => organization.Portal;

    [Fact]
    public async Task Pages_WithTextThatTurnsItsDirection_DrawIt()
    {
        var person = await MarkSomeoneAsync();
        await using var screen = await Screen.OpenAsync(chromium, Portal);
        var raw = new List<string>();

        foreach (
            var (page, shows) in new (string, bool)[]
            {
                ("", false),
                ("/people?q=Nord", true),
                ($"/people/{PersonRow.KeyOf(person)}", true),
                ($"/people/{PersonRow.KeyOf(person)}/erase", true),
                ("/sync/match", false),
                ("/sync/differences", false),
                ("/sync/add", false),
                ("/sync/review", false),
                ($"/runs/{organization.RunId}", true),
                ("/runs", false),
                ("/changes", false),
                ("/coming-up", false),
            }
        )
        {
            await screen.GoAsync($"/connections/{organization.ConnectionId}{page}");
            if (shows)
            {
                await Expect(screen.Text(Drawn).First).ToBeAttachedAsync();
            }

            // Parameters of components travel to the browser as well, and never get into the page.
            raw.AddRange((await screen.Page.EvaluateAsync<string[]>(Given)).Select(text => $"{page}: {text}"));
        }

        Assert.True(raw.Count == 0, string.Join('\n', raw));

        // The employment ID beside the name that is found.
        await screen.Page.Locator("#find-person").FillAsync("Nord");
        await Expect(screen.Page.Locator("#found .ui-quiet bdi").Filter(new() { HasText = Drawn }).First)
            .ToBeVisibleAsync();
        Assert.Empty(await screen.Page.EvaluateAsync<string[]>(Given));
    }

    // In Huma, and in the changes of the run that was there before.
    private async Task<Person> MarkSomeoneAsync()
    {
        var session = await organization.SessionAsync(Cancellation);
        var person = session
            .Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Linked && pair.Huma.Active)
            .Huma;
        foreach (
            var (field, text) in new[]
            {
                (SandboxField.FamilyName, Family),
                (SandboxField.JobTitle, $"Leder{Override}redel"),
                (SandboxField.EmploymentId, $"7{Override}14"),
            }
        )
        {
            Assert.Equal(EditOutcome.Done, Portal.World.EditInHuma(Guid.Parse(person.Id), field, text));
        }

        await Portal.CompareAsync(organization.ConnectionId, Cancellation);
        await using var store = await Portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        await store.Changes.ExecuteUpdateAsync(
            set => set.SetProperty(change => change.PersonName, Family),
            Cancellation
        );
        return person;
    }
}
