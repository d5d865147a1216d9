using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
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
using HumaXledger.Tests.Storage;

namespace HumaXledger.Tests.Sync;

/// <summary>
/// What a connection's pages count, after every kind of run: the figures say without reading what a new comparison then
/// finds.
/// </summary>
public sealed class ConnectionFiguresTests(PostgresServer postgres)
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(StorageProvider.Sqlite)]
    [InlineData(StorageProvider.PostgreSql)]
    public async Task FirstSynchronization_PartLeftAndPartUndecided_LeavesWhatANewComparisonFinds(
        StorageProvider provider)
    {
        (string, string)[] settings = provider == StorageProvider.Sqlite ? []
            : [("Storage:Provider", "PostgreSql"), (
            "ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync())];
        await using var workplace = await Workplace.OpenAsync(racing: true, settings: settings);
        var connection = await workplace.ConnectAsync(Cancellation);
        Assert.Null(await FiguresAsync(workplace, connection));
        var session = await workplace.DecideEverythingAsync(await workplace.CompareAsync(connection, Cancellation),
            Cancellation);
        var decided = session.Comparison.Differences.Where(difference => session.ChoiceOf(difference) is not null)
            .ToList();
        (session, _) = await workplace.Get<Review>().DecideAsync(
            session, [.. decided.Take(3)], FieldChoice.Skip, Workplace.Administrator, Cancellation);
        (session, _) = await workplace.Get<Review>().DecideAsync(
            session, [.. decided.Skip(3).Take(4)], null, Workplace.Administrator, Cancellation);
        var before = (await FiguresAsync(workplace, connection))!;
        Assert.Equal(session.Comparison.Differences.Count, before.Differences);
        Assert.Equal(3, before.LeftAsDecided);
        Assert.True(before.Count(OpenCause.Decided) > 0);
        session = await workplace.ConfirmGuardsAsync(session, Cancellation);

        var report = await workplace.ApplyAsync(session, Cancellation);

        var after = await AssertTrueAsync(workplace, connection);
        Assert.Equal((3, 0), (after.LeftAsDecided, after.Count(OpenCause.Decided)));
        Assert.Equal(session.Preview.Undecided.Count, after.Count(OpenCause.Undecided));
        Assert.Equal(report.Count(ChangeState.AwaitingConfirmation), after.Count(OpenCause.AwaitingConfirmation));
        Assert.True(report.Newest);
        var added = report.Added(Side.Xledger).Count + report.Added(Side.Huma).Count;
        Assert.True(added > 0);
        Assert.Equal(before.OnlyInHuma + before.OnlyInXledger - added, after.OnlyInHuma + after.OnlyInXledger);
        Assert.True(after.Linked > before.Linked + added);
        // Of people who were added, only what was written to them is known before they are read.
        var written = report.Changes.Where(change => change is { Kind: ChangeKind.Create, HumaId: not null })
            .ToLookup(change => new PersonRef(Side.Huma, change.HumaId!.Value.Value), change => change.Field);
        await AssertAsReadAsync(workplace, connection, after, row => !written.Contains(row.Person)
            || written[row.Person].Contains(row.Field));
    }

    [Fact]
    public async Task PilotThenRest_WhatIsDecidedWaitsAndThenIsSettled()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(4);
        var connection = await workplace.ConnectAsync(Cancellation);
        var session = await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var compared = (await FiguresAsync(workplace, connection))!;
        Assert.Equal(4, compared.Count(OpenCause.Decided));

        var (_, plan) = session.Pilot([Ref(people[0])]);
        var stored = Assert.IsType<Answer<Guid>.Done>(await workplace.Get<Review>()
            .MakePilotPlanAsync(session.Record.Id, [Ref(people[0])], session.ShownPilot(plan), Workplace.Administrator,
            Cancellation));
        var pilot = await workplace.RunAsync(await workplace.StartAsync(stored.Value, Cancellation), Cancellation);

        var waiting = await AssertTrueAsync(workplace, connection);
        Assert.Equal((3, compared.LeftToDo - 1), (waiting.Count(OpenCause.Decided), waiting.LeftToDo));
        Assert.True((await workplace.ReportAsync(pilot.Run.Id)).Newest);

        await workplace.ApplyAsync(await workplace.Get<Review>().OpenAsync(session.Record.Id, Cancellation),
            Cancellation);

        var rest = await AssertTrueAsync(workplace, connection);
        Assert.Equal((0, compared.LeftToDo - 4), (rest.Count(OpenCause.Decided), rest.LeftToDo));
        Assert.False((await workplace.ReportAsync(pilot.Run.Id)).Newest);
        await AssertAsReadAsync(workplace, connection, rest);
    }

    [Fact]
    public async Task RefusedAndHeldValues_AreLeftToDoUntilRetriedOrDecidedAnew()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(4);
        var connection = await workplace.ConnectAsync(Cancellation);
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.EmploymentId, "990002");
        var session = await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var compared = (await FiguresAsync(workplace, connection))!;
        var rival = workplace.World.HireInXledger();
        workplace.World.EditInXledger(rival, SandboxField.EmploymentId, "990002");
        foreach (var person in people.Skip(2))
        {
            workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Husvert");
        }

        var run = await workplace.ApplyAsync(session, Cancellation);

        var left = await AssertTrueAsync(workplace, connection);
        Assert.Equal((1, 2), (left.Count(OpenCause.Refused), left.Count(OpenCause.Held)));
        Assert.All(left.Open.Where(row => row.Cause is OpenCause.Refused or OpenCause.Held), row =>
            Assert.Equal(run.Run.Id, row.RunId));
        Assert.Equal(compared.LeftToDo - 2, left.LeftToDo);

        workplace.World.EditInXledger(rival, SandboxField.EmploymentId, "990003");
        await workplace.RetryAsync(run, Cancellation);
        var retried = await AssertTrueAsync(workplace, connection);
        Assert.Equal((0, 2, left.LeftToDo - 1), (
            retried.Count(OpenCause.Refused), retried.Count(OpenCause.Held), retried.LeftToDo));

        var anew = workplace.Get<DecideAnew>();
        var held = (await workplace.ReportAsync(run.Run.Id)).HeldOpen;
        await anew.DecideAsync(run.Run.Id, [held[0].Id], HeldAnswer.Write,
            await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator, Cancellation);
        await anew.DecideAsync(run.Run.Id, [held[1].Id], HeldAnswer.Leave,
            await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator, Cancellation);
        var shown = (await anew.ReviewAsync(run.Run.Id, Afterwards.NoGuards, Cancellation))!;
        Assert.Equal(new FollowUpSum(1, 0, 0, 0), shown.Sum);
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await anew.MakePlanAsync(run.Run.Id, Afterwards.NoGuards, shown.Shown, Workplace.Administrator,
            Cancellation));
        await workplace.RunAsync(await workplace.StartAsync(plan.Value, Cancellation), Cancellation);

        var decided = await AssertTrueAsync(workplace, connection);
        Assert.Equal((0, 1, retried.LeftToDo - 2), (
            decided.Count(OpenCause.Held), decided.LeftAsDecided, decided.LeftToDo));
        await AssertAsReadAsync(workplace, connection, decided);
    }

    [Fact]
    public async Task Undo_OfAFieldAPersonAndTheRun_SumsAddUpAndTheDifferencesAreOpenAgain()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(6);
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            workplace.World.EditInHuma(person.HumaId, SandboxField.Phone,
                $"+479300{people.ToList().IndexOf(person):0000}");
        }

        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle,
            _ => Title), Cancellation);
        var written = await AssertTrueAsync(workplace, connection);
        var title = run.Changes.First(change => change.Field == Field.JobTitle);
        var other = run.Changes.First(change => change.HumaId != title.HumaId);
        Assert.Equal(new FollowUpSum(12, 0, 0, 0), (await SumAsync(workplace, new UndoScope(run.Run.Id))));

        await workplace.UndoAsync(new UndoScope(run.Run.Id, title.Id));
        await workplace.UndoAsync(new UndoScope(run.Run.Id, other.Id, WholePerson: true));

        var some = await AssertTrueAsync(workplace, connection);
        Assert.Equal((3, written.LeftToDo + 3), (some.Count(OpenCause.Undone), some.LeftToDo));
        Assert.Equal(new FollowUpSum(9, 0, 0, 3), await SumAsync(workplace, new UndoScope(run.Run.Id)));

        // Somebody put one more back by hand, and a new comparison saw it.
        var third = run.Changes.First(change => change.Field == Field.JobTitle && change.HumaId != title.HumaId
            && change.HumaId != other.HumaId);
        workplace.World.EditInXledger(int.Parse(third.XledgerId!.Value.Value,
            System.Globalization.CultureInfo.InvariantCulture), SandboxField.JobTitle, third.From.TextOrNull);
        await workplace.CompareAsync(connection, Cancellation);
        Assert.Equal(new FollowUpSum(8, 0, 0, 4), await SumAsync(workplace, new UndoScope(run.Run.Id)));

        await workplace.UndoAsync(new UndoScope(run.Run.Id));

        var all = await AssertTrueAsync(workplace, connection);
        Assert.Equal(written.LeftToDo + 12, all.LeftToDo);
        await AssertAsReadAsync(workplace, connection, all);
    }

    [Fact]
    public async Task Undo_StoppedByASafetyLimit_SaysSoInTheSumAndListsEveryRow()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(15);
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(person.EmployeeDbId,
                SandboxField.TerminationNotice, null));
        }

        workplace.World.EditInHuma(people[0].HumaId, SandboxField.JobTitle, Title);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(connection, people,
            SandboxField.TerminationNotice, _ => "2031-03-31"), Cancellation);

        var shown = (await workplace.Get<Undo>().ReviewAsync(
            new UndoScope(run.Run.Id), Afterwards.NoGuards, Cancellation))!;

        Assert.Equal(new FollowUpSum(1, 15, 0, 0), shown.Sum);
        Assert.Equal((1, 15, 0), (shown.Plan.Changes.Count, shown.Plan.HeldByGuard.Count, shown.Plan.Blocked.Count));
        Assert.Equal(run.Changes.Count(), shown.Sum.Total);
    }

    [Fact]
    public async Task SafetyLimitNotConfirmed_LeavesItsChangesAsAPartOfTheSum()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(15);
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.Phone,
                "+4793000000"));
            Assert.Equal(EditOutcome.Done, workplace.World.EditInHuma(person.HumaId, SandboxField.JobTitle, Title));
        }

        var session = await workplace.ReviewedAsync(connection, people, SandboxField.Phone, _ => null);
        Assert.Equal(15, session.Preview.HeldByGuard.Count);

        var run = await workplace.ApplyAsync(session, Cancellation);

        var left = await AssertTrueAsync(workplace, connection);
        Assert.Equal(15, left.Count(OpenCause.StoppedByLimit));
        Assert.All(left.Open.Where(row => row.Cause == OpenCause.StoppedByLimit), row =>
            Assert.Equal((Field.Phone, run.Run.Id), (row.Field, row.RunId)));
        await AssertAsReadAsync(workplace, connection, left);
    }

    [Fact]
    public async Task ChangesFromHuma_SettleAndOpenDifferencesWithoutAComparison()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(4);
        var connection = await workplace.SettleAsync(people[3]);
        workplace.World.EditInXledger(people[0].EmployeeDbId, SandboxField.JobTitle, "Husvert");
        workplace.World.EditInXledger(people[1].EmployeeDbId, SandboxField.JobTitle, "Husvert");
        await workplace.CompareAsync(connection, Cancellation);
        var compared = await AssertTrueAsync(workplace, connection);
        await workplace.Get<ConnectionSettings>().SetPolicyAsync(
            connection, Field.Phone, PolicyRule.Ask, Workplace.Administrator, Cancellation);

        // One is written over, one becomes equal by itself, one waits for approval.
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.JobTitle, Title);
        workplace.World.EditInHuma(people[1].HumaId, SandboxField.JobTitle, "Husvert");
        workplace.World.EditInHuma(people[2].HumaId, SandboxField.Phone, "+4793007777");
        await TellAsync(workplace, connection, people);

        var heard = await AssertTrueAsync(workplace, connection);
        Assert.DoesNotContain(heard.Open, row => row.Field == Field.JobTitle
            && (row.Person == Ref(people[0]) || row.Person == Ref(people[1])));
        Assert.Equal(OpenCause.AwaitingApproval, Assert.Single(heard.Open, row => row.Person == Ref(people[2])).Cause);
        Assert.Equal(compared.LeftToDo - 2 + 1, heard.LeftToDo);
        await AssertAsReadAsync(workplace, connection, heard);
    }

    [Fact]
    public async Task FieldThatIsNeverSynchronized_IsNoDifferenceAnywhere()
    {
        await using var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        var connection = await workplace.ConnectAsync(Cancellation);
        workplace.World.EditInHuma(person.HumaId, SandboxField.JobTitle, Title);
        await workplace.CompareAsync(connection, Cancellation);
        var before = (await FiguresAsync(workplace, connection))!;
        Assert.Contains(before.Open, row => row.Field == Field.JobTitle);

        await workplace.Get<ConnectionSettings>().SetPolicyAsync(
            connection, Field.JobTitle, PolicyRule.Ignore, Workplace.Administrator, Cancellation);

        var after = await AssertTrueAsync(workplace, connection);
        Assert.Equal(before.Open.Where(row => row.Field != Field.JobTitle), after.Open);
    }

    [Fact]
    public async Task DriftCheck_IsTheNewestComparison_AndWhatItMissedGoesAwayWithTheNextMessage()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var connection = await workplace.SettleAsync(people[0]);
        workplace.World.EditInHuma(people[1].HumaId, SandboxField.JobTitle, Title);
        var report = await CheckAsync(workplace, connection);
        var drift = workplace.Get<DriftCheck>();

        var found = await AssertTrueAsync(workplace, connection);
        Assert.Equal((ComparisonPurpose.DriftCheck, report.Findings.Differences), (found.Purpose, found.Differences));
        Assert.Equal([new HumaId($"{people[1].HumaId}")], await drift.MissedAsync(report, Cancellation));

        await TellAsync(workplace, connection, [people[1]]);

        Assert.Equal(found.Differences - 1, (await AssertTrueAsync(workplace, connection)).Differences);
        Assert.Empty(await drift.MissedAsync(report, Cancellation));
    }

    [Fact]
    public async Task StoppedRun_WhatWasNotReached_IsLeftToDo()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(8);
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, Title);
        }

        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger, people, Cancellation);
        var run = await workplace.StartAsync(await workplace.PlanAsync(session, Cancellation), Cancellation);
        await workplace.Get<Apply>().StopAsync(run, Workplace.Administrator, Cancellation);
        var report = await workplace.RunAsync(run, Cancellation);
        Assert.Equal(RunState.Stopped, report.Run.State);
        Assert.True(report.NotReached > 0);

        var stopped = await AssertTrueAsync(workplace, connection);
        Assert.Equal(report.NotReached, stopped.Count(OpenCause.NotReached));

        await workplace.RetryAsync(report, Cancellation);
        Assert.Equal(0, (await AssertTrueAsync(workplace, connection)).Count(OpenCause.NotReached));
    }

    private static Task<ConnectionFigures?> FiguresAsync(Workplace workplace, Guid connection) =>
        workplace.Get<OpenDifferences>().ReadAsync(connection, Cancellation);

    private static async Task<FollowUpSum> SumAsync(Workplace workplace, UndoScope scope) => (
        await workplace.Get<Undo>().ReviewAsync(scope, Afterwards.NoGuards, Cancellation))!.Sum;

    /// <summary>The figures add up, and are the same where nothing was kept in memory.</summary>
    private static async Task<ConnectionFigures> AssertTrueAsync(Workplace workplace, Guid connection)
    {
        var figures = (await FiguresAsync(workplace, connection))!;
        Assert.Equal(figures.LeftToDo, figures.Parts.Sum(part => part.Count));
        Assert.Equal(figures.Open.Count, figures.LeftToDo + figures.LeftAsDecided);
        Assert.All(figures.Parts, part => Assert.Equal(part.Count, figures.Open.Count(row => row.Cause == part.Cause)));
        Assert.Equal(figures.Open.Count, figures.People.Sum(person => figures.Of(person.Reference).Count()));
        Assert.Equal(figures.Open.Count, figures.Open.DistinctBy(row => (row.Person, row.Field)).Count());
        Assert.Equal(figures.Differences, figures.ByField.Values.Sum());
        Assert.Equal(
            figures.People.Count,
            figures.Linked + figures.Questions + figures.OnlyInHuma + figures.OnlyInXledger + figures.People.Count(
                person => person is { NeedsAnswer: false, State: MatchState.Certain or MatchState.Probable or MatchState.EarlierRecord }));

        var cold = new OpenDifferences(
            workplace.Get<Microsoft.EntityFrameworkCore.IDbContextFactory<SyncDbContext>>(),
                workplace.Get<ComparisonArchive>(), workplace.Get<DecisionStore>(), workplace.Get<Knowledge>(),
                workplace.Get<TimeProvider>());
        var again = (await cold.ReadAsync(connection, Cancellation))!;
        Assert.Equal(figures.Open, again.Open);
        Assert.Equal(figures.People.Select(person => (person.Reference, person.State)),
            again.People.Select(person => (person.Reference, person.State)));
        return figures;
    }

    /// <summary>Both systems read anew hold the differences that the figures said, and no others.</summary>
    /// <param name="known">Which values can be known without reading; null: all.</param>
    private static async Task AssertAsReadAsync(Workplace workplace, Guid connection, ConnectionFigures figures,
        Func<(PersonRef Person, Field Field), bool>? known = null)
    {
        var session = await workplace.CompareAsync(connection, Cancellation);
        var found = session.Comparison.Differences.Select(
            difference => (Person: PersonRef.Of(difference), difference.Field))
            .Where(row => known is null || known(row));
        Assert.Equal(
            found.Select(row => $"{row.Person} {row.Field}").Order(StringComparer.Ordinal),
            figures.Open.Where(row => row.Field is not null).Select(row => $"{row.Person} {row.Field}")
                .Order(StringComparer.Ordinal));
    }

    private static async Task TellAsync(Workplace workplace, Guid connection, IReadOnlyList<Someone> people)
    {
        await workplace.Get<NoticeBoard>().PutAsync(
            connection, [.. people.Select(person => new HumaId($"{person.HumaId}"))], NoticeSource.Webhook,
                NoticeKind.Updated, null, Cancellation);
        while (await workplace.Get<Propagate>().WorkOffAsync(
            connection, new Unwatched<RunProgress>(), Cancellation) is { Fault: null, People: > 0 })
        {
        }
    }

    private static async Task<DriftReport> CheckAsync(Workplace workplace, Guid connection)
    {
        var drift = workplace.Get<DriftCheck>();
        var check = Assert.IsType<Answer<Guid>.Done>(
            await drift.StartAsync(connection, Workplace.Administrator, Cancellation)).Value;
        await workplace.Get<Compare>().RunAsync(check, new Unwatched<CompareProgress>(), Cancellation);
        await drift.ConcludeAsync(check, Cancellation);
        return (await drift.LastAsync(connection, Cancellation))!;
    }

    private static PersonRef Ref(Someone person) => new(Side.Huma, $"{person.HumaId}");
}
