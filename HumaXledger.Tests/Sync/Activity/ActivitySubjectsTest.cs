using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Activity;

public sealed class ActivitySubjectsOnSqliteTest(SqliteStore store) : ActivitySubjectsTest<SqliteStore>(store);

public sealed class ActivitySubjectsOnPostgresTest(PostgresStore store) : ActivitySubjectsTest<PostgresStore>(store);

public abstract class ActivitySubjectsTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Name_OfAPersonWhoIsInTheJournalOfAnotherConnection_IsNotTakenFromThere()
    {
        var (north, south) = (await store.AddConnectionAsync(), await store.AddConnectionAsync());
        var person = Samples.Change(1) with { Huma = new HumaId($"{Guid.NewGuid()}") };
        await store.AddPlanAsync(south, person with { PersonName = "Østen Østenstad" });

        Assert.Null((await ReadAsync(north, person.Huma!.Value)).Name);
        Assert.Equal("Østen Østenstad", (await ReadAsync(south, person.Huma!.Value)).Name);

        await store.AddPlanAsync(north, person with { PersonName = "Åse Ødegård" });
        await store.AddPlanAsync(north, person with { PersonName = "Anna Ødegård" });

        // The last one, not the last of the alphabet.
        Assert.Equal("Anna Ødegård", (await ReadAsync(north, person.Huma!.Value)).Name);
    }

    private async Task<ActivitySubjects.Person> ReadAsync(Guid connection, HumaId person)
    {
        var act = ActivityRecord.Of(
            Actor.System,
            ActivityCodes.PersonUnlinked,
            TestStore.Start.UtcDateTime,
            connection,
            [person.Value]
        );
        var subjects = new ActivitySubjects(
            new ReaderContexts(store.Get<IDbContextFactory<SyncDbContext>>(), store.Get<SyncDbContextFactory>())
        );
        return (await subjects.ReadAsync([act], Actor.System, Cancellation)).People[act.Id];
    }
}
