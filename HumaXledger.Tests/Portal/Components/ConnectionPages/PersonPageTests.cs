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
                    new SnapshotCache(contexts, null!, null!, store.Clock),
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
            new PersonLink
            {
                ConnectionId = people.ConnectionId,
                HumaId = new HumaId("1"),
                XledgerId = new XledgerId("1"),
                FoundAs = MatchState.Certain,
                LinkedBy = "Kari",
                Baseline = FieldValues.AllUnknown.With(Field.JobTitle, new FieldValue.Of("Guard")),
            }
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

    private static FieldValues Agreed(IRenderedComponent<PersonPage> page) =>
        page.FindComponent<Stub<PersonValues>>().Instance.Parameters.Get(values => values.Agreed);
}
