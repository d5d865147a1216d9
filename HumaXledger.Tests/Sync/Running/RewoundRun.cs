using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Running;

internal static class RewoundRun
{
    /// <summary>The store as it was after the values of a run were sent, and before they were read back.</summary>
    public static async Task RewindAsync(this SyncFixture fixture, Guid run, CancellationToken cancellation)
    {
        await using var store = fixture.Store();
        await store
            .Changes.Where(change => change.RunId == run)
            .ExecuteUpdateAsync(set => set.SetProperty(change => change.State, ChangeState.Sending), cancellation);
        await store
            .Runs.Where(row => row.Id == run)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.State, RunState.Running)
                        .SetProperty(row => row.FinishedAt, (DateTime?)null),
                cancellation
            );
    }
}
