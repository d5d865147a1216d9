using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>Records that were answered not to be a person, and the way back.</summary>
public sealed class PersonApartTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public PersonApartTests(SqliteStore store)
    {
        _store = store;
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        Services
            .AddSingleton(contexts)
            .AddSingleton(new OtherPeople(contexts, null!, null!, store.Clock))
            .AddScoped<BrowserTime>();
    }

    [Theory]
    [InlineData("en-GB", "Not the same person", "Suggest again: 4711")]
    [InlineData("nb-NO", "Ikke samme person", "Foreslå igjen: 4711")]
    [InlineData("sv-SE", "Inte samma person", "Föreslå igen: 4711")]
    public async Task Pair_AnsweredToBeTwoPeople_IsSuggestedAgainWithOneClick(
        string culture,
        string title,
        string button
    )
    {
        Use(culture);
        SignIn(Role.IntegrationAdministrator);
        var connection = await ApartAsync(ComparisonState.Closed);

        var section = Shown(connection);

        Assert.Equal(title, TextOf(section.Find("h2")));
        Assert.Equal($"/connections/{connection}/people/x-4711", section.Find("li a").GetAttribute("href"));
        var again = section.Find("button");
        Assert.Equal(button, again.GetAttribute("aria-label"));
        await again.ClickAsync(new());
        section.WaitForAssertion(() => Assert.Empty(section.FindAll("section")));
        await using var context = _store.Open();
        Assert.False(await context.DistinctPairs.AnyAsync(pair => pair.ConnectionId == connection, Cancellation));
    }

    [Fact]
    public async Task Pair_WithoutTheRightToSynchronize_IsShownWithoutAButton()
    {
        SignIn(Role.IntegrationReviewer);

        var section = Shown(await ApartAsync(ComparisonState.Closed));

        Assert.Single(section.FindAll("li"));
        Assert.Empty(section.FindAll("button"));
    }

    // There it is taken back.
    [Fact]
    public async Task Pair_AnsweredInTheReviewThatIsOpen_IsNotShown()
    {
        SignIn(Role.IntegrationAdministrator);

        Assert.Empty(Shown(await ApartAsync(ComparisonState.Complete)).FindAll("section"));
    }

    private IRenderedComponent<PersonApart> Shown(Guid connection) =>
        Render<PersonApart>(parameters =>
            parameters.Add(
                one => one.PersonReference,
                new PersonReference(connection, new HumaId("huma-1"), null, "Åse Ødegård")
            )
        );

    private async Task<Guid> ApartAsync(ComparisonState state)
    {
        var connection = await _store.AddConnectionAsync();
        var comparison = await _store.AddComparisonAsync(connection);
        await using var context = _store.Open();
        await context
            .Comparisons.Where(row => row.Id == comparison)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, state), Cancellation);
        context.DistinctPairs.Add(
            new DistinctPairRecord
            {
                ConnectionId = connection,
                HumaId = new HumaId("huma-1"),
                XledgerId = new XledgerId("4711"),
                ComparisonId = comparison,
                DecidedBy = "Kari",
                DecidedAt = TestStore.Start.UtcDateTime,
            }
        );
        await context.SaveChangesAsync(Cancellation);
        return connection;
    }
}
