using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>
/// A connection after its first synchronization: links and baselines are stored, and nothing in Huma is new.
/// </summary>
internal static class FirstSync
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Connects the Norwegian company and synchronizes one value of <paramref name="someone"/>.</summary>
    public static async Task<Guid> SynchronizeOnceAsync(this SyncFixture fixture, Someone someone)
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        fixture.World.EditInXledger(someone.EmployeeDbId, SandboxField.JobTitle, "Lagerleder");
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            [someone],
            Cancellation
        );
        var report = await fixture.ApplyAsync(session, Cancellation);
        Assert.Equal(RunState.Completed, report.Run.State);
        return connection;
    }

    public static async Task<List<PendingChange>> PendingChangesAsync(this SyncFixture fixture, Guid connection)
    {
        await using var store = fixture.Store();
        return await store
            .PendingChanges.AsNoTracking()
            .Where(pending => pending.ConnectionId == connection)
            .OrderBy(pending => pending.Id)
            .ToListAsync(Cancellation);
    }
}
