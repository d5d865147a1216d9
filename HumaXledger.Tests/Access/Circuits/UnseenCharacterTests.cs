using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Access.Circuits;

/// <summary>
/// A person whose name and title turn the direction of what follows, and hold a character that is not seen: no page
/// gives them to the browser as they are.
/// </summary>
public sealed class UnseenCharacterTests(OrganizationInReview organization) : IClassFixture<OrganizationInReview>
{
    private const char Override = '\u202E';
    private const char ZeroWidth = '\u200B';

    /// <summary>How the override is drawn.</summary>
    private const string Drawn = "U+202E";

    private static readonly string Family = $"Nord{Override}nnam{ZeroWidth}";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private RunningPortal Portal => organization.Portal;

    [Fact]
    public async Task Pages_WithTextThatTurnsItsDirection_DrawIt()
    {
        var person = await MarkSomeoneAsync();
        using var visitor = await Visitor.SignedInAsync(
            Portal.Url,
            "Kari Reader",
            [Role.IntegrationAdministrator],
            Cancellation
        );
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
            var address = $"/connections/{organization.ConnectionId}{page}";
            await using var circuit = await CircuitSocket.OpenAsync(visitor, address, Cancellation);
            await circuit.InvokeAsync("NoSuchMethod", 1, "[]");
            if (shows)
            {
                await circuit.UntilAsync(Cancellation, Drawn);
            }

            var rendered = circuit.Rendered;
            if (rendered.IndexOf(Override) is >= 0 and var at)
            {
                raw.Add($"{page}: {rendered[Math.Max(0, at - 60)..Math.Min(rendered.Length, at + 20)]}");
            }
        }

        Assert.Empty(raw);
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
