using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sync;

/// <summary>What comes after a run that could not do everything: held values decided anew, the rest continued, the failed tried again.</summary>
public sealed class DecideAnewTests
{
    private const string Title = "Fagansvarlig";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Held_OneWrittenAllTheSameAndOneLeft_DoesSoAndRemembersWhoSaidIt()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(2);
        var run = await WithHeldAsync(workplace, people);
        var anew = workplace.Get<DecideAnew>();
        Assert.Equal(people.Count, run.HeldOpen.Count);
        var write = run.HeldOpen.Single(change => change.HumaId!.Value.Value == $"{people[0].HumaId}");
        var leave = run.HeldOpen.Single(change => change != write);

        await anew.DecideAsync(run.Run.Id, [write.Id, leave.Id], HeldAnswer.Write, await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator, Cancellation);
        await anew.DecideAsync(run.Run.Id, [leave.Id], HeldAnswer.Leave, await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator with { Name = "Ola" }, Cancellation);

        var answers = await anew.LoadAsync(run.Run.Id, Cancellation);
        Assert.Equal((HeldAnswer.Write, Workplace.AdministratorName), (answers[write.Id].Answer, answers[write.Id].By));
        Assert.Equal((HeldAnswer.Leave, "Ola"), (answers[leave.Id].Answer, answers[leave.Id].By));
        var shown = (await anew.ReviewAsync(run.Run.Id, Afterwards.NoGuards, Cancellation))!;
        var planned = Assert.Single(shown.Plan.Changes);
        Assert.Equal(("Husvert", Title, write.Id), (planned.From.TextOrNull, planned.To.TextOrNull, planned.Earlier));

