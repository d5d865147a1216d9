using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>
/// Batches that Xledger refuses: an invalid person is isolated under any atomicity of the server, and a fault common to
/// all is not retried for each.
/// </summary>
public sealed class RefusedBatchTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Batch_WithOneTakenNumber_IsWrittenForAllOthers(bool atomic)
    {
        await using var fixture = await SyncFixture.OpenAsync(sandbox =>
            sandbox.Switches.Xledger.AtomicBatches = atomic
        );
        var people = fixture.Ordinary(9);
        var session = await ReviewedAsync(fixture, people.Take(8), people[8]);
        // Another user takes the new number after the review.
        var bad = fixture.World.PersonByHumaId(people[8].HumaId)!.Huma[SandboxField.EmploymentId];
        fixture.World.EditInXledger(fixture.World.HireInXledger(), SandboxField.EmploymentId, bad);

        var report = await fixture.ApplyAsync(session, Cancellation);

        var refused = Assert.Single(report.People.SelectMany(person => person.In(ChangeState.Refused)));
        Assert.Equal((Field.EmploymentId, XledgerReasons.DuplicateCode), (refused.Field, refused.Reason?.Code));
        Assert.Equal((RunState.Completed, 8), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.All(people.Take(8), person =>
            Assert.Equal(
                "Fagansvarlig",
                fixture.World.PersonByEmployee(person.EmployeeDbId)!.Xledger[SandboxField.JobTitle]
            )
        );
    }

    [Fact]
    public async Task Batch_RefusedThroughoutForOneReason_IsAbandonedAndTheRestIsReportedAsNotSent()
    {
        await using var fixture = await SyncFixture.OpenAsync(SyncFixture.WithManyOrdinaryPeople, log: LogLevel.Trace);
        var people = fixture.Ordinary(45);
        var session = await ReviewedAsync(fixture, people, null);
        fixture.World.Faults.Add(
            new FaultRule(FaultKind.GraphQlErrorWithoutData)
            {
                System = OutsideSystem.Xledger,
                Contains = "mutation Update",
                Times = int.MaxValue,
                ErrorCode = "BAD_REQUEST",
                ErrorMessage =
                    "jobTitle: 'Kari Nordmann', 17859012345, +47 912 34 567, kari@example.no is not accepted.",
            }
        );
        var before = fixture.World.Meter.ThisMonth.Requests;

        var report = await fixture.ApplyAsync(session, Cancellation);

        Assert.Equal(RefusalStreak.Longest, report.Count(ChangeState.Refused));
        Assert.All(report.People.SelectMany(person => person.In(ChangeState.Refused)), change =>
            Assert.Equal((XledgerReasons.Refused, "jobTitle"), (change.Reason?.Code, change.Reason!.Arguments.Single()))
        );
        Assert.All(report.People.SelectMany(person => person.In(ChangeState.Failed)), change =>
            Assert.Equal(RunReasons.RefusedLikeOthers, change.Reason?.Code)
        );
        Assert.Equal(people.Count, report.Count(ChangeState.Refused) + report.Count(ChangeState.Failed));
        Assert.True(fixture.World.Meter.ThisMonth.Requests - before < people.Count * 2, "Halving went on to its end.");
        await fixture.AssertNothingLeakedAsync(Cancellation);

        fixture.World.ClearFaults();
        var again = await fixture.RetryAsync(report, Cancellation);
        Assert.Equal((RunState.Completed, people.Count), (again.Run.State, again.Count(ChangeState.Confirmed)));
    }

    private static async Task<ReviewSession> ReviewedAsync(
        SyncFixture fixture,
        IEnumerable<Someone> people,
        Someone? renumbered
    )
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        var chosen = people.ToList();
        foreach (var person in chosen)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInHuma(person.HumaId, SandboxField.JobTitle, "Fagansvarlig")
            );
        }

        if (renumbered is not null)
        {
            Assert.Equal(
                EditOutcome.Done,
                fixture.World.EditInHuma(renumbered.HumaId, SandboxField.EmploymentId, "77123")
            );
            chosen.Add(renumbered);
        }

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            chosen,
            Cancellation
        );
        return await fixture.ConfirmGuardsAsync(session, Cancellation);
    }
}
