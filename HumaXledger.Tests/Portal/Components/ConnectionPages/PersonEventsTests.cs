using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Components.Pages.Connection.Changes;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Components.Shared;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Portal.Localisation;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.PersonalData;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>The history of a person and the act that unlinks one.</summary>
public sealed class PersonEventsTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public PersonEventsTests(SqliteStore store)
    {
        _store = store;
        Services
            .AddSingleton(store.Get<IDbContextFactory<SyncDbContext>>())
            .AddSingleton(store.Get<IStoreClock>())
            .AddSingleton<PersonTimeline>()
            .AddScoped<ChangeQueue>()
            .AddScoped<OtherPeople>()
            .AddSingleton(store.Get<ComparisonArchive>())
            .AddSingleton(store.Get<DecisionStore>())
            .AddSingleton<SnapshotCache>()
            .AddSingleton<RunFeed>();
        SignIn(Role.IntegrationAdministrator);
    }

    [Theory]
    [InlineData("en-GB")]
    [InlineData("nb-NO")]
    [InlineData("sv-SE")]
    public async Task Timeline_OfAPerson_IsOneListWithChipsInEachLanguage(string culture)
    {
        Use(culture);

        var events = await EventsAsync(await PersonAsync());

        string In(string key) => Words.In<TimelineText>(culture, key);
        Assert.Equal(
            [In("All"), $"{In("Kind.Reported")} 1", $"{In("Kind.Written")} 2", $"{In("Kind.Decided")} 1"],
            events.FindAll(".ui-chip").Select(TextOf)
        );
        Assert.Equal(4, events.FindAll("li.ui-event").Count);
        var text = TextOf(events.Find("ol"));
        Assert.Contains("Klokkestemmer →", text, StringComparison.Ordinal);
        Assert.Contains(Words.In<ChangesText>(culture, "RunNumber", 1), text, StringComparison.Ordinal);
        Assert.Contains(In("Decision"), text, StringComparison.Ordinal);
        Assert.DoesNotContain(StoredPersonFixture.Other, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Timeline_Filtered_IsInTheAddressWithResultsOfSynchronizationsOnly()
    {
        var person = await PersonAsync();
        var events = await EventsAsync(person);

        events.FindAll(".ui-chip")[2].Click();

        Assert.EndsWith("?kind=Written", Navigation.Uri, StringComparison.Ordinal);
        await using var context = _store.Open();
        var refused = await context
            .Changes.Where(change =>
                change.HumaId == StoredPersonFixture.Huma && change.Field == Core.People.Field.Phone
            )
            .OrderByDescending(change => change.Id)
            .FirstAsync(Cancellation);
        await context
            .Changes.Where(change => change.Id == refused.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.State, ChangeState.Refused), Cancellation);
        var written = await EventsAsync(person, TimelineKind.Written, ChangeState.Refused);
        Assert.Single(written.FindAll("li.ui-event"));
        Assert.Equal(["true", "true"], Pressed(written));
    }

    [Fact]
    public async Task Timeline_OfAnUnknownPerson_SaysThatThereIsNothing()
    {
        var connection = await ConnectionAsync(await _store.AddConnectionAsync());

        var events = Events(connection, null, null);

        Assert.Equal(Words.English<TimelineText>("None"), TextOf(events.WaitForElement(".ui-empty-title")));
    }

    [Fact]
    public async Task Timeline_NewDecision_AppearsWithoutAReload()
    {
        var person = await PersonAsync();
        var events = await EventsAsync(person);
        _store.Clock.Now = _store.Clock.Now.AddMinutes(5);
        await SkipAsync(person, Core.People.Field.Email);

        Services.GetRequiredService<RunFeed>().Pulse(person.Connection);

        events.WaitForAssertion(() => Assert.Equal(5, events.FindAll("li.ui-event").Count));
    }

    [Fact]
    public async Task Unlink_Confirmed_EndsTheLinkAndTells()
    {
        var person = await PersonAsync();
        var link = await LinkAsync(person);
        var unlinked = 0;
        var section = Render<PersonUnlink>(parameters =>
            parameters
                .Add(one => one.Link, link)
                .Add(one => one.Name, StoredPersonFixture.Name)
                .Add(one => one.Unlinked, () => unlinked++)
        );

        await section.Find("section > .ui-actions button").ClickAsync(new());
        Assert.Contains(
            Words.English<OtherPersonText>("Unlink.Means"),
            TextOf(section.Find("dialog")),
            StringComparison.Ordinal
        );
        Assert.Equal(0, unlinked);
        await section.FindAll("dialog button").Last().ClickAsync(new());

        Assert.Equal(1, unlinked);
        await using var context = _store.Open();
        Assert.False(await context.Links.AnyAsync(one => one.Id == link.Id, Cancellation));
    }

    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    private static IEnumerable<string?> Pressed(IRenderedComponent<PersonEvents> events) =>
        events.FindAll(".ui-chip[aria-pressed=true]").Select(chip => chip.GetAttribute("aria-pressed"));

    private async Task<StoredPersonFixture> PersonAsync()
    {
        var person = await StoredPersonFixture.InAsync(_store);
        await SkipAsync(person, Core.People.Field.Phone);
        return person;
    }

    private Task SkipAsync(StoredPersonFixture person, Core.People.Field field) =>
        _store
            .Get<DecisionStore>()
            .SaveAsync(
                person.Newest,
                [new Decision.OfField(new(StoredPersonFixture.Huma, field), FieldChoice.Skip)],
                "Kari",
                cancellation: Cancellation
            );

    private async Task<IRenderedComponent<PersonEvents>> EventsAsync(
        StoredPersonFixture person,
        TimelineKind? kind = null,
        ChangeState? state = null
    )
    {
        var events = Events(await ConnectionAsync(person.Connection), kind, state);
        events.WaitForElement("li.ui-event");
        return events;
    }

    private IRenderedComponent<PersonEvents> Events(Connection connection, TimelineKind? kind, ChangeState? state) =>
        Render<PersonEvents>(parameters =>
            parameters
                .Add(events => events.Connection, connection)
                .Add(
                    events => events.PersonReference,
                    new PersonReference(
                        connection.Id,
                        StoredPersonFixture.Huma,
                        StoredPersonFixture.Xledger,
                        StoredPersonFixture.Name
                    )
                )
                .Add(events => events.Kind, kind)
                .Add(events => events.State, state)
        );

    private async Task<Connection> ConnectionAsync(Guid id)
    {
        await using var context = _store.Open();
        return await context.Connections.AsNoTracking().SingleAsync(row => row.Id == id, Cancellation);
    }

    private async Task<PersonLink> LinkAsync(StoredPersonFixture person)
    {
        await using var context = _store.Open();
        return await context
            .Links.AsNoTracking()
            .SingleAsync(
                row => row.ConnectionId == person.Connection && row.HumaId == StoredPersonFixture.Huma,
                Cancellation
            );
    }
}