        var after = await CarryOutAsync(workplace, run.Run.Id, shown);
        Assert.Equal((1, PlanOrigin.DecidedAnew), (after.Count(ChangeState.Confirmed), after.Plan.Origin));
        Assert.Equal((Title, "Husvert"), (workplace.InXledger(people[0], SandboxField.JobTitle), workplace.InXledger(people[1], SandboxField.JobTitle)));
        Assert.Equal(leave.Id, Assert.Single((await workplace.ReportAsync(run.Run.Id)).HeldOpen).Id);
    }

    [Fact]
    public async Task Held_MovedOnceMore_IsHeldAgain()
    {
        await using var workplace = await Workplace.OpenAsync();
        var people = workplace.Ordinary(1);
        var run = await WithHeldAsync(workplace, people);
        var anew = workplace.Get<DecideAnew>();
        await anew.DecideAsync(run.Run.Id, [.. run.HeldOpen.Select(change => change.Id)], HeldAnswer.Write, await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator, Cancellation);
        var shown = (await anew.ReviewAsync(run.Run.Id, Afterwards.NoGuards, Cancellation))!;
        workplace.World.EditInXledger(people[0].EmployeeDbId, SandboxField.JobTitle, "Konsulent");

        var after = await CarryOutAsync(workplace, run.Run.Id, shown);

        Assert.Equal("Konsulent", Assert.Single(after.HeldOpen).After!.TextOrNull);
        Assert.Equal("Konsulent", workplace.InXledger(people[0], SandboxField.JobTitle));
    }

    [Fact]
    public async Task Held_NothingAnswered_HasNothingToCarryOut()
    {
        await using var workplace = await Workplace.OpenAsync();
        var run = await WithHeldAsync(workplace, workplace.Ordinary(1));
        var anew = workplace.Get<DecideAnew>();
        await anew.DecideAsync(run.Run.Id, [.. run.HeldOpen.Select(change => change.Id)], HeldAnswer.Write, await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator, Cancellation);
        await anew.DecideAsync(run.Run.Id, [.. run.HeldOpen.Select(change => change.Id)], null, await anew.LoadAsync(run.Run.Id, Cancellation), Workplace.Administrator, Cancellation);

        Assert.Empty(await anew.LoadAsync(run.Run.Id, Cancellation));
        Assert.Equal(FollowUpReasons.NothingDecidedAnew, (await anew.ReviewAsync(run.Run.Id, Afterwards.NoGuards, Cancellation))!.Refusal!.Code);
    }

    [Fact]
    public async Task Failed_TriedAgain_AreOfferedOnTheNewRunOnly()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(2);
        var connection = await workplace.ConnectAsync(Cancellation);
        workplace.World.EditInHuma(people[0].HumaId, SandboxField.EmploymentId, "990002");
        var session = await workplace.ReviewedAsync(connection, people, SandboxField.JobTitle, _ => Title);
        var rival = workplace.World.HireInXledger();
        workplace.World.EditInXledger(rival, SandboxField.EmploymentId, "990002");
        var run = await workplace.ApplyAsync(session, Cancellation);
        Assert.Equal((1, true, false), (run.Count(ChangeState.Refused), run.CanRetry, run.CanContinue));
        Assert.IsType<Answer<Guid>.Refused>(await workplace.Get<Retry>().MakePlanAsync(run.Run.Id, run.Shown(PlanOrigin.Continued), Workplace.Administrator, Cancellation));
        workplace.World.EditInXledger(rival, SandboxField.EmploymentId, "990003");

        var again = await workplace.RetryAsync(run, Cancellation);

        Assert.Equal((1, PlanOrigin.Retried, run.Run.Id), (again.Count(ChangeState.Confirmed), again.Plan.Origin, again.Earlier!.Id));
        var read = await workplace.ReportAsync(run.Run.Id);
        Assert.False(read.CanRetry);
        Assert.IsType<Answer<Guid>.Refused>(await workplace.Get<Retry>().MakePlanAsync(run.Run.Id, read.Shown(PlanOrigin.Retried), Workplace.Administrator, Cancellation));
    }

    [Fact]
    public async Task Failed_ThatNoOtherTryMends_IsNotOfferedToBeTriedAgain()
    {
        await using var workplace = await Workplace.OpenAsync(
            sandbox => (sandbox.Switches.Xledger.NullInput, sandbox.Switches.Xledger.EmptyString) = (NullInput.Ignored, EmptyString.Ignored), racing: true);
        var people = workplace.Ordinary(1);
        var connection = await workplace.ConnectAsync(Cancellation);
        Assert.Equal(EditOutcome.Done, workplace.World.EditInHuma(people[0].HumaId, SandboxField.Phone, null));
        var session = await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation);

        var run = await workplace.ApplyAsync(await workplace.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        var refused = Assert.Single(run.Changes, change => change.Field == Field.Phone);
        Assert.Equal((ChangeState.Refused, XledgerReasons.NotCleared, true), (refused.State, refused.ReasonCode, refused.Final));
        Assert.False(run.CanRetry);
        Assert.IsType<Answer<Guid>.Refused>(await workplace.Get<Retry>().MakePlanAsync(run.Run.Id, run.Shown(PlanOrigin.Retried), Workplace.Administrator, Cancellation));
    }

    private static async Task<RunReport> WithHeldAsync(Workplace workplace, IReadOnlyList<Someone> people)
    {
        var session = await workplace.ReviewedAsync(await workplace.ConnectAsync(Cancellation), people, SandboxField.JobTitle, _ => Title);
        foreach (var person in people)
        {
            workplace.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Husvert");
        }

        var run = await workplace.ApplyAsync(session, Cancellation);
        Assert.Equal(people.Count, run.Count(ChangeState.Held));
        return run;
    }

    private static async Task<RunReport> CarryOutAsync(Workplace workplace, Guid runId, FollowUpPlan shown)
    {
        var plan = Assert.IsType<Answer<Guid>.Done>(await workplace.Get<DecideAnew>().MakePlanAsync(runId, Afterwards.NoGuards, shown.Shown, Workplace.Administrator, Cancellation));
        return await workplace.RunAsync(await workplace.StartAsync(plan.Value, Cancellation), Cancellation);
    }
}
