using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.PersonalData;

public sealed class PersonTimelineOnSqliteTest(SqliteStore store) : PersonTimelineTest<SqliteStore>(store);

public sealed class PersonTimelineOnPostgresTest(PostgresStore store) : PersonTimelineTest<PostgresStore>(store);

/// <summary>All that happened to one person in one order.</summary>
public abstract class PersonTimelineTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Timeline_OfAPerson_HasEachKindOnceNewestFirst()
    {
        var person = await PersonAsync();

        var all = await ReadAsync(person);

        Assert.Equal(
            [
                TimelineKind.Logged,
                TimelineKind.Decided,
                TimelineKind.Reported,
                TimelineKind.Written,
                TimelineKind.Written,
            ],
            all.Entries.Select(KindOf)
        );
        Assert.Equal(all.Entries.OrderByDescending(entry => entry.At), all.Entries);
        Assert.Equal(5, all.Total);
        Assert.Equal(
            [TimelineKind.Reported, TimelineKind.Written, TimelineKind.Decided, TimelineKind.Logged],
            all.Kinds.Keys
        );
        Assert.Equal([1, 2, 1, 1], all.Kinds.Values);
        var decided = Assert.Single(all.Entries.OfType<TimelineEntry.Decided>());
        Assert.Equal(
            [(Field.JobTitle, FieldChoice.UseHuma), (Field.Phone, FieldChoice.Skip)],
            decided.Answers.Select(answer => (answer.Field!.Value, answer.Choice!.Value))
        );
        var values = all.Entries.OfType<TimelineEntry.Written>().SelectMany(entry => entry.Changes);
        Assert.All(values, change => Assert.Equal(StoredPersonFixture.Huma, change.HumaId));
        Assert.Equal([KeyValuePair.Create(ChangeState.Confirmed, 2)], all.Results);
    }

    [Fact]
    public async Task Timeline_InParts_IsTheWholeOne()
    {
        var person = await PersonAsync();
        var all = await ReadAsync(person);
        List<TimelineEntry> parts = [];

        for (var skip = 0; skip < all.Total; skip += 2)
        {
            var part = await ReadAsync(person, skip: skip, take: 2);
            Assert.Equal(all.Total, part.Total);
            parts.AddRange(part.Entries);
        }

        Assert.Equal(all.Entries.Select(entry => (KindOf(entry), entry.At)), parts.Select(e => (KindOf(e), e.At)));
    }

    [Fact]
    public async Task Timeline_Filtered_HasThatKindAndResultOnly()
    {
        var person = await PersonAsync();

        foreach (var kind in Enum.GetValues<TimelineKind>())
        {
            var some = await ReadAsync(person, kind);
            Assert.All(some.Entries, entry => Assert.Equal(kind, KindOf(entry)));
            Assert.Equal((some.Kinds[kind], some.Kinds[kind]), (some.Entries.Count, some.Total));
        }

        Assert.Equal(2, (await ReadAsync(person, TimelineKind.Written, ChangeState.Confirmed)).Total);
        Assert.Equal(0, (await ReadAsync(person, TimelineKind.Written, ChangeState.Refused)).Total);
    }

    [Fact]
    public async Task Timeline_OfARunThatAReportLedTo_ShowsItsValuesWithTheReport()
    {
        var person = await PersonAsync();
        await using var context = store.Open();
        var run = await context
            .Runs.Where(one => one.ConnectionId == person.Connection)
            .OrderBy(one => one.Number)
            .FirstAsync(Cancellation);
        await context
            .PendingChanges.Where(one =>
                one.ConnectionId == person.Connection && one.HumaId == StoredPersonFixture.Huma
            )
            .ExecuteUpdateAsync(set => set.SetProperty(one => one.RunId, run.Id), Cancellation);

        var all = await ReadAsync(person);

        Assert.DoesNotContain(all.Entries.OfType<TimelineEntry.Written>(), entry => entry.Run?.Id == run.Id);
        var report = Assert.Single(all.Entries.OfType<TimelineEntry.Reported>());
        Assert.Equal(run.Number, report.Change.RunNumber);
        Assert.Equal(StoredPersonFixture.Huma, Assert.Single(report.Change.Changes).HumaId);
        Assert.Equal(2, (await ReadAsync(person, TimelineKind.Written)).Total);
    }

    // Two decisions at once and an act of the activity log beside what the fixture has.
    private async Task<StoredPersonFixture> PersonAsync()
    {
        var person = await StoredPersonFixture.InAsync(store);
        await store
            .Get<DecisionStore>()
            .SaveAsync(
                person.Newest,
                [
                    new Decision.OfField(
                        new DifferenceKey(StoredPersonFixture.Huma, Field.JobTitle),
                        FieldChoice.UseHuma
                    ),
                    new Decision.OfField(new DifferenceKey(StoredPersonFixture.Huma, Field.Phone), FieldChoice.Skip),
                    new Decision.OfField(
                        new DifferenceKey(StoredPersonFixture.OtherHuma, Field.Phone),
                        FieldChoice.Skip
                    ),
                ],
                "Kari",
                cancellation: Cancellation
            );
        await using var context = store.Open();
        foreach (var huma in new[] { StoredPersonFixture.Huma, StoredPersonFixture.OtherHuma })
        {
            context.Activity.Add(
                ActivityRecord.Of(
                    StoredPersonFixture.Administrator,
                    ActivityCodes.MainPositionChosen,
                    TestStore.Start.UtcDateTime.AddDays(1),
                    person.Connection,
                    [huma.Value, "–"]
                )
            );
            await context.SaveChangesAsync(Cancellation);
        }

        return person;
    }

    private Task<TimelinePart> ReadAsync(
        StoredPersonFixture person,
        TimelineKind? kind = null,
        ChangeState? result = null,
        int skip = 0,
        int take = 50
    ) =>
        new PersonTimeline(store.Get<IDbContextFactory<SyncDbContext>>()).ReadAsync(
            new PersonReference(person.Connection, StoredPersonFixture.Huma, null, StoredPersonFixture.Name),
            kind,
            result,
            skip,
            take,
            Actor.System,
            Cancellation
        );

    private static TimelineKind KindOf(TimelineEntry entry) =>
        entry switch
        {
            TimelineEntry.Reported => TimelineKind.Reported,
            TimelineEntry.Written => TimelineKind.Written,
            TimelineEntry.Decided => TimelineKind.Decided,
            _ => TimelineKind.Logged,
        };
}
