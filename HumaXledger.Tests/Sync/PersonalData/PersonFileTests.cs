using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.PersonalData;

/// <summary>One person's file and the erasure of their history, on a connection that stays active.</summary>
public sealed class PersonFileTests
{
    private static async Task<ErasurePreview> ShownAsync(InboundFixture inbound, Someone person) =>
        (
            await inbound
                .SyncFixture.Get<Erasure>()
                .ReviewAsync(inbound.Connection, new PersonIds(HumaIdOf(person), null), Actor.System, Cancellation)
        )!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_OfAPersonWithEveryKindOfData_HoldsEachPartOnceAndIsLogged()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        var written = await inbound.FollowAsync(person);
        await inbound.SyncFixture.UndoAsync(new UndoScope(written.RunId!.Value));

        var file = Done(
            await inbound
                .SyncFixture.Get<PersonFiles>()
                .ReadAsync(
                    inbound.Connection,
                    new PersonIds(null, IdOf(person)),
                    inClear: false,
                    SyncFixture.Administrator,
                    Cancellation
                )
        );

        Assert.Equal((HumaIdOf(person), IdOf(person)), (file.Link!.HumaId, file.Link.XledgerId));
        Assert.Equal([PlanOrigin.FromHuma, PlanOrigin.Undo], await OriginsAsync(inbound, file));
        Assert.Equal(
            ("Klokkestemmer", "HumaXledger"),
            (file.Changes[0].Change.To.TextOrNull, file.Changes[0].PlannedBy)
        );
        Assert.Equal(SyncFixture.AdministratorName, file.Changes[1].StartedBy);
        var reading = Assert.Single(file.Readings);
        Assert.Equal((person.HumaId.ToString(), $"{person.EmployeeDbId}"), (reading.Huma!.Id, reading.Xledger!.Id));
        Assert.Equal(PendingChangeState.Written, Assert.Single(file.PendingChanges).State);
        Assert.Equal(file.Name, reading.Huma.DisplayName);
        var act = Assert.Single(
            (await inbound.SyncFixture.Get<ActivityLog>().ReadAsync(inbound.Connection, 0, 100, Cancellation)).Records,
            act => act.What == ActivityCodes.PersonExported
        );
        Assert.Equal([person.HumaId.ToString(), $"{person.EmployeeDbId}"], act.Arguments);
        var looker = SyncFixture.Administrator with
        {
            Roles = new HashSet<Role> { Role.IntegrationReviewer, Role.SensitiveData },
            AuthenticatedAt = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime,
        };
        await inbound
            .SyncFixture.Get<Reveal>()
            .ShowAsync(
                PersonReference.Of(inbound.Connection, reading.Xledger),
                Field.BankAccount,
                new FieldValue.Of("12345678903"),
                looker,
                Cancellation
            );
        await inbound
            .SyncFixture.Get<Reveal>()
            .ShowAsync(
                new PersonReference(inbound.Connection, new HumaId("somebody"), null, ""),
                Field.BankAccount,
                new FieldValue.Of("12345678903"),
                looker,
                Cancellation
            );
        Assert.Equal(
            [ActivityCodes.PersonExported, ActivityCodes.ValueRevealed],
            (await ReadAsync(inbound, person)).Activity.Select(one => one.What)
        );
    }

    [Fact]
    public async Task File_BeforeTheFirstSynchronization_HoldsBothRecordsOfACertainPair()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        await fixture.CompareAsync(connection, Cancellation);

        var file = Done(
            await fixture
                .Get<PersonFiles>()
                .ReadAsync(
                    connection,
                    new PersonIds(HumaIdOf(person), null),
                    inClear: false,
                    SyncFixture.Administrator,
                    Cancellation
                )
        );

        Assert.Null(file.Link);
        Assert.Equal($"{person.EmployeeDbId}", Assert.Single(file.Readings).Xledger!.Id);
    }

    [Fact]
    public async Task PersonOfAnotherConnection_WhomAComparisonRead_IsShownOnlyWithARoleForAllConnections()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await using var store = inbound.SyncFixture.Store();
        var comparison = await store
            .Comparisons.OrderByDescending(row => row.StartedAt)
            .Select(row => row.Id)
            .FirstAsync(Cancellation);
        var archive = inbound.SyncFixture.Get<ComparisonArchive>();
        var input = (await archive.LoadAsync(inbound.Connection, comparison, Cancellation))!;
        var outside = input.Huma[0];
        await archive.SaveAsync(
            comparison,
            input with
            {
                Huma = [.. input.Huma.Skip(1)],
                Links = [],
                Outside = [new OutsideRecord(outside, "Fjellheim AS")],
            },
            Cancellation
        );
        await store.Links.ExecuteDeleteAsync(Cancellation);
        var ids = new PersonIds(new HumaId(outside.Id), null);

        var file = Assert
            .IsType<Answer<PersonFile>.Done>(
                await inbound
                    .SyncFixture.Get<PersonFiles>()
                    .ReadAsync(inbound.Connection, ids, inClear: false, SyncFixture.Administrator, Cancellation)
            )
            .Value;

        Assert.Equal(outside.Values, file.Readings[0].Huma?.Values);
        var north = inbound.InGroup(Role.IntegrationAdministrator);
        Assert.IsType<Answer<PersonFile>.Refused>(
            await inbound
                .SyncFixture.Get<PersonFiles>()
                .ReadAsync(inbound.Connection, ids, inClear: false, north, Cancellation)
        );
        // Nor is their name given to who would erase them.
        var erasure = inbound.SyncFixture.Get<Erasure>();
        Assert.Null(await erasure.ReviewAsync(inbound.Connection, ids, north, Cancellation));
        Assert.Equal(
            outside.DisplayName,
            (await erasure.ReviewAsync(inbound.Connection, ids, SyncFixture.Administrator, Cancellation))?.Name
        );
    }

    [Fact]
    public async Task File_InClear_RequiresTheRoleForSensitiveDataAndARecentProof()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var both = new Actor("siri", "Siri", null, new HashSet<Role> { Role.IntegrationReviewer, Role.SensitiveData })
        {
            AuthenticatedAt = fixture.Clock.GetUtcNow().UtcDateTime,
        };
        var connection = await fixture.ConnectAsync(Cancellation);
        await fixture.CompareAsync(connection, Cancellation);
        var person = new PersonIds(HumaIdOf(fixture.Ordinary(1)[0]), null);

        await Assert.ThrowsAsync<ActRefused>(() =>
            fixture
                .Get<PersonFiles>()
                .ReadAsync(connection, person, inClear: true, SyncFixture.Administrator, Cancellation)
        );
        await Assert.ThrowsAsync<ActRefused>(() =>
            fixture
                .Get<PersonFiles>()
                .ReadAsync(
                    connection,
                    person,
                    inClear: true,
                    both with
                    {
                        Roles = new HashSet<Role> { Role.SensitiveData },
                    },
                    Cancellation
                )
        );
        var old = await fixture
            .Get<PersonFiles>()
            .ReadAsync(
                connection,
                person,
                inClear: true,
                both with
                {
                    AuthenticatedAt = fixture.Clock.GetUtcNow().UtcDateTime.AddHours(-1),
                },
                Cancellation
            );
        Assert.Equal(AccessReasons.SignInTooOld, Assert.IsType<Answer<PersonFile>.Refused>(old).Reason.Code);
        Assert.True(
            Done(
                await fixture.Get<PersonFiles>().ReadAsync(connection, person, inClear: true, both, Cancellation)
            ).InClear
        );

        Assert.Single((await fixture.Get<ActivityLog>().ReadAsync(connection, 0, 100, Cancellation)).Records, act =>
            act is { What: ActivityCodes.PersonExportedInClear, Who: "Siri" }
        );
    }

    [Fact]
    public async Task History_Erased_NothingIsAskedAgainAndTheNextChangeIsWritten()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        await inbound.FollowAsync(person);
        await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        var name = (await ReadAsync(inbound, person)).Name;

        var erased = await inbound
            .SyncFixture.Get<Erasure>()
            .EraseAsync(
                inbound.Connection,
                await ShownAsync(inbound, person),
                ErasureScope.History,
                name,
                SyncFixture.Administrator,
                Cancellation
            );

        Assert.Equal(
            (1, 0, true),
            Assert.IsType<Answer<Erased>.Done>(erased) is { Value: var done }
                ? (done.Changes, done.Links, done.Swept)
                : default
        );
        Assert.False(Assert.Single((await ReadAsync(inbound, person)).Changes).Change.To.IsKnown);
        var again = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.DoesNotContain(again.Comparison.Differences, difference =>
            difference.Pair.Huma.Id == $"{person.HumaId}"
        );
        inbound.Edit(person, SandboxField.JobTitle, "Orgelbygger");
        Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(person)).State);
        Assert.Equal("Orgelbygger", inbound.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task History_Erased_ItsRunCanNoLongerBeUndoneForThem()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        var written = await inbound.FollowAsync(person);
        var name = (await ReadAsync(inbound, person)).Name;
        await inbound
            .SyncFixture.Get<Erasure>()
            .EraseAsync(
                inbound.Connection,
                await ShownAsync(inbound, person),
                ErasureScope.History,
                name,
                SyncFixture.Administrator,
                Cancellation
            );

        var undo = (
            await inbound
                .SyncFixture.Get<Undo>()
                .ReviewAsync(new UndoScope(written.RunId!.Value), FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;

        Assert.Equal(
            (0, FollowUpReasons.UndoUnknownBefore),
            (undo.Plan.Changes.Count, Assert.Single(undo.Plan.Blocked).Reason.Code)
        );
    }

    [Fact]
    public async Task Everything_OfAPersonDeletedInBoth_CanBeErasedAfterACompleteReadWithoutThem()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (fixture, person) = (inbound.SyncFixture, inbound.People[1]);
        inbound.Edit(person, SandboxField.JobTitle, "Klokkestemmer");
        await inbound.FollowAsync(person);
        var name = (await ReadAsync(inbound, person)).Name;
        Assert.Equal(EditOutcome.Done, fixture.World.DeleteInHuma(person.HumaId));
        Assert.Equal(EditOutcome.Done, fixture.World.DeleteInXledger(person.EmployeeDbId));
        var early = await fixture
            .Get<Erasure>()
            .EraseAsync(
                inbound.Connection,
                await ShownAsync(inbound, person),
                ErasureScope.Everything,
                name,
                SyncFixture.Administrator,
                Cancellation
            );
        await fixture.CompareAsync(inbound.Connection, Cancellation);

        var erased = await fixture
            .Get<Erasure>()
            .EraseAsync(
                inbound.Connection,
                await ShownAsync(inbound, person),
                ErasureScope.Everything,
                name,
                SyncFixture.Administrator,
                Cancellation
            );

        Assert.Equal(PersonalDataReasons.PersonStillKnown, Assert.IsType<Answer<Erased>.Refused>(early).Reason.Code);
        Assert.Equal(
            (1, 1),
            Assert.IsType<Answer<Erased>.Done>(erased) is { Value: var done } ? (done.Changes, done.Links) : default
        );
        Assert.Null(await inbound.LinkAsync(person.HumaId));
        Assert.Equal(ComparisonState.Complete, (await fixture.TryCompareAsync(inbound.Connection, Cancellation)).State);
    }

    private static HumaId HumaIdOf(Someone person) => new(person.HumaId.ToString());

    private static XledgerId IdOf(Someone person) => new($"{person.EmployeeDbId}");

    private static async Task<PersonFile> ReadAsync(InboundFixture inbound, Someone person) =>
        Done(
            await inbound
                .SyncFixture.Get<PersonFiles>()
                .ReadAsync(
                    inbound.Connection,
                    new PersonIds(HumaIdOf(person), null),
                    inClear: false,
                    SyncFixture.Administrator,
                    Cancellation
                )
        );

    private static PersonFile Done(Answer<PersonFile> answer) => Assert.IsType<Answer<PersonFile>.Done>(answer).Value;

    private static async Task<IReadOnlyList<PlanOrigin>> OriginsAsync(InboundFixture inbound, PersonFile file)
    {
        await using var store = inbound.SyncFixture.Store();
        return
        [
            .. file.Changes.Select(change =>
                store.Plans.Single(plan => plan.ConnectionId == inbound.Connection && plan.Number == change.Plan).Origin
            ),
        ];
    }
}
