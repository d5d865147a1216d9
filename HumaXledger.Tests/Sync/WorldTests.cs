using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>A plan whose world has changed too much since its comparison is refused whole, in words, before anything is written.</summary>
public sealed class WorldTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Plan_AnotherRunEndedSinceItsComparison_IsRefusedByThatRunsNumber()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(2);
        var connection = await ConnectedAsync(workplace, people);
        // Two administrators compare; the first plan is carried out while the second is reviewed.
        var first = await ReviewedAsync(workplace, connection, people);
        var firstPlan = await workplace.PlanAsync(first, Cancellation);
        var firstRun = await workplace.StartAsync(firstPlan, Cancellation);
        var second = await ReviewedAsync(workplace, connection, people);
        await workplace.RunAsync(firstRun, Cancellation);
        var plan = await workplace.PlanAsync(second, Cancellation);

        var answer = await TakeAsync(workplace, plan);

        Assert.Equal(new Reason(RunReasons.PlanOtherRun, "1"), Assert.IsType<Answer<Guid>.Refused>(answer).Reason);
        Assert.Equal(new Reason(ReviewReasons.PlanStale), Assert.IsType<Answer<Guid>.Refused>(await TakeAsync(workplace, plan)).Reason);
        await using var store = workplace.Store();
        Assert.Equal((1, PlanState.Refused), (await store.Runs.CountAsync(Cancellation), (await store.Plans.SingleAsync(row => row.Id == plan, Cancellation)).State));
    }

    [Theory]
    [InlineData("entity")]
    [InlineData("organization")]
    [InlineData("group")]
    public async Task Plan_ConnectionJoinsSomebodyElseByNow_IsRefused(string what)
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(2);
        var connection = await ConnectedAsync(workplace, people);
        var plan = await workplace.PlanAsync(await ReviewedAsync(workplace, connection, people), Cancellation);
        await ChangeAsync(workplace, connection, row =>
        {
            row.XledgerEntityId = what == "entity" ? "77" : row.XledgerEntityId;
            row.HumaOrganizationId = what == "organization" ? Guid.NewGuid().ToString() : row.HumaOrganizationId;
            row.HumaGroupId = what == "group" ? Guid.NewGuid().ToString() : row.HumaGroupId;
        });

        Assert.Equal(new Reason(RunReasons.PlanConnectionChanged), Assert.IsType<Answer<Guid>.Refused>(await TakeAsync(workplace, plan)).Reason);
    }

    [Fact]
    public async Task Run_ConnectionWasChangedWhileItWaited_EndsBeforeAnythingIsSent()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(2);
        var connection = await ConnectedAsync(workplace, people);
        var run = await workplace.StartAsync(await workplace.PlanAsync(await ReviewedAsync(workplace, connection, people), Cancellation), Cancellation);
        await ChangeAsync(workplace, connection, row => row.XledgerEntityId = "77");

        var report = await workplace.RunAsync(run, Cancellation);

        Assert.Equal((RunState.Failed, RunReasons.PlanConnectionChanged, people.Count), (report.Run.State, report.Run.FailureCode, report.NotReached));
        Assert.Equal((0, 0), (report.Run.XledgerRequests, report.Run.HumaRequests));
    }

    [Fact]
    public async Task Run_TokenOfAnotherEntityByNow_EndsAfterOneReadAndWritesNothing()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(2);
        var connection = await ConnectedAsync(workplace, people);
        var run = await workplace.StartAsync(await workplace.PlanAsync(await ReviewedAsync(workplace, connection, people), Cancellation), Cancellation);
        var elsewhere = workplace.World.Xledger.Entities.All().First(entity => entity.OwnerDbId != workplace.World.Xledger.Tokens.All()[0].EntityOwnerDbId);
        workplace.World.Xledger.Edit(edit => edit.Change(workplace.World.Xledger.Tokens.All()[0], row => row.EntityOwnerDbId = elsewhere.OwnerDbId));

        var report = await workplace.RunAsync(run, Cancellation);

        Assert.Equal((RunState.Failed, ConnectionReasons.OtherEntity, people.Count, 1), (report.Run.State, report.Run.FailureCode, report.NotReached, report.Run.XledgerRequests));
        Assert.All(people, person => Assert.NotEqual("Fagansvarlig", workplace.World.PersonByEmployee(person.EmployeeDbId)!.Xledger[SandboxField.JobTitle]));
    }

    [Fact]
    public async Task Run_KeyOfAnotherOrganizationByNow_EndsBeforeXledgerIsWrittenToEither()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true, detour: true);
        var people = workplace.Ordinary(2);
        var connection = await ConnectedAsync(workplace, people);
        Assert.Equal(EditOutcome.Done, workplace.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Address, "Nygata 7; 0155; Oslo; NO"));
        var session = await ReviewedAsync(workplace, connection, people);
        var toHuma = session.Comparison.Differences.Where(difference => difference.Field == Field.Address && difference.Pair.Huma.Id == people[0].HumaId.ToString()).ToList();
        (session, _) = await workplace.Get<Review>().DecideAsync(session, toHuma, FieldChoice.UseXledger, Workplace.Administrator, Cancellation);
        var run = await workplace.StartAsync(await workplace.PlanAsync(session, Cancellation), Cancellation);
        workplace.Detour.Amend = (asked, answer) =>
        {
            if (asked.Contains("/auth/oauth/token", StringComparison.Ordinal))
            {
                answer["organizationId"] = Guid.NewGuid().ToString();
            }
        };

        var report = await workplace.RunAsync(run, Cancellation);

        Assert.Equal((RunState.Failed, ConnectionReasons.OtherOrganization, 3, 0), (report.Run.State, report.Run.FailureCode, report.NotReached, report.Run.XledgerRequests));
    }

    [Fact]
    public async Task Run_NothingMoved_UsesExactlyTheRequestsOfItsForecast()
    {
        await using var workplace = await Workplace.OpenAsync(racing: true);
        var people = workplace.Ordinary(3);
        var connection = await ConnectedAsync(workplace, people);

        var report = await workplace.ApplyAsync(await ReviewedAsync(workplace, connection, people), Cancellation);

        Assert.Equal((RunState.Completed, people.Count), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.Equal((report.Plan.Forecast.XledgerRequests, report.Plan.Forecast.HumaRequests), (report.Run.XledgerRequests, report.Run.HumaRequests));
    }

    private static Task<Answer<Guid>> TakeAsync(Workplace workplace, Guid plan) => workplace.Get<Apply>().StartAsync(plan, Workplace.Administrator, null, "en", Cancellation);

    private static async Task<Guid> ConnectedAsync(Workplace workplace, IReadOnlyList<Someone> people)
    {
        var connection = await workplace.ConnectAsync(Cancellation);
        foreach (var person in people)
        {
            Assert.Equal(EditOutcome.Done, workplace.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig"));
        }

        return connection;
    }

    private static async Task<ReviewSession> ReviewedAsync(Workplace workplace, Guid connection, IReadOnlyList<Someone> people) =>
        await workplace.ChooseAsync(await workplace.CompareAsync(connection, Cancellation), FieldChoice.UseHuma, people, Cancellation);

    private static async Task ChangeAsync(Workplace workplace, Guid connection, Action<Connection> change)
    {
        await using var store = workplace.Store();
        change(await store.Connections.SingleAsync(row => row.Id == connection, Cancellation));
        await store.SaveChangesAsync(Cancellation);
    }
}
