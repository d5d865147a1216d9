using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Tests.Sync.FollowUps;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>
/// Runs whose people are read together and written in several requests: 170 people with a phone number in three records
/// each are two requests.
/// </summary>
public sealed class RunRequestsTests
{
    private const int People = 170;
    private const int InTheFirstRequest = 500 / 3;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_PeopleInSeveralRequests_ReadsThemOnceBeforeAndOnceAfter()
    {
        await using var fixture = await OpenAsync();
        var (session, _) = await ReviewedAsync(fixture);
        var before = fixture.World.Meter.ThisMonth;

        var report = await fixture.ApplyAsync(session, Cancellation);

        var after = fixture.World.Meter.ThisMonth;
        Assert.Equal((RunState.Completed, People), (report.Run.State, report.Count(ChangeState.Confirmed)));
        // Read, find the suppliers, write twice, read back.
        Assert.Equal((5, 2), (after.Requests - before.Requests, after.WriteRequests - before.WriteRequests));
        Assert.Equal(5, report.Plan.Forecast.XledgerRequests);
    }

    [Fact]
    public async Task Run_AnswerOfTheFirstRequestLost_ReadsTheOthersAgainBeforeItWritesThem()
    {
        await using var fixture = await OpenAsync();
        var (session, people) = await ReviewedAsync(fixture);
        // In the order of the run.
        var last = people.OrderBy(person => $"{person.EmployeeDbId}", StringComparer.Ordinal).Last();
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.ConnectionResetAfter)
            {
                System = OutsideSystem.Xledger,
                Contains = "mutation Update",
            }
        );
        // While the first request is read back: the value that was read for the last person is no longer true.
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.EditedMeanwhile)
            {
                System = OutsideSystem.Xledger,
                Contains = "EmployeesByIds",
                FromCall = 2,
                Edit = new MeanwhileEdit(
                    OutsideSystem.Xledger,
                    $"{last.EmployeeDbId}",
                    SandboxField.Phone,
                    "+47 22 33 44 55"
                ),
            }
        );

        var report = await fixture.ApplyAsync(session, Cancellation);

        var held = Assert.Single(report.Changes, change => change.State == ChangeState.Held);
        Assert.Equal((RunReasons.MovedSinceReview, $"{last.EmployeeDbId}"), (held.Reason?.Code, held.XledgerId?.Value));
        Assert.Equal((RunState.Completed, People - 1), (report.Run.State, report.Count(ChangeState.Confirmed)));
    }

    [Fact]
    public async Task Run_StopAskedForBetweenTwoRequests_LeavesThePeopleOfTheSecondAsTheyAre()
    {
        await using var fixture = await OpenAsync();
        var (session, people) = await ReviewedAsync(fixture);
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        Task? stopping = null;

        var report = await fixture.RunAsync(run, Cancellation, progress =>
        {
            // Read, found the suppliers, written once.
            if (progress.Requests >= 3)
            {
                stopping ??= Task.Run(
                    () => fixture.Get<RunExecutor>().StopAsync(run, SyncFixture.Administrator, Cancellation),
                    Cancellation
                );
                stopping.Wait(Cancellation);
            }
        });

        Assert.Equal(
            (RunState.Stopped, InTheFirstRequest, People - InTheFirstRequest),
            (report.Run.State, report.Count(ChangeState.Confirmed), report.NotReached)
        );
        Assert.Equal(
            InTheFirstRequest,
            people.Count(person =>
                fixture.World.PersonByEmployee(person.EmployeeDbId) is { } one
                && one.Xledger[SandboxField.Phone] == one.Huma[SandboxField.Phone]
            )
        );
        var again = await fixture.RetryAsync(report, Cancellation);
        Assert.Equal(People - InTheFirstRequest, again.Count(ChangeState.Confirmed));
    }

    [Fact]
    public async Task Run_BrokenOffByTheSecondRequest_ConfirmsWhatTheFirstOneWrote()
    {
        await using var fixture = await OpenAsync();
        var (session, _) = await ReviewedAsync(fixture);
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.GraphQlErrorWithoutData)
            {
                System = OutsideSystem.Xledger,
                Contains = "mutation Update",
                FromCall = 2,
                ErrorCode = "FIELDS_ON_CORRECT_TYPE",
                ErrorMessage = "Cannot query field.",
            }
        );

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal((RunState.Failed, InTheFirstRequest), (report.Run.State, report.Count(ChangeState.Confirmed)));
        var again = await fixture.RetryAsync(report, Cancellation);
        Assert.Equal(
            (RunState.Completed, People - InTheFirstRequest),
            (again.Run.State, again.Count(ChangeState.Confirmed))
        );
    }

    private static Task<SyncFixture> OpenAsync() =>
        SyncFixture.OpenAsync(options => options.People = 1_100, settings: ("Huma:ParallelRequests", "16"));

    private static async Task<(ReviewSession Session, IReadOnlyList<Someone> People)> ReviewedAsync(SyncFixture fixture)
    {
        var people = fixture.Ordinary(People);
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.ReviewedAsync(connection, people, SandboxField.Phone, number =>
            $"+47 93{number:000000}"
        );
        session = await fixture.ConfirmGuardsAsync(session, Cancellation);
        Assert.Equal(People, session.Preview.Changes.Count);
        return (session, people);
    }
}
