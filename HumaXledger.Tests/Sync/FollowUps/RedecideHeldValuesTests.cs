using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sync.FollowUps;

/// <summary>
/// After an incomplete run: held values are decided again, the rest is continued, failed changes are retried.
/// </summary>
public sealed class RedecideHeldValuesTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Held_OneApprovedAndOneSkipped_IsExecutedAndRecordsWhoDecided()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var run = await WithHeldAsync(fixture, people);
        var redecide = fixture.Get<RedecideHeldValues>();
        Assert.Equal(people.Count, run.HeldOpen.Count);
        var write = run.HeldOpen.Single(change => change.HumaId!.Value.Value == $"{people[0].HumaId}");
        var leave = run.HeldOpen.Single(change => change != write);

        await redecide.DecideAsync(
            run.Run.Id,
            [write.Id, leave.Id],
            HeldAnswer.Write,
            await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
            SyncFixture.Administrator,
            Cancellation
        );
        await redecide.DecideAsync(
            run.Run.Id,
            [leave.Id],
            HeldAnswer.Leave,
            await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
            SyncFixture.Administrator with
            {
                Name = "Ola",
            },
            Cancellation
        );

        var answers = await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation);
        Assert.Equal(
            (HeldAnswer.Write, SyncFixture.AdministratorName),
            (answers[write.Id].Answer, answers[write.Id].By)
        );
        Assert.Equal((HeldAnswer.Leave, "Ola"), (answers[leave.Id].Answer, answers[leave.Id].By));
        var shown = (await redecide.ReviewAsync(run.Run.Id, FollowUpSteps.NoGuards, Actor.System, Cancellation))!;
        var planned = Assert.Single(shown.Plan.Changes);
        Assert.Equal(("Husvert", Title, write.Id), (planned.From.TextOrNull, planned.To.TextOrNull, planned.Earlier));

        var after = await CarryOutAsync(fixture, run.Run.Id, shown);
        Assert.Equal((1, PlanOrigin.DecidedAnew), (after.Count(ChangeState.Confirmed), after.Plan.Origin));
        Assert.Equal(
            (Title, "Husvert"),
            (fixture.InXledger(people[0], SandboxField.JobTitle), fixture.InXledger(people[1], SandboxField.JobTitle))
        );
        Assert.Equal(leave.Id, Assert.Single((await fixture.ReportAsync(run.Run.Id)).HeldOpen).Id);
    }

    [Fact]
    public async Task Held_ChangedAgain_IsHeldAgain()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(1);
        var run = await WithHeldAsync(fixture, people);
        var redecide = fixture.Get<RedecideHeldValues>();
        await redecide.DecideAsync(
            run.Run.Id,
            [.. run.HeldOpen.Select(change => change.Id)],
            HeldAnswer.Write,
            await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
            SyncFixture.Administrator,
            Cancellation
        );
        var shown = (await redecide.ReviewAsync(run.Run.Id, FollowUpSteps.NoGuards, Actor.System, Cancellation))!;
        fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.JobTitle, "Konsulent");

        var after = await CarryOutAsync(fixture, run.Run.Id, shown);

        Assert.Equal("Konsulent", Assert.Single(after.HeldOpen).After!.TextOrNull);
        Assert.Equal("Konsulent", fixture.InXledger(people[0], SandboxField.JobTitle));
    }

    [Fact]
    public async Task Held_NothingAnswered_HasNothingToExecute()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var run = await WithHeldAsync(fixture, fixture.Ordinary(1));
        var redecide = fixture.Get<RedecideHeldValues>();
        await redecide.DecideAsync(
            run.Run.Id,
            [.. run.HeldOpen.Select(change => change.Id)],
            HeldAnswer.Write,
            await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
            SyncFixture.Administrator,
            Cancellation
        );
        await redecide.DecideAsync(
            run.Run.Id,
            [.. run.HeldOpen.Select(change => change.Id)],
            null,
            await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation),
            SyncFixture.Administrator,
            Cancellation
        );

        Assert.Empty(await redecide.LoadAsync(run.Run.Id, Actor.System, Cancellation));
        Assert.Equal(
            FollowUpReasons.NothingDecidedAnew,
            (await redecide.ReviewAsync(run.Run.Id, FollowUpSteps.NoGuards, Actor.System, Cancellation))!.Refusal!.Code
        );
    }

    [Fact]
    public async Task Failed_Retried_AreOfferedOnTheNewRunOnly()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var people = fixture.Ordinary(2);
        var connection = await fixture.ConnectAsync(Cancellation);
        fixture.World.EditInHuma(people[0].HumaId, SandboxField.EmploymentId, "990002");
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var rival = fixture.World.HireInXledger();
        fixture.World.EditInXledger(rival, SandboxField.EmploymentId, "990002");
        var run = await fixture.ApplyAsync(session, Cancellation);
        Assert.Equal((1, true, false), (run.Count(ChangeState.Refused), run.CanRetry, run.CanContinue));
        Assert.IsType<Answer<Guid>.Refused>(
            await fixture
                .Get<Retry>()
                .MakePlanAsync(run.Run.Id, run.Shown(PlanOrigin.Continued), SyncFixture.Administrator, Cancellation)
        );
        fixture.World.EditInXledger(rival, SandboxField.EmploymentId, "990003");

        var again = await fixture.RetryAsync(run, Cancellation);

        Assert.Equal(
            (1, PlanOrigin.Retried, run.Run.Id),
            (again.Count(ChangeState.Confirmed), again.Plan.Origin, again.Earlier!.Id)
        );
        var read = await fixture.ReportAsync(run.Run.Id);
        Assert.False(read.CanRetry);
        Assert.IsType<Answer<Guid>.Refused>(
            await fixture
                .Get<Retry>()
                .MakePlanAsync(run.Run.Id, read.Shown(PlanOrigin.Retried), SyncFixture.Administrator, Cancellation)
        );
    }

    [Fact]
    public async Task Failed_Permanently_IsNotOfferedForRetry()
    {
        await using var fixture = await SyncFixture.OpenAsync(sandbox =>
            (sandbox.Switches.Xledger.NullInput, sandbox.Switches.Xledger.EmptyString) = (
                NullInput.Ignored,
                EmptyString.Ignored
            )
        );
        var people = fixture.Ordinary(1);
        var connection = await fixture.ConnectAsync(Cancellation);
        Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(people[0].HumaId, SandboxField.Phone, null));
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );

        var run = await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        var refused = Assert.Single(run.Changes, change => change.Field == Field.Phone);
        Assert.Equal(
            (ChangeState.Refused, XledgerReasons.NotCleared, true),
            (refused.State, refused.Reason?.Code, refused.Final)
        );
        Assert.False(run.CanRetry);
        Assert.IsType<Answer<Guid>.Refused>(
            await fixture
                .Get<Retry>()
                .MakePlanAsync(run.Run.Id, run.Shown(PlanOrigin.Retried), SyncFixture.Administrator, Cancellation)
        );
    }

    private static async Task<RunReport> WithHeldAsync(SyncFixture fixture, IReadOnlyList<Someone> people)
    {
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
        Assert.Equal(people.Count, run.Count(ChangeState.Held));
        return run;
    }

    private static async Task<RunReport> CarryOutAsync(SyncFixture fixture, Guid runId, FollowUpPlan shown)
    {
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await fixture
                .Get<RedecideHeldValues>()
                .MakePlanAsync(runId, FollowUpSteps.NoGuards, shown.Shown, SyncFixture.Administrator, Cancellation)
        );
        return await fixture.RunAsync(await fixture.StartAsync(plan.Value, Cancellation), Cancellation);
    }
}
