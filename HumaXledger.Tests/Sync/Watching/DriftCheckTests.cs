using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.Connections;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Watching;

public sealed class DriftCheckTests(PostgresServer postgres)
{
    private static readonly Actor Reader = new("reader", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task Check_ValuesChangedOnBothSidesWithoutAMessage_DistinguishesThemAndWritesNothing(
        StorageProvider provider
    )
    {
        (string, string)[] settings =
            provider == StorageProvider.Sqlite
                ? []
                :
                [
                    ("Storage:Provider", "PostgreSql"),
                    ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync()),
                ];
        await using var fixture = await SyncFixture.OpenAsync(settings: settings);
        var people = fixture.Ordinary(3);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        var before = (await CheckAsync(fixture, connection)).Findings;
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.Phone, "+4790000001");
        fixture.World.EditInHuma(people[1].HumaId, SandboxField.Phone, "+4790000002");
        fixture.World.EditInXledger(people[2].EmployeeDbId, SandboxField.JobTitle, "Prøvesmaker");
        await fixture
            .Get<ChangeQueue>()
            .PutAsync(
                connection,
                [Id(people[1])],
                PendingChangeSource.Webhook,
                PendingChangeKind.Updated,
                null,
                Cancellation
            );

        var found = (await CheckAsync(fixture, connection)).Findings;

