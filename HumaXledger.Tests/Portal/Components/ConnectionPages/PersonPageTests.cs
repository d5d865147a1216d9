using Bunit;
using Bunit.TestDoubles;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Live;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Queue;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Components.ConnectionPages;

/// <summary>The page of a person while the store changes beneath it.</summary>
public sealed class PersonPageTests : ComponentTest, IClassFixture<SqliteStore>
{
    private readonly SqliteStore _store;

    public PersonPageTests(SqliteStore store)
    {
        _store = store;
        var contexts = store.Get<IDbContextFactory<SyncDbContext>>();
        Services
            .AddSingleton(contexts)
            .AddSingleton(
                new OpenDifferences(
                    contexts,
                    null!,
                    null!,
                    new SnapshotCache(contexts, null!, store.Clock),
                    store.Clock
                )
            )
            .AddSingleton<RunFeed>();
        ComponentFactories.AddStub(type => type != typeof(PersonPage) && type.Assembly == typeof(PersonPage).Assembly);
        SignIn(Role.IntegrationAdministrator);
    }

    [Fact]
    public async Task Agreed_OfAPersonNoLongerLinked_IsUnknown()
    {
        var people = await QueuedPeople.OpenAsync(_store);
        await people.SaveAsync(
            people.PendingChange("1", PendingChangeState.Failed, QueuedPeople.Now),
            LinkOf(people, "1", "1", FieldValues.AllUnknown.With(Field.JobTitle, new FieldValue.Of("Guard")))
        );
        var page = Render<PersonPage>(parameters =>
            parameters.Add(page => page.ConnectionId, people.ConnectionId).Add(page => page.Key, "h-1")
        );
        page.WaitForAssertion(() => Assert.True(Agreed(page)[Field.JobTitle].IsKnown));

        await people.ReadAsync(context =>
            context.Links.Where(link => link.ConnectionId == people.ConnectionId).ExecuteDeleteAsync(Cancellation)
        );
        Services.GetRequiredService<RunFeed>().Pulse(people.ConnectionId);

        page.WaitForAssertion(() => Assert.False(Agreed(page)[Field.JobTitle].IsKnown));
    }

    // Else the history of the page would be that of two people.
    [Fact]
    public async Task Person_Unlinked_HasOneRecordAndNothingOfTheOthersNewLink()
    {
        var people = await QueuedPeople.OpenAsync(_store);
        await people.SaveAsync(
            people.PendingChange("1", PendingChangeState.Failed, QueuedPeople.Now),
            LinkOf(people, "1", "1", FieldValues.AllUnknown)
        );
        var page = Render<PersonPage>(parameters =>
            parameters.Add(page => page.ConnectionId, people.ConnectionId).Add(page => page.Key, "h-1")
        );
        page.WaitForAssertion(() => Assert.Equal(("1", "1"), Shown(page)));

        await people.ReadAsync(context =>
            context.Links.Where(link => link.ConnectionId == people.ConnectionId).ExecuteDeleteAsync(Cancellation)
        );
        await people.SaveAsync(
            LinkOf(people, "2", "1", FieldValues.AllUnknown.With(Field.JobTitle, new FieldValue.Of("Guard")))
        );
        Services.GetRequiredService<RunFeed>().Pulse(people.ConnectionId);

        page.WaitForAssertion(() => Assert.Equal(("1", null), Shown(page)));
        Assert.False(Agreed(page)[Field.JobTitle].IsKnown);
    }

    private static (string? Huma, string? Xledger) Shown(IRenderedComponent<PersonPage> page)
    {
        var person = page.FindComponent<Stub<PersonEvents>>().Instance.Parameters.Get(events => events.PersonReference);
        return (person.Huma?.Value, person.Xledger?.Value);
    }

    private static PersonLink LinkOf(QueuedPeople people, string huma, string xledger, FieldValues agreed) =>
        new()
        {
            ConnectionId = people.ConnectionId,
            HumaId = new HumaId(huma),
            XledgerId = new XledgerId(xledger),
            FoundAs = MatchState.Certain,
            LinkedBy = "Kari",
            Baseline = agreed,
        };

    private static FieldValues Agreed(IRenderedComponent<PersonPage> page) =>
        page.FindComponent<Stub<PersonValues>>().Instance.Parameters.Get(values => values.Agreed);
}
