using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>New people in Huma, leavers, and people of other connections.</summary>
public sealed class PeopleTests
{
    [Fact]
    public async Task NewPerson_AddingIsOff_WaitsForASynchronization()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        var before = inbound.XledgerRequests;

        var pending = await inbound.FollowAsync(inbound.World.HireInHuma(), PendingChangeKind.Created);

        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.AddingIsOff, 0),
            (pending.State, pending.Reason?.Code, (int)(inbound.XledgerRequests - before))
        );
        Assert.NotNull(pending.PersonName);
    }

    [Fact]
    public async Task NewPerson_WithoutAMatch_IsAddedOnceAndLinked()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var person = inbound.World.HireInHuma();
        await inbound.ReportAsync(person, PendingChangeKind.Created);

        var pending = await inbound.FollowAsync(person);

        Assert.Equal((PendingChangeState.Written, null), (pending.State, pending.Reason?.Code));
        var link = await inbound.LinkAsync(person);
        Assert.NotNull(link);
        var employee = inbound.World.PersonByEmployee(
            int.Parse(link.XledgerId.Value, System.Globalization.CultureInfo.InvariantCulture)
        )!;
        Assert.Equal(
            inbound.World.PersonByHumaId(person)!.Huma[SandboxField.EmploymentId],
            employee.Xledger[SandboxField.EmploymentId]
        );
        Assert.Equal(
            PendingChangeState.NothingToDo,
            (await inbound.FollowAsync(person, PendingChangeKind.Exported)).State
        );
    }

    [Fact]
    public async Task NewPerson_ValueAfterTheAddition_IsWritten()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var person = inbound.World.HireInHuma();
        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.Identification, null));
        Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(person, PendingChangeKind.Created)).State);
        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.Identification, "13097248022"));

        Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(person)).State);
        var employee = int.Parse(
            (await inbound.LinkAsync(person))!.XledgerId.Value,
            System.Globalization.CultureInfo.InvariantCulture
        );
        Assert.Equal("13097248022", inbound.World.PersonByEmployee(employee)!.Xledger[SandboxField.Identification]);
    }

    [Fact]
    public async Task NewPerson_RequiredValueMissing_WaitsWithTheReasonAndIsAddedOnceItExists()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var person = inbound.World.HireInHuma();
        var employmentId = inbound.World.PersonByHumaId(person)!.Huma[SandboxField.EmploymentId];
        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.EmploymentId, null));

        var waiting = await inbound.FollowAsync(person, PendingChangeKind.Created);
        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.EmploymentId, employmentId));
        var added = await inbound.FollowAsync(person);

        Assert.Equal(PendingChangeState.ForManualSync, waiting.State);
        Assert.NotNull(waiting.Reason?.Code);
        Assert.Equal(PendingChangeState.Written, added.State);
        Assert.NotNull(await inbound.LinkAsync(person));
    }

    [Fact]
    public async Task NewPerson_ProcessedAgain_WaitsForASynchronizationOnce()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        var person = inbound.World.HireInHuma();
        await inbound.FollowAsync(person, PendingChangeKind.Created);
        await inbound.FollowAsync(person);
        Assert.Equal(
            [(PendingChangeState.NothingToDo, null), (PendingChangeState.ForManualSync, InboundReasons.AddingIsOff)],
            await EndsAsync(inbound, person)
        );

        await inbound.SetAsync(row => row.AddNewPeople = true);
        await inbound.FollowAsync(person);

        Assert.Equal(
            [PendingChangeState.NothingToDo, PendingChangeState.NothingToDo, PendingChangeState.Written],
            (await EndsAsync(inbound, person)).Select(end => end.State)
        );
    }

    [Fact]
    public async Task NewPerson_WaitsForASynchronization_UntilOneThatWasStoppedIsContinued()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (fixture, cancellation) = (inbound.SyncFixture, TestContext.Current.CancellationToken);
        var person = inbound.World.HireInHuma();
        await inbound.FollowAsync(person, PendingChangeKind.Created);
        var session = await fixture.ReviewedAsync(inbound.Connection, [inbound.People[1]], SandboxField.JobTitle, _ =>
            "Teamleder"
        );
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, cancellation), cancellation);
        await fixture.Get<RunExecutor>().StopAsync(run, SyncFixture.Administrator, cancellation);
        var stopped = await fixture.RunAsync(run, cancellation);
        Assert.Equal([PendingChangeState.ForManualSync], (await EndsAsync(inbound, person)).Select(end => end.State));

        await fixture.RetryAsync(stopped, cancellation);

        Assert.Equal([PendingChangeState.NothingToDo], (await EndsAsync(inbound, person)).Select(end => end.State));
    }

    [Theory]
    [InlineData(true, PendingChangeState.NothingToDo)]
    [InlineData(false, PendingChangeState.ForManualSync)]
    public async Task NewPerson_WaitsForASynchronization_UntilOneHasReadThem(bool complete, PendingChangeState expected)
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        var (known, later) = (inbound.World.HireInHuma(), inbound.World.HireInHuma());
        await inbound.FollowAsync(known, PendingChangeKind.Created);
        var cancellation = TestContext.Current.CancellationToken;
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, cancellation);
        await inbound.FollowAsync(later, PendingChangeKind.Created);
        if (!complete)
        {
            inbound.World.Faults.Add(
                new FaultRule(FaultKind.Status503) { System = OutsideSystem.Xledger, Times = int.MaxValue }
            );
        }

        var report = await inbound.SyncFixture.ApplyAsync(
            await inbound.SyncFixture.DecideEverythingAsync(session, cancellation),
            cancellation
        );

        Assert.Equal(complete ? RunState.Completed : RunState.Failed, report.Run.State);
        Assert.Equal(
            [(expected, expected == PendingChangeState.NothingToDo ? null : InboundReasons.AddingIsOff)],
            await EndsAsync(inbound, known)
        );
        // Came after the systems were read: the next one includes it.
        Assert.Equal([(PendingChangeState.ForManualSync, InboundReasons.AddingIsOff)], await EndsAsync(inbound, later));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task NewPerson_WaitsForASynchronization_UntilOneCouldAddThem(bool unreadable)
    {
        await using var inbound = await InboundFixture.OpenAsync(2, detour: true);
        var person = inbound.World.HireInHuma();
        await inbound.FollowAsync(person, PendingChangeKind.Created);
        inbound.SyncFixture.Detour.Amend = (asked, answer) =>
        {
            if (unreadable && asked.Contains("query Employees(", StringComparison.Ordinal))
            {
                // Someone else's record: who it is cannot be told, so that no one is added.
                var edges = answer["data"]!["page"]!["edges"]!.AsArray();
                edges.First(edge => $"{edge!["node"]!["dbId"]}" != $"{inbound.People[1].EmployeeDbId}")!["node"]![
                    "dbId"
                ] = null;
            }
        };

        await SynchronizeAnotherAsync(inbound);

        Assert.Equal(
            [unreadable ? PendingChangeState.ForManualSync : PendingChangeState.NothingToDo],
            (await EndsAsync(inbound, person)).Select(end => end.State)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NewPerson_WhomTheSynchronizationCouldNotAdd_WaitsForTheNextOne(bool asked)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.World.HireInHuma();
        if (asked)
        {
            // The same address: a question that stays unanswered.
            Assert.Equal(
                EditOutcome.Done,
                inbound.World.EditInXledger(
                    inbound.World.HireInXledger(),
                    SandboxField.Email,
                    inbound.World.PersonByHumaId(person)!.Huma[SandboxField.Email]
                )
            );
        }
        else
        {
            Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.EmploymentId, null));
        }

        await inbound.FollowAsync(person, PendingChangeKind.Created);

        await SynchronizeAnotherAsync(inbound);

        Assert.Equal(
            [(PendingChangeState.ForManualSync, InboundReasons.AddingIsOff)],
            await EndsAsync(inbound, person)
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NewPerson_WhoLeftOrIsLeftOutBeforeTheSynchronization_NoLongerWaits(bool left)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.World.HireInHuma();
        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.EmploymentId, null));
        await inbound.FollowAsync(person, PendingChangeKind.Created);
        if (left)
        {
            Assert.Equal(EditOutcome.Done, inbound.World.DeactivateInHuma(person));
        }
        else
        {
            await inbound.SetAsync(row => row.ScopeRules = [new ScopeRule.User(new HumaId($"{person}"))]);
        }

        await SynchronizeAnotherAsync(inbound);

        Assert.Equal([(PendingChangeState.NothingToDo, null)], await EndsAsync(inbound, person));
    }

    [Fact]
    public async Task NewPerson_AlreadyInXledger_IsLinkedAndNotAdded()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var person = inbound.World.HireInHuma();
        var employee = inbound.World.HireInXledger();
        foreach (var (field, value) in inbound.World.PersonByHumaId(person)!.Huma)
        {
            if (field is not (SandboxField.BankAccount or SandboxField.JobTitle))
            {
                Assert.Equal(EditOutcome.Done, inbound.World.EditInXledger(employee, field, value));
            }
        }

        var pending = await inbound.FollowAsync(person, PendingChangeKind.Created);

        Assert.Equal($"{employee}", (await inbound.LinkAsync(person))?.XledgerId.Value);
        Assert.DoesNotContain(await inbound.ChangesAsync(), change => change.Kind == Core.Planning.ChangeKind.Create);
        Assert.Contains(
            pending.State,
            new[] { PendingChangeState.Written, PendingChangeState.Held, PendingChangeState.NothingToDo }
        );
    }

    [Theory]
    [InlineData(SandboxField.Email)]
    [InlineData(SandboxField.Identification)]
    public async Task NewPerson_SharesOnlyAKeyWithAnEmployee_IsNeitherLinkedNorAdded(SandboxField key)
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var person = inbound.World.HireInHuma();
        var employee = inbound.World.HireInXledger();
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(employee, key, inbound.World.PersonByHumaId(person)!.Huma[key])
        );

        var pending = await inbound.FollowAsync(person, PendingChangeKind.Created);

        Assert.Equal(
            (PendingChangeState.ForManualSync, InboundReasons.MayBeInXledger),
            (pending.State, pending.Reason?.Code)
        );
        Assert.Null(await inbound.LinkAsync(person));
        Assert.DoesNotContain(await inbound.ChangesAsync(), change => change.Kind == Core.Planning.ChangeKind.Create);
    }

    [Fact]
    public async Task Person_OfAnotherGroup_IsIgnored()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var elsewhere = inbound.World.Catalogue.Pairs.First(pair =>
            pair.HumaId is not null && pair.EntityOwnerDbId != inbound.World.Xledger.Tokens.All()[0].EntityOwnerDbId
        );

        var pending = await inbound.FollowAsync(elsewhere.HumaId!.Value);

        Assert.Equal(
            (PendingChangeState.NothingToDo, InboundReasons.OutsideGroup, null),
            (pending.State, pending.Reason?.Code, pending.PersonName)
        );
        // Whose roles hold for the group of this connection alone is given nothing of them.
        var north = inbound.InGroup(Role.IntegrationReviewer);
        var id = new PersonIds(new HumaId($"{elsewhere.HumaId}"), null);
        var files = inbound.SyncFixture.Get<PersonFiles>();
        Assert.IsType<Answer<PersonFile>.Refused>(
            await files.ReadAsync(inbound.Connection, id, inClear: false, north, TestContext.Current.CancellationToken)
        );
        Assert.IsType<Answer<PersonFile>.Done>(
            await files.ReadAsync(
                inbound.Connection,
                id,
                inClear: false,
                SyncFixture.Administrator,
                TestContext.Current.CancellationToken
            )
        );
    }

    [Fact]
    public async Task Person_Unknown_IsReportedAndNothingIsDone()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        var before = inbound.XledgerRequests;

        var pending = await inbound.FollowAsync(Guid.NewGuid());

        Assert.Equal(
            (PendingChangeState.NothingToDo, InboundReasons.UnknownPerson, 0),
            (pending.State, pending.Reason?.Code, (int)(inbound.XledgerRequests - before))
        );
    }

    [Theory]
    [InlineData(PendingChangeKind.Updated)]
    [InlineData(PendingChangeKind.Deleted)]
    public async Task Leaver_ByDefault_IsReportedAndNothingIsWritten(PendingChangeKind kind)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var reason = Leave(inbound, person, kind);

        var pending = await inbound.FollowAsync(person, kind);

        Assert.Equal((PendingChangeState.NothingToDo, reason), (pending.State, pending.Reason?.Code));
        Assert.Null(inbound.InXledger(person, SandboxField.EmploymentEnd));
    }

    [Theory]
    [InlineData(PendingChangeKind.Updated)]
    [InlineData(PendingChangeKind.Deleted)]
    public async Task Leaver_WithTheEndDateRule_SetsItWhereEmpty(PendingChangeKind kind)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);
        Leave(inbound, person, kind);

        var pending = await inbound.FollowAsync(person, kind);

        var change = Assert.Single(await inbound.ChangesAsync());
        Assert.Equal(
            (Field.EmploymentEnd, ChangeState.Confirmed, InboundReasons.ChangeLeaver),
            (change.Field, change.State, change.Reason?.Code)
        );
        Assert.Equal(
            (PendingChangeState.Written, change.To.TextOrNull),
            (pending.State, inbound.InXledger(person, SandboxField.EmploymentEnd))
        );
        // Queued again, it stays unchanged.
        Assert.Equal(PendingChangeState.NothingToDo, (await inbound.FollowAsync(person, kind)).State);
    }

    [Fact]
    public async Task Leaver_WhomTheDatabaseSaysToHaveLeftLater_HasLeftToday()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await inbound.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);
        Leave(inbound, person, PendingChangeKind.Deleted);
        await inbound.ReportAsync(person.HumaId, PendingChangeKind.Deleted);
        await using (var store = inbound.SyncFixture.Store())
        {
            await store.Database.ExecuteSqlAsync(
                $"""UPDATE "PendingChanges" SET "FoundAt" = '2099-12-31 00:00:00'""",
                TestContext.Current.CancellationToken
            );
        }

        await inbound.ProcessAsync();

        Assert.True(
            CalendarDate.Read(inbound.InXledger(person, SandboxField.EmploymentEnd))
                <= SystemDay.Of(inbound.SyncFixture.Clock.GetUtcNow())
        );
    }

    [Fact]
    public async Task Leaver_DeactivatedLongAgoAndInAnExport_IsNotALeaverOfToday()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        Assert.Equal(EditOutcome.Done, inbound.World.DeactivateInHuma(person.HumaId));
        await inbound.SyncFixture.CompareAsync(inbound.Connection, TestContext.Current.CancellationToken);
        await inbound.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);

        var pending = await inbound.FollowAsync(person, PendingChangeKind.Exported);

        Assert.Equal(
            (PendingChangeState.NothingToDo, InboundReasons.LeaverDeactivated),
            (pending.State, pending.Reason?.Code)
        );
        Assert.Null(inbound.InXledger(person, SandboxField.EmploymentEnd));
    }

    // A synchronization of which the new people are not a part.
    private static async Task SynchronizeAnotherAsync(InboundFixture inbound)
    {
        var report = await inbound.SyncFixture.ApplyAsync(
            await inbound.SyncFixture.ReviewedAsync(inbound.Connection, [inbound.People[1]], SandboxField.JobTitle, _ =>
                "Teamleder"
            ),
            TestContext.Current.CancellationToken
        );
        Assert.Equal(RunState.Completed, report.Run.State);
    }

    private static string Leave(InboundFixture inbound, Someone person, PendingChangeKind kind)
    {
        Assert.Equal(
            EditOutcome.Done,
            kind == PendingChangeKind.Deleted
                ? inbound.World.DeleteInHuma(person.HumaId)
                : inbound.World.DeactivateInHuma(person.HumaId)
        );
        return kind == PendingChangeKind.Deleted ? InboundReasons.LeaverDeleted : InboundReasons.LeaverDeactivated;
    }

    private static async Task<IEnumerable<(PendingChangeState State, string? Reason)>> EndsAsync(
        InboundFixture inbound,
        Guid person
    ) => (await inbound.PendingChangesAsync(person)).Select(pending => (pending.State, pending.Reason?.Code));
}