        Assert.Equal(
            (before.Differences + 3, before.ChangedInXledger + 1, 1),
            (found.Differences, found.ChangedInXledger, found.Missed)
        );
        Assert.Equal([Id(people[0])], found.MissedPeople);
        Assert.Equal((0, 0), (before.Missed, before.MissedPeople.Count));
        Assert.Equal(2, found.ByField[Field.Phone] - before.ByField.GetValueOrDefault(Field.Phone));
        Assert.Equal("Prøvesmaker", fixture.World.PersonByHumaId(people[2].HumaId)!.Xledger[SandboxField.JobTitle]);
    }

    [Fact]
    public async Task Check_WhileAReviewIsOpen_KeepsItsDecisionsAndItsPlanCanBeMade()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        fixture.World.EditInXledger(people[1].EmployeeDbId, SandboxField.JobTitle, "Prøvesmaker");
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            [people[1]],
            Cancellation
        );

        await CheckAsync(fixture, connection);

        var again = (await fixture.Get<Review>().FindOpenAsync(connection, Actor.System, Cancellation))!;
        Assert.Equal(session.Record.Id, again.Record.Id);
        Assert.Equal(session.Preview.Fingerprint, again.Preview.Fingerprint);
        var report = await fixture.ApplyAsync(again, Cancellation);
        Assert.Equal((RunState.Completed, 1), (report.Run.State, report.Count(ChangeState.Confirmed)));
    }

    [Fact]
    public async Task Check_DuringAManualComparison_IsASeparateComparison()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.SynchronizeOnceAsync(fixture.Ordinary(1)[0]);
        var review = await fixture.Get<Compare>().StartAsync(connection, SyncFixture.Administrator, Cancellation);

        var check = Assert
            .IsType<Answer<Guid>.Done>(await fixture.Get<DriftCheck>().StartAsync(connection, Reader, Cancellation))
            .Value;

        Assert.NotEqual(review, check);
        Assert.Equal(
            review,
            await fixture.Get<Compare>().StartAsync(connection, SyncFixture.Administrator, Cancellation)
        );
        Assert.Equal(
            check,
            Assert
                .IsType<Answer<Guid>.Done>(await fixture.Get<DriftCheck>().StartAsync(connection, Reader, Cancellation))
                .Value
        );
    }

    [Fact]
    public async Task Check_WhileARunWrites_IsRefused()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.SynchronizeOnceAsync(person);
        fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Prøvesmaker");
        await fixture.StartAsync(
            await fixture.PlanAsync(
                await fixture.ChooseAsync(
                    await fixture.CompareAsync(connection, Cancellation),
                    FieldChoice.UseHuma,
                    [person],
                    Cancellation
                ),
                Cancellation
            ),
            Cancellation
        );

        var refused = Assert.IsType<Answer<Guid>.Refused>(
            await fixture.Get<DriftCheck>().StartAsync(connection, Reader, Cancellation)
        );

        Assert.Equal(RunReasons.RunUnderWay, refused.Reason.Code);
    }

    [Fact]
    public async Task Review_AfterADriftCheckReadASmallerSide_StillComparesWithTheLastReview()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.SynchronizeOnceAsync(fixture.Ordinary(1)[0]);
        var first = await fixture.CompareAsync(connection, Cancellation);
        foreach (var person in fixture.Ordinary(20))
        {
            fixture.World.DeleteInHuma(person.HumaId);
        }

        await CheckAsync(fixture, connection);

        Assert.Equal(first.Record.HumaCount, (await fixture.CompareAsync(connection, Cancellation)).LastCounts.Huma);
    }

    [Fact]
    public async Task Check_NewDeactivatedAndDeletedPerson_AreMissedChanges()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(3);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        await CheckAsync(fixture, connection);
        fixture.World.DeactivateInHuma(people[1].HumaId);
        fixture.World.DeleteInHuma(people[2].HumaId);

        var found = (await CheckAsync(fixture, connection)).Findings;

        Assert.Equal(
            new[] { Id(people[1]), Id(people[2]) }.OrderBy(id => id.Value),
            found.MissedPeople.OrderBy(id => id.Value)
        );
        Assert.Equal(0, found.Missed);
    }

    [Fact]
    public async Task Check_MoreThanTheLimit_AlertsOnceAndEndsItWhenTheSystemsAgreeAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.SynchronizeOnceAsync(person);
        var there = (await CheckAsync(fixture, connection)).Findings.Differences;
        await fixture
            .Get<ConnectionSettings>()
            .ChangeAsync(
                connection,
                values => values with { DriftThreshold = there },
                SyncFixture.Administrator,
                Cancellation
            );
        fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Prøvesmaker");
        var alerts = fixture.Get<Alerts>();

        await CheckAsync(fixture, connection);
        await CheckAsync(fixture, connection);
        Assert.Equal(
            [$"{there + 1}", $"{there}"],
            Assert
                .Single(await alerts.OpenAsync(connection, Actor.System, Cancellation), alert =>
                    alert.Problem == AlertReasons.Drift
                )
                .Arguments
        );

        fixture.World.EditInXledger(
            person.EmployeeDbId,
            SandboxField.JobTitle,
            fixture.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.JobTitle]
        );
        await CheckAsync(fixture, connection);

        Assert.DoesNotContain(await alerts.OpenAsync(connection, Actor.System, Cancellation), alert =>
            alert.Problem == AlertReasons.Drift
        );
    }

    [Fact]
    public async Task Conclude_CalledAgain_AddsNoSecondEntryAndLeavesTheAlert()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.SynchronizeOnceAsync(person);
        var report = await CheckAsync(fixture, connection);
        await fixture
            .Get<ConnectionSettings>()
            .ChangeAsync(
                connection,
                values => values with { DriftThreshold = report.Findings.Differences },
                SyncFixture.Administrator,
                Cancellation
            );

        await fixture.Get<DriftCheck>().ConcludeAsync(report.ComparisonId, Cancellation);

        Assert.Equal(1, await EntriesAsync());
        Assert.Contains(await fixture.Get<Alerts>().OpenAsync(connection, Actor.System, Cancellation), alert =>
            alert.Problem == AlertReasons.Drift
        );
        await CheckAsync(fixture, connection);
        Assert.Equal(2, await EntriesAsync());

        async Task<int> EntriesAsync()
        {
            await using var store = fixture.Store();
            return await store.Activity.CountAsync(entry => entry.What == ActivityCodes.DriftChecked, Cancellation);
        }
    }

    private static HumaId Id(Someone person) => new($"{person.HumaId}");

    private static async Task<DriftReport> CheckAsync(SyncFixture fixture, Guid connection)
    {
        var drift = fixture.Get<DriftCheck>();
        var check = Assert.IsType<Answer<Guid>.Done>(await drift.StartAsync(connection, Reader, Cancellation)).Value;
        await fixture.Get<Compare>().RunAsync(check, new NoProgress<CompareProgress>(), Cancellation);
        await drift.ConcludeAsync(check, Cancellation);
        await using var store = fixture.Store();
        var record = await store.Comparisons.SingleAsync(comparison => comparison.Id == check, Cancellation);
        Assert.True(
            record.State == ComparisonState.Closed,
            $"{record.Failure?.Code} {string.Join(", ", record.Failure?.Arguments ?? [])}"
        );
        return (await drift.LastAsync(connection, Actor.System, Cancellation))!;
    }
}
