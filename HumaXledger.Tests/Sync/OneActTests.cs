using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>What is shown is what is written, once per intention: two pages, two administrators and every click that comes twice.</summary>
public sealed class OneActTests(PostgresServer postgres)
{
    private const string Title = "Fagansvarlig";
    private const int AtOnce = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<StorageProvider> Stores => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Synchronize_TheSameShownByManyAtOnceAndLater_IsOnePlanAndOneRun(StorageProvider provider)
    {
        await using var workplace = await OpenAsync(provider);
        var people = workplace.Ordinary(2);
        var shown = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        // Another administrator's page, opened before.
        var other = await workplace.Get<Review>().OpenAsync(shown.Record.Id, Cancellation);

        var runs = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => PressAsync(workplace, shown))));
        await workplace.RunAsync(runs[0], Cancellation);
        var late = await PressAsync(workplace, other);

        Assert.Equal(late, Assert.Single(runs.Distinct()));
        await AssertOneAsync(workplace, plans: 1, runs: 1, ActivityCodes.PlanMade, ActivityCodes.RunStarted);
        Assert.All(people, person => Assert.Equal(Title, workplace.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Synchronize_DecidedOtherwiseOnAnotherPage_IsRefusedWithWhatChangedAndWritesWhatIsShownThen()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var before = people.Select(person => workplace.InXledger(person, SandboxField.JobTitle)).ToList();
        var shown = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        var review = workplace.Get<Review>();
        await workplace.ChooseAsync(await review.OpenAsync(shown.Record.Id, Cancellation), FieldChoice.UseXledger, people.Take(1), Cancellation);

        for (var click = 0; click < 2; click++)
        {
            var refused = Assert.IsType<Answer<Guid>.Refused>(await review.MakePlanAsync(shown.Record.Id, shown.Shown, Workplace.Administrator, Cancellation));
            Assert.Equal(ReviewReasons.PlanStale, refused.Reason.Code);
        }

        await AssertOneAsync(workplace, plans: 0, runs: 0);
        var now = await review.OpenAsync(shown.Record.Id, Cancellation);
        var write = Assert.Single(PlanDifference.Between(shown.Preview, now.Preview).Writes);
        Assert.Equal((PlanDeviationKind.TurnedRound, Side.Xledger, Side.Huma, $"{people[0].HumaId}"), (write.Kind, write.Shown!.Target, write.Now!.Target, write.Now.Huma!.Value.Value));

        var run = await workplace.RunAsync(await PressAsync(workplace, now), Cancellation);

        Assert.Equal(now.Preview.Changes.Count, run.Count(ChangeState.Confirmed));
        Assert.Equal((before[0], before[0]), (workplace.InHuma(people[0], SandboxField.JobTitle), workplace.InXledger(people[0], SandboxField.JobTitle)));
        Assert.Equal((Title, Title), (workplace.InHuma(people[1], SandboxField.JobTitle), workplace.InXledger(people[1], SandboxField.JobTitle)));
        await AssertOneAsync(workplace, plans: 1, runs: 1);
    }

    [Fact]
    public async Task Synchronize_StoredPlanThatCouldNotStart_IsNotCarriedOutAfterAnotherDecision()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(1);
        var shown = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        // Stored, and its run refused for a reason of the moment.
        await workplace.PlanAsync(shown, Cancellation);
        await workplace.ChooseAsync(await workplace.Get<Review>().OpenAsync(shown.Record.Id, Cancellation), FieldChoice.UseXledger, people, Cancellation);

        var answer = await workplace.Get<Review>().MakePlanAsync(shown.Record.Id, shown.Shown, Workplace.Administrator, Cancellation);

        Assert.IsType<Answer<Guid>.Refused>(answer);
    }

    [Fact]
    public async Task Synchronize_ShownAnewAfterARunThatReachedNothing_IsANewIntention()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(1);
        var shown = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        var brokenOff = await PressAsync(workplace, shown);
        await workplace.Get<Apply>().BreakOffAsync(brokenOff, new Progress<RunProgress>());
        Assert.Equal(brokenOff, await PressAsync(workplace, shown));

        var anew = await workplace.ApplyAsync(await workplace.Get<Review>().OpenAsync(shown.Record.Id, Cancellation), Cancellation);

        Assert.Equal((2, RunState.Completed, Title), (anew.Run.Number, anew.Run.State, workplace.InXledger(people[0], SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Pilot_PressedTwice_IsOnePlanAndOneRun()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var shown = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        PersonRef[] chosen = [new(Side.Huma, $"{people[0].HumaId}")];
        var plan = shown.ShownPilot(shown.Pilot(chosen).Plan);
        Task<Answer<Guid>> MakeAsync() => workplace.Get<Review>().MakePilotPlanAsync(shown.Record.Id, chosen, plan, Workplace.Administrator, Cancellation);

        await TwiceAsync(workplace, MakeAsync);

        await AssertOneAsync(workplace, plans: 1, runs: 1, ActivityCodes.PilotPlanned, ActivityCodes.RunStarted);
        Assert.NotEqual(Title, workplace.InXledger(people[1], SandboxField.JobTitle));
    }

    [Fact]
    public async Task Press_OvertakenByAnotherAfterItLooked_AnswersWithThatPlan()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(1);
        var shown = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        var review = workplace.Get<Review>();
        var taken = Guid.Empty;

        var answer = await workplace.Get<PlanStore>().OnceAsync(
            shown.Record.Id,
            shown.Shown,
            async () =>
            {
                var other = await review.MakePlanAsync(shown.Record.Id, shown.Shown, Workplace.Administrator, Cancellation);
                taken = Assert.IsType<Answer<Guid>.Done>(other).Value;
                await workplace.StartAsync(taken, Cancellation);
                return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
            },
            Cancellation);

        Assert.Equal(taken, Assert.IsType<Answer<Guid>.Done>(answer).Value);
    }

    [Fact]
    public async Task Undo_PressedTwice_IsOnePlanAndOneRun()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(1);
        var before = workplace.InXledger(people[0], SandboxField.JobTitle);
        var run = await workplace.ApplyAsync(await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title), Cancellation);
        var undo = workplace.Get<Undo>();
        var scope = new UndoScope(run.Run.Id);
        var shown = (await undo.ReviewAsync(scope, Afterwards.NoGuards, Cancellation))!;

        await TwiceAsync(workplace, () => undo.MakePlanAsync(scope, Afterwards.NoGuards, shown.Shown, Workplace.Administrator, Cancellation));

        await AssertOneAsync(workplace, plans: 2, runs: 2, ActivityCodes.UndoPlanned);
        Assert.Equal(before, workplace.InXledger(people[0], SandboxField.JobTitle));
    }

    [Fact]
    public async Task Retry_PressedTwice_IsOnePlanAndOneRun()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(1);
        var connection = await workplace.ConnectAsync(Cancellation);
        var session = await workplace.ReviewedAsync(connection, people, SandboxField.EmploymentId, _ => "990002");
        var rival = workplace.World.HireInXledger();
        workplace.World.EditInXledger(rival, SandboxField.EmploymentId, "990002");
        var run = await workplace.ApplyAsync(session, Cancellation);
        Assert.True(run.CanRetry);
        workplace.World.EditInXledger(rival, SandboxField.EmploymentId, "990003");
        var shown = run.Shown(PlanOrigin.Retried);

        await TwiceAsync(workplace, () => workplace.Get<Retry>().MakePlanAsync(run.Run.Id, shown, Workplace.Administrator, Cancellation));

        await AssertOneAsync(workplace, plans: 2, runs: 2, ActivityCodes.RunRetried);
        Assert.Equal("990002", workplace.InXledger(people[0], SandboxField.EmploymentId));
    }

    [Fact]
    public async Task Held_AnsweredOtherwiseOnAnotherPage_IsNotWrittenOverAndCarriedOutOnce()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var session = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        foreach (var person in people)
        {
            workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Husvert");
        }

        var run = await workplace.ApplyAsync(session, Cancellation);
        var anew = workplace.Get<DecideAnew>();
        var shown = await anew.LoadAsync(run.Run.Id, Cancellation);
        var ids = run.HeldOpen.Select(change => change.Id).ToList();
        Assert.Null(await anew.DecideAsync(run.Run.Id, [ids[0]], HeldAnswer.Leave, shown, Workplace.Administrator, Cancellation));

        var overtaken = await anew.DecideAsync(run.Run.Id, ids, HeldAnswer.Write, shown, Workplace.Administrator, Cancellation);

        Assert.Equal(new Reason(ReviewReasons.HeldOvertaken, "1"), overtaken);
        Assert.Equal([(ids[0], HeldAnswer.Leave)], (await anew.LoadAsync(run.Run.Id, Cancellation)).Select(answer => (answer.Key, answer.Value.Answer)));
        Assert.Null(await anew.DecideAsync(run.Run.Id, ids, HeldAnswer.Write, await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator, Cancellation));
        var plan = (await anew.ReviewAsync(run.Run.Id, Afterwards.NoGuards, Cancellation))!.Shown;
        await TwiceAsync(workplace, () => anew.MakePlanAsync(run.Run.Id, Afterwards.NoGuards, plan, Workplace.Administrator, Cancellation));
        await AssertOneAsync(workplace, plans: 2, runs: 2, ActivityCodes.HeldPlanned, ActivityCodes.HeldLeft, ActivityCodes.HeldToBeWritten);
        Assert.All(people, person => Assert.Equal(Title, workplace.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Bulk_DecidedOtherwiseOnAnotherPage_StoresNothingAndSaysWhat()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(3);
        var shown = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        var review = workplace.Get<Review>();
        var differences = shown.Comparison.Differences.Where(difference => people.Any(person => $"{person.HumaId}" == difference.Pair.Huma.Id)).ToList();
        await workplace.ChooseAsync(await review.OpenAsync(shown.Record.Id, Cancellation), FieldChoice.UseXledger, people.Take(1), Cancellation);
        var told = await CountAsync(workplace, ActivityCodes.DifferencesDecided);

        var (session, changed) = await review.DecideAsync(shown, differences, FieldChoice.Skip, Workplace.Administrator, Cancellation);

        var overtaken = Assert.Single(session.Overtaken);
        Assert.Equal((0, FieldChoice.UseHuma, FieldChoice.UseXledger), (changed, overtaken.Shown!.Choice, overtaken.Now!.Choice));
        Assert.Equal(Decision.SubjectOf(new DifferenceKey(new HumaId($"{people[0].HumaId}"), Field.JobTitle)), overtaken.Subject);
        Assert.Equal([FieldChoice.UseXledger, FieldChoice.UseHuma, FieldChoice.UseHuma], people.Select(person => session.ChoiceOf(Of(session, person))));
        Assert.Equal(told, await CountAsync(workplace, ActivityCodes.DifferencesDecided));

        // On what is shown now it is done, and the same once more changes and tells nothing.
        (session, changed) = await review.DecideAsync(session, differences, FieldChoice.Skip, Workplace.Administrator, Cancellation);
        (session, _) = await review.DecideAsync(session, differences, FieldChoice.Skip, Workplace.Administrator, Cancellation);
        Assert.Equal((differences.Count, 0, told + 1), (changed, session.Overtaken.Count, await CountAsync(workplace, ActivityCodes.DifferencesDecided)));
    }

    [Fact]
    public async Task Bulk_DecidedTheSameOnAnotherPage_IsNoConflict()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var session = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        await workplace.ChooseAsync(session, FieldChoice.UseXledger, people.Take(1), Cancellation);

        var mine = await workplace.ChooseAsync(session, FieldChoice.UseXledger, people, Cancellation);

        Assert.Empty(mine.Overtaken);
        Assert.All(people, person => Assert.Equal(FieldChoice.UseXledger, mine.ChoiceOf(Of(mine, person))));
    }

    [Fact]
    public async Task Match_AnsweredOtherwiseOnAnotherPage_IsNotWrittenOver()
    {
        await using var workplace = await Workplace.OpenAsync();
        var shown = await workplace.CompareAsync(await workplace.ConnectAsync(Cancellation), Cancellation);
        var pair = shown.Comparison.Matches.Pairs.First(pair => pair.State == MatchState.Probable);
        var review = workplace.Get<Review>();
        var (user, employee) = (new HumaId(pair.Huma.Id), new XledgerId(pair.Xledger.Id));
        await review.DecideMatchesAsync(shown, [new MatchDecision(user, null)], Workplace.Administrator, Cancellation);

        var mine = await review.DecideMatchesAsync(shown, [new MatchDecision(user, employee)], Workplace.Administrator, Cancellation);

        Assert.Equal([(DecisionKind.Match, user.Value, null, new DecidedValue(null, null))], mine.Overtaken.Select(one => (one.Kind, one.Subject, one.Shown, one.Now)));
        Assert.Equal(new MatchDecision(user, null), Assert.Single(mine.Decisions.Matches));
        var anew = await review.DecideMatchesAsync(mine, [new MatchDecision(user, employee)], Workplace.Administrator, Cancellation);
        Assert.Equal((0, employee), (anew.Overtaken.Count, Assert.Single(anew.Decisions.Matches).Xledger));
    }

    [Fact]
    public async Task Additions_TakenBackOnAnotherPage_StayTakenBack()
    {
        await using var workplace = await Workplace.OpenAsync();
        var hired = Enumerable.Range(0, 3).Select(_ => new HumaId($"{workplace.World.HireInHuma()}")).ToList();
        var review = workplace.Get<Review>();
        var session = await workplace.CompareAsync(await workplace.ConnectAsync(Cancellation), Cancellation);
        var shown = await review.ChooseAdditionsAsync(session, [], hired[..2], Workplace.Administrator, Cancellation);
        await review.ChooseAdditionsAsync(await review.OpenAsync(shown.Record.Id, Cancellation), [], hired[1..2], Workplace.Administrator, Cancellation);

        var mine = await review.ChooseAdditionsAsync(shown, [], hired, Workplace.Administrator, Cancellation);

        Assert.Equal(hired[1..].ToHashSet(), mine.Decisions.AddToXledger);
    }

    [Fact]
    public async Task Disconnect_PressedTwiceAndPauseByTwo_AreRecordedOnce()
    {
        await using var workplace = await Workplace.OpenAsync();
        var connection = await workplace.ConnectAsync(Cancellation);
        var standing = workplace.Get<Standing>();

        await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => standing.PauseAsync(connection, Workplace.Administrator, Cancellation))));
        var ends = await Task.WhenAll(Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => standing.DisconnectAsync(connection, Workplace.NorwegianCompany, Workplace.Administrator, Cancellation))));

        Assert.All(ends, Assert.Null);
        await AssertOneAsync(workplace, plans: 0, runs: 0, ActivityCodes.ConnectionPaused, ActivityCodes.ConnectionDisconnected);
    }

    private async Task<Workplace> OpenAsync(StorageProvider provider) => provider == StorageProvider.Sqlite
        ? await Workplace.OpenAsync()
        : await Workplace.OpenAsync(settings: [("Storage:Provider", "PostgreSql"), ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync())]);

    private static Difference Of(ReviewSession session, Someone person) => session.Comparison.Differences.Single(difference => difference.Pair.Huma.Id == $"{person.HumaId}" && difference.Field == Field.JobTitle);

    // "Synchronize users": the plan that was shown, and its run.
    private static async Task<Guid> PressAsync(Workplace workplace, ReviewSession shown)
    {
        var plan = Assert.IsType<Answer<Guid>.Done>(await workplace.Get<Review>().MakePlanAsync(shown.Record.Id, shown.Shown, Workplace.Administrator, Cancellation));
        return await workplace.StartAsync(plan.Value, Cancellation);
    }

    // At once, and once more when the run has ended.
    private static async Task TwiceAsync(Workplace workplace, Func<Task<Answer<Guid>>> makeAsync)
    {
        async Task<Guid> PressAsync() => await workplace.StartAsync(Assert.IsType<Answer<Guid>.Done>(await makeAsync()).Value, Cancellation);
        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(PressAsync)));
        await workplace.RunAsync(runs[0], Cancellation);

        Assert.Equal([runs[0], runs[0]], [runs[1], await PressAsync()]);
    }

    private static async Task AssertOneAsync(Workplace workplace, int plans, int runs, params string[] told)
    {
        await using var store = workplace.Store();
        Assert.Equal((plans, runs), (await store.Plans.CountAsync(Cancellation), await store.Runs.CountAsync(Cancellation)));
        foreach (var code in told)
        {
            var expected = code == ActivityCodes.RunStarted ? runs : 1;
            Assert.True(expected == await CountAsync(workplace, code), $"{code}: {await CountAsync(workplace, code)}");
        }
    }

    private static async Task<int> CountAsync(Workplace workplace, string code)
    {
        await using var store = workplace.Store();
        return await store.Activity.CountAsync(act => act.What == code, Cancellation);
    }
}
