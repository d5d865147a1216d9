using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>A system that is away makes everybody wait and loses nobody; one person's trouble is that person's alone.</summary>
public sealed class FaultTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(OutsideSystem.Huma)]
    [InlineData(OutsideSystem.Xledger)]
    public async Task System_IsDown_WhatChangedWaitsWithTheReasonAndIsWrittenOnceAfterwards(OutsideSystem system)
    {
        await using var following = await Following.OpenAsync(3, racing: true);
        var told = following.People.Skip(1).ToList();
        told.ForEach(person => following.Edit(person, SandboxField.JobTitle, "Teamleder"));
        await following.TellAsync(told);
        following.World.Faults.Add(new FaultRule(FaultKind.Status503) { System = system, Times = int.MaxValue });

        var fault = await following.WorkOffAsync();

        Assert.NotNull(fault);
        foreach (var person in told)
        {
            var waiting = Assert.Single(await following.NoticesAsync(person.HumaId));
            Assert.Equal((NoticeState.Waiting, 0, fault.Code), (waiting.State, waiting.Attempts, waiting.ReasonCode));
        }

        following.World.Faults.Clear();
        Assert.Null(await following.WorkOffAsync());

        foreach (var person in told)
        {
            Assert.Equal((NoticeState.Written, "Teamleder"), (Assert.Single(await following.NoticesAsync(person.HumaId)).State, following.InXledger(person, SandboxField.JobTitle)));
        }
    }

    [Fact]
    public async Task Token_WithdrawnBetweenReadingAndWriting_WaitsUntilThereIsOneAgain()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        following.Workplace.Revoke(true);

        var waiting = await following.FollowAsync(person);
        following.Workplace.Revoke(false);
        await following.WorkOffAsync();

        Assert.Equal(NoticeState.Waiting, waiting.State);
        Assert.Equal((NoticeState.Written, "Teamleder"), (Assert.Single(await following.NoticesAsync(person.HumaId)).State, following.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Person_CannotBeRead_ComesBackWithGrowingPausesAndThenWaitsForSomebodyWhileOthersGoOn()
    {
        await using var following = await Following.OpenAsync(3, racing: true);
        var (hidden, other) = (following.People[1], following.People[2]);
        following.Edit(other, SandboxField.JobTitle, "Teamleder");
        following.World.Faults.Add(new FaultRule(FaultKind.Status500) { System = OutsideSystem.Huma, Contains = $"{hidden.HumaId}", Times = int.MaxValue });
        await following.TellAsync([hidden, other]);

        Assert.Null(await following.WorkOffAsync());

        Assert.Equal(NoticeState.Written, Assert.Single(await following.NoticesAsync(other.HumaId)).State);
        var pauses = new List<TimeSpan>();
        var notice = Assert.Single(await following.NoticesAsync(hidden.HumaId));
        while (notice.State == NoticeState.Waiting)
        {
            pauses.Add(notice.DueAt - following.Workplace.Clock.GetUtcNow().UtcDateTime);
            following.Workplace.Clock.Pass(TimeSpan.FromDays(1));
            await following.WorkOffAsync();
            notice = Assert.Single(await following.NoticesAsync(hidden.HumaId));
        }

        Assert.Equal((NoticeState.Failed, 8, 7), (notice.State, notice.Attempts, pauses.Count));
        Assert.Equal(pauses.Order(), pauses);

        following.World.Faults.Clear();
        Assert.Equal(1, await following.Workplace.Get<NoticeBoard>().RetryAsync(following.Connection, [notice.Id], Workplace.Administrator, Cancellation));
        await following.WorkOffAsync();
        Assert.Equal(NoticeState.NothingToDo, Assert.Single(await following.NoticesAsync(hidden.HumaId)).State);
    }

    [Fact]
    public async Task Answer_OfTheWriteIsLost_IsFoundByReadingAndNotWrittenTwice()
    {
        await using var following = await Following.OpenAsync(2, racing: true);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        following.World.Faults.Add(new FaultRule(FaultKind.ConnectionResetAfter) { System = OutsideSystem.Xledger, Contains = "mutation Update" });
        var before = following.World.Meter.ThisMonth.WriteRequests;

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, "Teamleder"), (notice.State, following.InXledger(person, SandboxField.JobTitle)));
        Assert.Equal(1, following.World.Meter.ThisMonth.WriteRequests - before);
    }

    [Fact]
    public async Task Run_LeftByAnInterruption_IsBroughtToItsEndBeforeAnythingNew()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        await following.TellAsync(person.HumaId);
        using var dying = new CancellationTokenSource();
        following.World.Faults.Add(new FaultRule(FaultKind.SlowAnswer) { System = OutsideSystem.Xledger, Contains = "mutation Update" });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following.Workplace.Get<Propagate>().WorkOffAsync(following.Connection, new DiesWhenSending(dying), dying.Token));
        following.World.Faults.Clear();
        Assert.Equal(NoticeState.Writing, Assert.Single(await following.NoticesAsync(person.HumaId)).State);

        Assert.Null(await following.WorkOffAsync());

        var notice = Assert.Single(await following.NoticesAsync(person.HumaId));
        Assert.Equal((NoticeState.Written, "Teamleder"), (notice.State, following.InXledger(person, SandboxField.JobTitle)));
        await using var store = following.Workplace.Store();
        Assert.Equal(2, (await store.Runs.SingleAsync(run => run.Id == notice.RunId, Cancellation)).Attempt);
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
