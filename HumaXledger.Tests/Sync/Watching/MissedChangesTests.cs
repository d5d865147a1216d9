using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;
using static HumaXledger.Tests.Sync.Watching.ReconciliationSteps;

namespace HumaXledger.Tests.Sync.Watching;

/// <summary>The list of changes in Huma whose message never came.</summary>
public sealed class MissedChangesTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Missed_MessageComesLateOrTheChangeIsTakenBack_IsNoLongerShown(bool message)
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var person = inbound.People[1];
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await LookAsync(inbound);
        Assert.Equal([AlertReasons.MissedChanges], await ProblemsAsync(inbound));

        if (message)
        {
            Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(person)).State);
        }
        else
        {
            inbound.Edit(person, SandboxField.JobTitle, before);
            Assert.Equal(0, await LookAsync(inbound));
        }

        Assert.Empty(await ProblemsAsync(inbound));
        Assert.Equal(0, await EnqueueAsync(inbound));
    }

    [Fact]
    public async Task Missed_PersonWhoLeft_IsShownUntilBroughtHoweverManyChecksFollow()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var (left, gone) = (inbound.People[1], inbound.People[2]);
        inbound.World.DeactivateInHuma(left.HumaId);
        inbound.World.DeleteInHuma(gone.HumaId);
        await LookAsync(inbound);
        await CheckAsync(inbound);
        await CheckAsync(inbound);
        await LookAsync(inbound);
        Assert.Equal(["2"], Assert.Single(await AlertsAsync(inbound)).Arguments);

        Assert.Equal(2, await EnqueueAsync(inbound));
        Assert.Null(await inbound.ProcessAsync());

        var ended = Assert.Single(await inbound.PendingChangesAsync(left.HumaId));
        Assert.Equal((PendingChangeKind.Other, PendingChangeCause.LeftHuma), (ended.Kind, ended.Cause));
        Assert.Equal(PendingChangeKind.Deleted, Assert.Single(await inbound.PendingChangesAsync(gone.HumaId)).Kind);
        Assert.Equal(0, await LookAsync(inbound));
        await CheckAsync(inbound);
        Assert.DoesNotContain(AlertReasons.MissedChanges, await ProblemsAsync(inbound));
    }

    [Fact]
    public async Task Missed_ConnectionIsDisconnected_IsForgotten()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        inbound.Edit(inbound.People[1], SandboxField.JobTitle, "Teamleder");
        await LookAsync(inbound);

        var name = "";
        await inbound.SetAsync(connection => name = connection.Name);
        Assert.Null(
            await inbound
                .SyncFixture.Get<ConnectionLifecycle>()
                .DisconnectAsync(inbound.Connection, name, SyncFixture.Administrator, Cancellation)
        );

        Assert.IsType<Answer<int>.Refused>(
            await inbound
                .SyncFixture.Get<Reconciliation>()
                .EnqueueAsync(inbound.Connection, SyncFixture.Administrator, Cancellation)
        );
        await using var store = inbound.SyncFixture.Store();
        Assert.Empty(await store.MissedChanges.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Missed_TakenUpByAMessage_StaysClosedWhenRetentionRemovesTheResult()
    {
        await using var inbound = await OpenAsync(reconciles: false);
        var (left, changed) = (inbound.People[1], inbound.People[2]);
        inbound.World.DeactivateInHuma(left.HumaId);
        inbound.Edit(changed, SandboxField.JobTitle, "Teamleder");
        var joined = inbound.World.HireInHuma();
        Assert.Equal(3, await LookAsync(inbound));
        await inbound.FollowAsync(left);
        await inbound.FollowAsync(changed);
        await inbound.FollowAsync(joined);
        Assert.Equal(0, await LookAsync(inbound));

        await using var store = inbound.SyncFixture.Store();
        await store.PendingChanges.ExecuteDeleteAsync(Cancellation);

        Assert.Equal(0, await EnqueueAsync(inbound));
        Assert.Equal(new HumaId($"{left.HumaId}"), (await store.MissedChanges.SingleAsync(Cancellation)).HumaId);
    }
}
