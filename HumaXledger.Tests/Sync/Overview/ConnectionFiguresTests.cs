using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;
using static HumaXledger.Tests.Sync.Overview.FiguresCheck;

namespace HumaXledger.Tests.Sync.Overview;

/// <summary>
/// The counts of a connection's pages after every kind of run: computed without reading, they equal what a new
/// comparison finds.
/// </summary>
public sealed class ConnectionFiguresTests(PostgresServer postgres)
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task FirstSynchronization_PartSkippedAndPartUndecided_LeavesWhatANewComparisonFinds(
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
        var connection = await fixture.ConnectAsync(Cancellation);
        Assert.Null(await FiguresAsync(fixture, connection));
        var session = await fixture.DecideEverythingAsync(
            await fixture.CompareAsync(connection, Cancellation),
            Cancellation
        );
        var decided = session
            .Comparison.Differences.Where(difference => session.ChoiceOf(difference) is not null)
            .ToList();
        (session, _) = await fixture
            .Get<Review>()
            .DecideAsync(session, [.. decided.Take(3)], FieldChoice.Skip, SyncFixture.Administrator, Cancellation);
        (session, _) = await fixture
            .Get<Review>()
            .DecideAsync(session, [.. decided.Skip(3).Take(4)], null, SyncFixture.Administrator, Cancellation);
        var before = (await FiguresAsync(fixture, connection))!;
        Assert.Equal(session.Comparison.Differences.Count, before.Differences);
        Assert.Equal(3, before.LeftAsDecided);
        Assert.True(before.Count(OpenCause.Decided) > 0);
        session = await fixture.ConfirmGuardsAsync(session, Cancellation);

        var report = await fixture.ApplyAsync(session, Cancellation);

        var after = await AssertTrueAsync(fixture, connection);
        Assert.Equal((3, 0), (after.LeftAsDecided, after.Count(OpenCause.Decided)));
        Assert.Equal(session.Preview.Undecided.Count, after.Count(OpenCause.Undecided));
        Assert.Equal(report.Count(ChangeState.AwaitingConfirmation), after.Count(OpenCause.AwaitingConfirmation));
        Assert.True(report.Newest);
        var added = report.Added(Side.Xledger).Count + report.Added(Side.Huma).Count;
        Assert.True(added > 0);
        Assert.Equal(before.OnlyInHuma + before.OnlyInXledger - added, after.OnlyInHuma + after.OnlyInXledger);
        Assert.True(after.Linked > before.Linked + added);
        // Of added people, only the written values are known until they are read.
        var written = report
            .Changes.Where(change => change is { Kind: ChangeKind.Create, HumaId: not null })
            .ToLookup(change => new PersonRef(Side.Huma, change.HumaId!.Value.Value), change => change.Field);
        await AssertAsReadAsync(fixture, connection, after, row =>
            !written.Contains(row.Person) || written[row.Person].Contains(row.Field)
        );
    }

    [Fact]
    public async Task PilotThenRest_DecidedValuesWaitAndAreThenSettled()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(4);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var compared = (await FiguresAsync(fixture, connection))!;
        Assert.Equal(4, compared.Count(OpenCause.Decided));

        var (_, plan) = session.Pilot([Ref(people[0])]);
        var stored = Assert.IsType<Answer<Guid>.Done>(
            await fixture
                .Get<ReviewPlans>()
                .MakePilotPlanAsync(
                    session.Record.Id,
                    [Ref(people[0])],
                    session.ShownPilot(plan),
                    SyncFixture.Administrator,
                    Cancellation
                )
        );
        var pilot = await fixture.RunAsync(await fixture.StartAsync(stored.Value, Cancellation), Cancellation);

        var waiting = await AssertTrueAsync(fixture, connection);
        Assert.Equal((3, compared.LeftToDo - 1), (waiting.Count(OpenCause.Decided), waiting.LeftToDo));
        Assert.True((await fixture.ReportAsync(pilot.Run.Id)).Newest);

        await fixture.ApplyAsync(
            await fixture.Get<Review>().OpenAsync(session.Record.Id, Actor.System, Cancellation),
            Cancellation
        );

        var rest = await AssertTrueAsync(fixture, connection);
        Assert.Equal((0, compared.LeftToDo - 4), (rest.Count(OpenCause.Decided), rest.LeftToDo));
        Assert.False((await fixture.ReportAsync(pilot.Run.Id)).Newest);
        await AssertAsReadAsync(fixture, connection, rest);
    }

    [Fact]
    public async Task RefusedAndHeldValues_AreLeftToDoUntilRetriedOrDecidedAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(4);
        var connection = await fixture.ConnectAsync(Cancellation);
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.EmploymentId, "990002");
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var compared = (await FiguresAsync(fixture, connection))!;
        var rival = fixture.World.HireInXledger();
        fixture.World.EditInXledger(rival, SandboxField.EmploymentId, "990002");
        foreach (var person in people.Skip(2))
        {
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Husvert");
        }

        var run = await fixture.ApplyAsync(session, Cancellation);

        var left = await AssertTrueAsync(fixture, connection);
        Assert.Equal((1, 2), (left.Count(OpenCause.Refused), left.Count(OpenCause.Held)));
        Assert.All(left.Open.Where(row => row.Cause is OpenCause.Refused or OpenCause.Held), row =>
            Assert.Equal(run.Run.Id, row.RunId)
        );
        Assert.Equal(compared.LeftToDo - 2, left.LeftToDo);

        fixture.World.EditInXledger(rival, SandboxField.EmploymentId, "990003");
        await fixture.RetryAsync(run, Cancellation);
        var retried = await AssertTrueAsync(fixture, connection);
        Assert.Equal(
            (0, 2, left.LeftToDo - 1),
            (retried.Count(OpenCause.Refused), retried.Count(OpenCause.Held), retried.LeftToDo)
        );

        var redecide = fixture.Get<RedecideHeldValues>();
        var held = (await fixture.ReportAsync(run.Run.Id)).HeldOpen;
        await redecide.DecideAsync(
            run.Run.Id,
            [held[0].Id],
            HeldAnswer.Write,
            await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
            SyncFixture.Administrator,
            Cancellation
        );
        await redecide.DecideAsync(
            run.Run.Id,
            [held[1].Id],
            HeldAnswer.Leave,
            await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
            SyncFixture.Administrator,
            Cancellation
        );
        var shown = (await redecide.ReviewAsync(run.Run.Id, FollowUpSteps.NoGuards, Actor.System, Cancellation))!;
        Assert.Equal(new FollowUpSum(1, 0, 0, 0), shown.Sum);
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await redecide.MakePlanAsync(
                run.Run.Id,
                FollowUpSteps.NoGuards,
                shown.Shown,
                SyncFixture.Administrator,
                Cancellation
            )
        );
        await fixture.RunAsync(await fixture.StartAsync(plan.Value, Cancellation), Cancellation);

        var decided = await AssertTrueAsync(fixture, connection);
        Assert.Equal(
            (0, 1, retried.LeftToDo - 2),
            (decided.Count(OpenCause.Held), decided.LeftAsDecided, decided.LeftToDo)
        );
        await AssertAsReadAsync(fixture, connection, decided);
    }

    [Fact]
    public async Task Undo_OfAFieldAPersonAndTheRun_SumsAddUpAndTheDifferencesAreOpenAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(6);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            fixture.World.EditInHuma(
                person.HumaId,
                SandboxField.Phone,
                $"+479300{people.ToList().IndexOf(person):0000}"
            );
        }

        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title),
            Cancellation
        );
        var written = await AssertTrueAsync(fixture, connection);
        var title = run.Changes.First(change => change.Field == Field.JobTitle);
        var other = run.Changes.First(change => change.HumaId != title.HumaId);
        Assert.Equal(new FollowUpSum(12, 0, 0, 0), (await SumAsync(fixture, new UndoScope(run.Run.Id))));

        await fixture.UndoAsync(new UndoScope(run.Run.Id, title.Id));
        await fixture.UndoAsync(new UndoScope(run.Run.Id, other.Id, WholePerson: true));

        var some = await AssertTrueAsync(fixture, connection);
        Assert.Equal((3, written.LeftToDo + 3), (some.Count(OpenCause.Undone), some.LeftToDo));
        Assert.Equal(new FollowUpSum(9, 0, 0, 3), await SumAsync(fixture, new UndoScope(run.Run.Id)));

        // A user restored one more manually, and a new comparison found it.
        var third = run.Changes.First(change =>
            change.Field == Field.JobTitle && change.HumaId != title.HumaId && change.HumaId != other.HumaId
        );
        fixture.World.EditInXledger(
            int.Parse(third.XledgerId!.Value.Value, System.Globalization.CultureInfo.InvariantCulture),
            SandboxField.JobTitle,
            third.From.TextOrNull
        );
        await fixture.CompareAsync(connection, Cancellation);
        Assert.Equal(new FollowUpSum(8, 0, 0, 4), await SumAsync(fixture, new UndoScope(run.Run.Id)));

        await fixture.UndoAsync(new UndoScope(run.Run.Id));

        var all = await AssertTrueAsync(fixture, connection);
        Assert.Equal(written.LeftToDo + 12, all.LeftToDo);
        await AssertAsReadAsync(fixture, connection, all);
    }

    [Fact]
    public async Task Undo_StoppedByASafetyLimit_SaysSoInTheSumAndListsEveryRow()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(15);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.TerminationNotice, null)
            );
        }

        fixture.World.EditInHuma(people[0].HumaId, SandboxField.JobTitle, Title);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(connection, people, SandboxField.TerminationNotice, _ => "2031-03-31"),
            Cancellation
        );

        var shown = (
            await fixture
                .Get<Undo>()
                .ReviewAsync(new UndoScope(run.Run.Id), FollowUpSteps.NoGuards, Actor.System, Cancellation)
        )!;

        Assert.Equal(new FollowUpSum(1, 15, 0, 0), shown.Sum);
        Assert.Equal((1, 15, 0), (shown.Plan.Changes.Count, shown.Plan.HeldByGuard.Count, shown.Plan.Blocked.Count));
        Assert.Equal(run.Changes.Count(), shown.Sum.Total);
    }

    [Fact]
    public async Task SafetyLimitNotConfirmed_CountsItsChangesInTheSum()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(15);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Phone, "+4793000000")
            );
            Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, Title));
        }

        var session = await fixture.ReviewedAsync(connection, people, SandboxField.Phone, _ => null);
        Assert.Equal(15, session.Preview.HeldByGuard.Count);

        var run = await fixture.ApplyAsync(session, Cancellation);

        var left = await AssertTrueAsync(fixture, connection);
        Assert.Equal(15, left.Count(OpenCause.StoppedByLimit));
        Assert.All(left.Open.Where(row => row.Cause == OpenCause.StoppedByLimit), row =>
            Assert.Equal((Field.Phone, run.Run.Id), (row.Field, row.RunId))
        );
        await AssertAsReadAsync(fixture, connection, left);
    }

    [Fact]
    public async Task ChangesFromHuma_SettleAndOpenDifferencesWithoutAComparison()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(4);
        var connection = await fixture.SynchronizeOnceAsync(people[3]);
        fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.JobTitle, "Husvert");
        fixture.World.EditInXledger(people[1].EmployeeDbId, SandboxField.JobTitle, "Husvert");
        await fixture.CompareAsync(connection, Cancellation);
        var compared = await AssertTrueAsync(fixture, connection);
        await fixture
            .Get<ConnectionSettings>()
            .SetPolicyAsync(connection, Field.Phone, PolicyRule.Ask, SyncFixture.Administrator, Cancellation);

        // One is overwritten, one becomes equal without a write, one waits for approval.
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.JobTitle, Title);
        fixture.World.EditInHuma(people[1].HumaId, SandboxField.JobTitle, "Husvert");
        fixture.World.EditInHuma(people[2].HumaId, SandboxField.Phone, "+4793007777");
        await ReportAsync(fixture, connection, people);

        var heard = await AssertTrueAsync(fixture, connection);
        Assert.DoesNotContain(heard.Open, row =>
            row.Field == Field.JobTitle && (row.Person == Ref(people[0]) || row.Person == Ref(people[1]))
        );
        Assert.Equal(OpenCause.AwaitingApproval, Assert.Single(heard.Open, row => row.Person == Ref(people[2])).Cause);
        Assert.Equal(compared.LeftToDo - 2 + 1, heard.LeftToDo);
        await AssertAsReadAsync(fixture, connection, heard);
    }

    [Fact]
    public async Task FieldThatIsNeverSynchronized_IsNoDifferenceAnywhere()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, Title);
        await fixture.CompareAsync(connection, Cancellation);
        var before = (await FiguresAsync(fixture, connection))!;
        Assert.Contains(before.Open, row => row.Field == Field.JobTitle);

        await fixture
            .Get<ConnectionSettings>()
            .SetPolicyAsync(connection, Field.JobTitle, PolicyRule.Ignore, SyncFixture.Administrator, Cancellation);

        var after = await AssertTrueAsync(fixture, connection);
        Assert.Equal(before.Open.Where(row => row.Field != Field.JobTitle), after.Open);
    }

    [Fact]
    public async Task DriftCheck_IsTheNewestComparison_AndMissedChangesDisappearWithTheNextMessage()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.SynchronizeOnceAsync(people[0]);
        await CheckedByHandOnlyAsync(fixture, connection);
        fixture.World.EditInHuma(people[1].HumaId, SandboxField.JobTitle, Title);
        var report = await CheckAsync(fixture, connection);
        var reconciliation = fixture.Get<Reconciliation>();

        var found = await AssertTrueAsync(fixture, connection);
        Assert.Equal((ComparisonPurpose.DriftCheck, report.Findings.Differences), (found.Purpose, found.Differences));
        Assert.Equal([new HumaId($"{people[1].HumaId}")], report.Findings.MissedPeople);
        Assert.Equal(1, await reconciliation.CountAsync(connection, Actor.System, Cancellation));

        await ReportAsync(fixture, connection, [people[1]]);

        Assert.Equal(found.Differences - 1, (await AssertTrueAsync(fixture, connection)).Differences);
        Assert.Equal(0, await reconciliation.CountAsync(connection, Actor.System, Cancellation));
    }

    [Fact]
    public async Task StoppedRun_RemainingChanges_AreLeftToDo()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(8);
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, Title);
        }

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        await fixture.Get<RunExecutor>().StopAsync(run, SyncFixture.Administrator, Cancellation);
        var report = await fixture.RunAsync(run, Cancellation);
        Assert.Equal(RunState.Stopped, report.Run.State);
        Assert.True(report.NotReached > 0);

        var stopped = await AssertTrueAsync(fixture, connection);
        Assert.Equal(report.NotReached, stopped.Count(OpenCause.NotReached));

        await fixture.RetryAsync(report, Cancellation);
        Assert.Equal(0, (await AssertTrueAsync(fixture, connection)).Count(OpenCause.NotReached));
    }

    private static async Task<FollowUpSum> SumAsync(SyncFixture fixture, UndoScope scope) =>
        (await fixture.Get<Undo>().ReviewAsync(scope, FollowUpSteps.NoGuards, Actor.System, Cancellation))!.Sum;

    private static async Task ReportAsync(SyncFixture fixture, Guid connection, IReadOnlyList<Someone> people)
    {
        await fixture
            .Get<ChangeQueue>()
            .PutAsync(
                connection,
                [.. people.Select(person => new HumaId($"{person.HumaId}"))],
                PendingChangeSource.Webhook,
                PendingChangeKind.Updated,
                null,
                Cancellation
            );
        while (
            await fixture.Get<InboundSync>().ProcessAsync(connection, new NoProgress<RunProgress>(), Cancellation)
                is { Fault: null, People: > 0 }
        ) { }
    }

    // Otherwise checks stand in for messages, and what they find is queued.
    private static async Task CheckedByHandOnlyAsync(SyncFixture fixture, Guid connection)
    {
        await using var store = fixture.Store();
        await store
            .Connections.Where(row => row.Id == connection)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.QuickComparisonMinutes, (int?)null), Cancellation);
    }

    private static async Task<DriftReport> CheckAsync(SyncFixture fixture, Guid connection)
    {
        var drift = fixture.Get<DriftCheck>();
        var check = Assert
            .IsType<Answer<Guid>.Done>(await drift.StartAsync(connection, SyncFixture.Administrator, Cancellation))
            .Value;
        await fixture.Get<Compare>().RunAsync(check, new NoProgress<CompareProgress>(), Cancellation);
        await drift.ConcludeAsync(check, Cancellation);
        return (await drift.LastAsync(connection, Actor.System, Cancellation))!;
    }

    private static PersonRef Ref(Someone person) => new(Side.Huma, $"{person.HumaId}");
}
