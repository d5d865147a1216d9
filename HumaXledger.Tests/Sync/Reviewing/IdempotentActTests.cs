using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Reviewing;

/// <summary>
/// What is shown is what is written, once per intention: two pages, two administrators and repeated clicks.
/// </summary>
public sealed class IdempotentActTests(PostgresServer postgres)
{
    private const string Title = "Fagansvarlig";
    private const int AtOnce = 6;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<StorageProvider> Stores => [StorageProvider.Sqlite, StorageProvider.PostgreSql];

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Synchronize_SameShownPlanManyTimes_IsOnePlanAndOneRun(StorageProvider provider)
    {
        await using var fixture = await OpenAsync(provider);
        var people = fixture.Ordinary(2);
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        // Another administrator's page, opened before.
        var other = await fixture.Get<Review>().OpenAsync(shown.Record.Id, Actor.System, Cancellation);

        var runs = await Task.WhenAll(
            Enumerable.Range(0, AtOnce).Select(_ => Task.Run(() => PressAsync(fixture, shown)))
        );
        await fixture.RunAsync(runs[0], Cancellation);
        var late = await PressAsync(fixture, other);

        Assert.Equal(late, Assert.Single(runs.Distinct()));
        await AssertOneAsync(fixture, plans: 1, runs: 1, ActivityCodes.PlanMade, ActivityCodes.RunStarted);
        Assert.All(people, person => Assert.Equal(Title, fixture.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Synchronize_DecidedDifferentlyOnAnotherPage_IsRefusedWithTheChangesAndThenWritesTheNewPlan()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var before = people.Select(person => fixture.InXledger(person, SandboxField.JobTitle)).ToList();
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        var review = fixture.Get<Review>();
        await fixture.ChooseAsync(
            await review.OpenAsync(shown.Record.Id, Actor.System, Cancellation),
            FieldChoice.UseXledger,
            people.Take(1),
            Cancellation
        );

        for (var click = 0; click < 2; click++)
        {
            var refused = Assert.IsType<Answer<Guid>.Refused>(
                await fixture
                    .Get<ReviewPlans>()
                    .MakePlanAsync(shown.Record.Id, shown.Shown, SyncFixture.Administrator, Cancellation)
            );
            Assert.Equal(ReviewReasons.PlanStale, refused.Reason.Code);
        }

        await AssertOneAsync(fixture, plans: 0, runs: 0);
        var now = await review.OpenAsync(shown.Record.Id, Actor.System, Cancellation);
        var write = Assert.Single(PlanDifference.Between(shown.Preview, now.Preview).Writes);
        Assert.Equal(
            (PlanDeviationKind.TurnedRound, Side.Xledger, Side.Huma, $"{people[0].HumaId}"),
            (write.Kind, write.Shown!.Target, write.Now!.Target, write.Now.Huma!.Value.Value)
        );

        var run = await fixture.RunAsync(await PressAsync(fixture, now), Cancellation);

        Assert.Equal(now.Preview.Changes.Count, run.Count(ChangeState.Confirmed));
        Assert.Equal(
            (before[0], before[0]),
            (fixture.InHuma(people[0], SandboxField.JobTitle), fixture.InXledger(people[0], SandboxField.JobTitle))
        );
        Assert.Equal(
            (Title, Title),
            (fixture.InHuma(people[1], SandboxField.JobTitle), fixture.InXledger(people[1], SandboxField.JobTitle))
        );
        await AssertOneAsync(fixture, plans: 1, runs: 1);
    }

    [Fact]
    public async Task Synchronize_StoredPlanThatCouldNotStart_IsNotExecutedAfterAnotherDecision()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        // Stored, and its run refused for a temporary reason.
        await fixture.PlanAsync(shown, Cancellation);
        await fixture.ChooseAsync(
            await fixture.Get<Review>().OpenAsync(shown.Record.Id, Actor.System, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );

        var answer = await fixture
            .Get<ReviewPlans>()
            .MakePlanAsync(shown.Record.Id, shown.Shown, SyncFixture.Administrator, Cancellation);

        Assert.IsType<Answer<Guid>.Refused>(answer);
    }

    [Fact]
    public async Task Synchronize_ShownAgainAfterARunWithoutWrites_IsANewIntention()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        var brokenOff = await PressAsync(fixture, shown);
        await fixture.Get<RunExecutor>().BreakOffAsync(brokenOff, new Progress<RunProgress>());
        Assert.Equal(brokenOff, await PressAsync(fixture, shown));

        var redecide = await fixture.ApplyAsync(
            await fixture.Get<Review>().OpenAsync(shown.Record.Id, Actor.System, Cancellation),
            Cancellation
        );

        Assert.Equal(
            (2, RunState.Completed, Title),
            (redecide.Run.Number, redecide.Run.State, fixture.InXledger(people[0], SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Pilot_ClickedTwice_IsOnePlanAndOneRun()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        PersonRef[] chosen = [new(Side.Huma, $"{people[0].HumaId}")];
        var plan = shown.ShownPilot(shown.Pilot(chosen).Plan);
        Task<Answer<Guid>> MakeAsync() =>
            fixture
                .Get<ReviewPlans>()
                .MakePilotPlanAsync(shown.Record.Id, chosen, plan, SyncFixture.Administrator, Cancellation);

        await TwiceAsync(fixture, MakeAsync);

        await AssertOneAsync(fixture, plans: 1, runs: 1, ActivityCodes.PilotPlanned, ActivityCodes.RunStarted);
        Assert.NotEqual(Title, fixture.InXledger(people[1], SandboxField.JobTitle));
    }

    [Fact]
    public async Task Click_OvertakenAfterItsCheck_AnswersWithTheOtherPlan()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var shown = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        var taken = Guid.Empty;

        var answer = await fixture
            .Get<PlanStore>()
            .OnceAsync(
                shown.Record.Id,
                shown.Shown,
                async () =>
                {
                    var other = await fixture
                        .Get<ReviewPlans>()
                        .MakePlanAsync(shown.Record.Id, shown.Shown, SyncFixture.Administrator, Cancellation);
                    taken = Assert.IsType<Answer<Guid>.Done>(other).Value;
                    await fixture.StartAsync(taken, Cancellation);
                    return new Answer<Guid>.Refused(new Reason(ReviewReasons.PlanStale));
                },
                Cancellation
            );

        Assert.Equal(taken, Assert.IsType<Answer<Guid>.Done>(answer).Value);
    }

    [Fact]
    public async Task Undo_ClickedTwice_IsOnePlanAndOneRun()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var before = fixture.InXledger(people[0], SandboxField.JobTitle);
        var run = await fixture.ApplyAsync(
            await fixture.ReviewedAsync(await fixture.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ =>
                Title
            ),
            Cancellation
        );
        var undo = fixture.Get<Undo>();
        var scope = new UndoScope(run.Run.Id);
        var shown = (await undo.ReviewAsync(scope, FollowUpSteps.NoGuards, Actor.System, Cancellation))!;

        await TwiceAsync(fixture, () =>
            undo.MakePlanAsync(scope, FollowUpSteps.NoGuards, shown.Shown, SyncFixture.Administrator, Cancellation)
        );

        await AssertOneAsync(fixture, plans: 2, runs: 2, ActivityCodes.UndoPlanned);
        Assert.Equal(before, fixture.InXledger(people[0], SandboxField.JobTitle));
    }

    [Fact]
    public async Task Retry_ClickedTwice_IsOnePlanAndOneRun()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.EmploymentId, _ => "990002");
        var rival = fixture.World.HireInXledger();
        fixture.World.EditInXledger(rival, SandboxField.EmploymentId, "990002");
        var run = await fixture.ApplyAsync(session, Cancellation);
        Assert.True(run.CanRetry);
        fixture.World.EditInXledger(rival, SandboxField.EmploymentId, "990003");
        var shown = run.Shown(PlanOrigin.Retried);

        await TwiceAsync(fixture, () =>
            fixture.Get<Retry>().MakePlanAsync(run.Run.Id, shown, SyncFixture.Administrator, Cancellation)
        );

        await AssertOneAsync(fixture, plans: 2, runs: 2, ActivityCodes.RunRetried);
        Assert.Equal("990002", fixture.InXledger(people[0], SandboxField.EmploymentId));
    }

