using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>
/// An unavailable system makes all changes wait and loses none; a fault of one person affects that person only.
/// </summary>
public sealed class FaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OutsideSystem.Huma)]
    [InlineData(OutsideSystem.Xledger)]
    public async Task System_Down_ChangesWaitWithTheReasonAndAreWrittenOnceAfterwards(OutsideSystem system)
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var reported = inbound.People.Skip(1).ToList();
        reported.ForEach(person => inbound.Edit(person, SandboxField.JobTitle, "Teamleder"));
        await inbound.ReportAsync(reported);
        inbound.World.Faults.Add(new FaultRule(FaultKind.Status503) { System = system, Times = int.MaxValue });

        var fault = await inbound.ProcessAsync();

        Assert.NotNull(fault);
        foreach (var person in reported)
        {
            var waiting = Assert.Single(await inbound.PendingChangesAsync(person.HumaId));
            Assert.Equal(
                (PendingChangeState.Waiting, 0, fault.Code),
                (waiting.State, waiting.Attempts, waiting.Reason?.Code)
            );
        }

        inbound.World.Faults.Clear();
        Assert.Null(await inbound.ProcessAsync());

        foreach (var person in reported)
        {
            Assert.Equal(
                (PendingChangeState.Written, "Teamleder"),
                (
                    Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State,
                    inbound.InXledger(person, SandboxField.JobTitle)
                )
            );
        }
    }

    [Fact]
    public async Task Token_RevokedBetweenReadingAndWriting_WaitsForANewOne()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        inbound.SyncFixture.Revoke(true);

        var waiting = await inbound.FollowAsync(person);
        inbound.SyncFixture.Revoke(false);
        await inbound.ProcessAsync();

        Assert.Equal(PendingChangeState.Waiting, waiting.State);
        Assert.Equal(
            (PendingChangeState.Written, "Teamleder"),
            (
                Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State,
                inbound.InXledger(person, SandboxField.JobTitle)
            )
        );
    }

    [Fact]
    public async Task Person_Unreadable_IsRetriedWithBackOffThenFailsWhileOthersContinue()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (hidden, other) = (inbound.People[1], inbound.People[2]);
        inbound.Edit(other, SandboxField.JobTitle, "Teamleder");
        inbound.World.Faults.Add(
            new FaultRule(FaultKind.Status500)
            {
                System = OutsideSystem.Huma,
                Contains = $"{hidden.HumaId}",
                Times = int.MaxValue,
            }
        );
        await inbound.ReportAsync([hidden, other]);

        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal(PendingChangeState.Written, Assert.Single(await inbound.PendingChangesAsync(other.HumaId)).State);
        var pauses = new List<TimeSpan>();
        var pending = Assert.Single(await inbound.PendingChangesAsync(hidden.HumaId));
        while (pending.State == PendingChangeState.Waiting)
        {
            pauses.Add(pending.DueAt - inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime);
            inbound.SyncFixture.Clock.Pass(TimeSpan.FromDays(1));
            await inbound.ProcessAsync();
            pending = Assert.Single(await inbound.PendingChangesAsync(hidden.HumaId));
        }

        Assert.Equal((PendingChangeState.Failed, 8, 7), (pending.State, pending.Attempts, pauses.Count));
        Assert.Equal(pauses.Order(), pauses);

        inbound.World.Faults.Clear();
        Assert.Equal(
            1,
            await inbound
                .SyncFixture.Get<ChangeQueue>()
                .RetryAsync(inbound.Connection, [pending.Id], SyncFixture.Administrator, Cancellation)
        );
        await inbound.ProcessAsync();
        Assert.Equal(
            PendingChangeState.NothingToDo,
            Assert.Single(await inbound.PendingChangesAsync(hidden.HumaId)).State
        );
    }

    [Fact]
    public async Task WriteAnswer_Lost_IsResolvedByReadingAndNotWrittenTwice()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        inbound.World.Faults.Add(
            new FaultRule(FaultKind.ConnectionResetAfter)
            {
                System = OutsideSystem.Xledger,
                Contains = "mutation Update",
            }
        );
        var before = inbound.World.Meter.ThisMonth.WriteRequests;

        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.Written, "Teamleder"),
            (pending.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
        Assert.Equal(1, inbound.World.Meter.ThisMonth.WriteRequests - before);
    }

    [Fact]
    public async Task Run_Interrupted_IsFinishedBeforeAnythingNew()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.ReportAsync(person.HumaId);
        using var dying = new CancellationTokenSource();
        inbound.World.Faults.Add(
            new FaultRule(FaultKind.SlowAnswer) { System = OutsideSystem.Xledger, Contains = "mutation Update" }
        );
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            inbound
                .SyncFixture.Get<InboundSync>()
                .ProcessAsync(inbound.Connection, new DiesWhenSending(dying), dying.Token)
        );
        inbound.World.Faults.Clear();
        Assert.Equal(PendingChangeState.Writing, Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State);

        Assert.Null(await inbound.ProcessAsync());

        var pending = Assert.Single(await inbound.PendingChangesAsync(person.HumaId));
        Assert.Equal(
            (PendingChangeState.Written, "Teamleder"),
            (pending.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
        await using var store = inbound.SyncFixture.Store();
        Assert.Equal(2, (await store.Runs.SingleAsync(run => run.Id == pending.RunId, Cancellation)).Attempt);
    }

    private sealed class DiesWhenSending(CancellationTokenSource dying) : IProgress<RunProgress>
    {
        public void Report(RunProgress value)
        {
            if (value.Target is not null)
            {
                dying.Cancel();
            }
        }
    }
}
