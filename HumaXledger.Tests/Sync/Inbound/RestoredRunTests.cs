using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;
using HumaXledger.Tests.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>
/// A database that was backed up while a run was sending, restored, and paused by <c>ops/pause-all.sql</c>: nothing of
/// the run is sent any more.
/// </summary>
public sealed class RestoredRunTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunFromHuma_UnderWayInTheBackup_WritesWhatHumaHoldsWhenResumed()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        var run = (await inbound.FollowAsync(person)).RunId!.Value;
        inbound.Edit(person, SandboxField.JobTitle, "Kontorleder");
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Avdelingsleder")
        );
        await RestoreAsync(inbound, run);
        var before = inbound.XledgerRequests;

        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal(before, inbound.XledgerRequests);
        Assert.Equal(PendingChangeState.Writing, Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State);
        // The ended run does not stand in the way of a synchronization, which writes what was chosen and nothing else.
        await inbound.SyncFixture.ApplyAsync(
            await inbound.SyncFixture.ReviewedAsync(inbound.Connection, [inbound.People[0]], SandboxField.JobTitle, _ =>
                "Fagansvarlig"
            ),
            Cancellation
        );
        Assert.Equal("Avdelingsleder", inbound.InXledger(person, SandboxField.JobTitle));

        inbound.Edit(person, SandboxField.JobTitle, "Daglig leder");
        await inbound.SetAsync(connection => connection.PausedAt = null);
        Assert.Equal(RunReasons.EndedByRestore, (await inbound.ProcessAsync())?.Code);
        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal("Daglig leder", inbound.InXledger(person, SandboxField.JobTitle));
        await using var store = inbound.SyncFixture.Store();
        Assert.False(await store.Alerts.AnyAsync(Cancellation));
    }

    [Fact]
    public async Task Run_UnderWayInTheBackup_SendsNothing()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var fixture = inbound.SyncFixture;
        var session = await fixture.ReviewedAsync(inbound.Connection, [inbound.People[1]], SandboxField.JobTitle, _ =>
            "Teamleder"
        );
        var title = inbound.InXledger(inbound.People[1], SandboxField.JobTitle);
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        await RestoreAsync(inbound, run);
        var before = inbound.XledgerRequests;

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(before, inbound.XledgerRequests);
        Assert.Equal(title, inbound.InXledger(inbound.People[1], SandboxField.JobTitle));
        Assert.Equal((RunState.Failed, 1), (report.Run.State, report.Uncertain));
        Assert.False(report.CanContinue);
        var anew = await fixture
            .Get<RedecideHeldValues>()
            .ReviewAsync(run, new HashSet<GuardKind>(), SyncFixture.Administrator, Cancellation);
        Assert.Equal(RunReasons.EndedByRestore, anew?.Refusal?.Code);
    }

    // As a backup holds it that was made after the value was sent, and before it was read back.
    private static async Task RestoreAsync(InboundFixture inbound, Guid run)
    {
        await inbound.SyncFixture.RewindAsync(run, Cancellation);
        await using var store = inbound.SyncFixture.Store();
        await store
            .PendingChanges.Where(pending => pending.RunId == run)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.Writing)
                        .SetProperty(pending => pending.EndedAt, (DateTime?)null),
                Cancellation
            );
        await store.Database.ExecuteSqlRawAsync(
            await File.ReadAllTextAsync(Repository.Folder("ops", "pause-all.sql"), Cancellation),
            Cancellation
        );
    }
}