    [Fact]
    public async Task Held_AnsweredDifferentlyOnAnotherPage_IsNotOverwrittenAndExecutedOnce()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var session = await fixture.ReviewedAsync(
            await fixture.ConnectAsync(Cancellation),
            people,
            SandboxField.JobTitle,
            _ => Title
        );
        foreach (var person in people)
        {
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Husvert");
        }

        var run = await fixture.ApplyAsync(session, Cancellation);
        var redecide = fixture.Get<RedecideHeldValues>();
        var shown = await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation);
        var ids = run.HeldOpen.Select(change => change.Id).ToList();
        Assert.Null(
            await redecide.DecideAsync(
                run.Run.Id,
                [ids[0]],
                HeldAnswer.Leave,
                shown,
                SyncFixture.Administrator,
                Cancellation
            )
        );

        var overtaken = await redecide.DecideAsync(
            run.Run.Id,
            ids,
            HeldAnswer.Write,
            shown,
            SyncFixture.Administrator,
            Cancellation
        );

        Assert.Equal(new Reason(ReviewReasons.HeldOvertaken, "1"), overtaken);
        Assert.Equal(
            [(ids[0], HeldAnswer.Leave)],
            (await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation)).Select(answer =>
                (answer.Key, answer.Value.Answer)
            )
        );
        Assert.Null(
            await redecide.DecideAsync(
                run.Run.Id,
                ids,
                HeldAnswer.Write,
                await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
                SyncFixture.Administrator,
                Cancellation
            )
        );
        var plan = (await redecide.ReviewAsync(run.Run.Id, FollowUpSteps.NoGuards, Actor.System, Cancellation))!.Shown;
        await TwiceAsync(fixture, () =>
            redecide.MakePlanAsync(run.Run.Id, FollowUpSteps.NoGuards, plan, SyncFixture.Administrator, Cancellation)
        );
        await AssertOneAsync(
            fixture,
            plans: 2,
            runs: 2,
            ActivityCodes.HeldPlanned,
            ActivityCodes.HeldLeft,
            ActivityCodes.HeldToBeWritten
        );
        Assert.All(people, person => Assert.Equal(Title, fixture.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Disconnect_ClickedTwiceAndPauseByTwo_AreLoggedOnce()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var standing = fixture.Get<ConnectionLifecycle>();

        await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ => Task.Run(() => standing.PauseAsync(connection, SyncFixture.Administrator, Cancellation)))
        );
        var ends = await Task.WhenAll(
            Enumerable
                .Range(0, AtOnce)
                .Select(_ =>
                    Task.Run(() =>
                        standing.DisconnectAsync(
                            connection,
                            SyncFixture.NorwegianCompany,
                            SyncFixture.Administrator,
                            Cancellation
                        )
                    )
                )
        );

        Assert.All(ends, Assert.Null);
        await AssertOneAsync(
            fixture,
            plans: 0,
            runs: 0,
            ActivityCodes.ConnectionPaused,
            ActivityCodes.ConnectionDisconnected
        );
    }

    private async Task<SyncFixture> OpenAsync(StorageProvider provider) =>
        provider == StorageProvider.Sqlite
            ? await SyncFixture.OpenAsync()
            : await SyncFixture.OpenAsync(
                settings:
                [
                    ("Storage:Provider", "PostgreSql"),
                    ("ConnectionStrings:HumaXledger", await postgres.NewDatabaseAsync()),
                ]
            );

    // "Synchronize users": the shown plan and its run.
    private static async Task<Guid> PressAsync(SyncFixture fixture, ReviewSession shown)
    {
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await fixture
                .Get<ReviewPlans>()
                .MakePlanAsync(shown.Record.Id, shown.Shown, SyncFixture.Administrator, Cancellation)
        );
        return await fixture.StartAsync(plan.Value, Cancellation);
    }

    // At once, and again after the run.
    private static async Task TwiceAsync(SyncFixture fixture, Func<Task<Answer<Guid>>> makeAsync)
    {
        async Task<Guid> PressAsync() =>
            await fixture.StartAsync(Assert.IsType<Answer<Guid>.Done>(await makeAsync()).Value, Cancellation);
        var runs = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(PressAsync)));
        await fixture.RunAsync(runs[0], Cancellation);

        Assert.Equal([runs[0], runs[0]], [runs[1], await PressAsync()]);
    }

    private static async Task AssertOneAsync(SyncFixture fixture, int plans, int runs, params string[] reported)
    {
        await using var store = fixture.Store();
        Assert.Equal(
            (plans, runs),
            (await store.Plans.CountAsync(Cancellation), await store.Runs.CountAsync(Cancellation))
        );
        foreach (var code in reported)
        {
            var expected = code == ActivityCodes.RunStarted ? runs : 1;
            Assert.True(expected == await CountAsync(fixture, code), $"{code}: {await CountAsync(fixture, code)}");
        }
    }

    internal static async Task<int> CountAsync(SyncFixture fixture, string code)
    {
        await using var store = fixture.Store();
        return await store.Activity.CountAsync(act => act.What == code, Cancellation);
    }
}
