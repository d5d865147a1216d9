using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Watching;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// One scheduled comparison at a time for each Xledger token: two would share its requests, and both take longer. What
/// is left out is due again in the next round. Rounds run on one node at a time, so this holds for all nodes.
/// </summary>
public sealed class ComparisonPerToken(DueTasks tasks, SyncJobs jobs, IDbContextFactory<SyncDbContext> contexts)
{
    /// <summary>What is due now and may start.</summary>
    public async Task<IReadOnlyList<Due>> FindAsync(CancellationToken cancellation) =>
        await ChooseAsync(await tasks.FindAsync(cancellation), cancellation);

    /// <summary>What may start of what is due, in the same order.</summary>
    internal async Task<IReadOnlyList<Due>> ChooseAsync(IReadOnlyList<Due> due, CancellationToken cancellation)
    {
        var comparing = due.Where(IsComparison).Select(one => one.ConnectionId).ToList();
        if (comparing.Count == 0)
        {
            return due;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var quick = await jobs.FindQuickComparisonsAsync(cancellation);
        var checkedNow = await context
            .Comparisons.Where(comparison =>
                comparison.State == ComparisonState.Running && comparison.Purpose == ComparisonPurpose.DriftCheck
            )
            .Select(comparison => new { comparison.ConnectionId, comparison.StartedById })
            .ToListAsync(cancellation);
        List<Guid> busy =
        [
            .. quick,
            .. checkedNow.Where(one => SyncJobs.IsScheduled(one.StartedById)).Select(one => one.ConnectionId),
        ];
        var tokens = await context
            .Connections.Where(connection => comparing.Contains(connection.Id) || busy.Contains(connection.Id))
            .Select(connection => new { connection.Id, connection.XledgerTokenFingerprint })
            .ToDictionaryAsync(
                connection => connection.Id,
                connection => connection.XledgerTokenFingerprint,
                cancellation
            );
        var taken = busy.Where(tokens.ContainsKey).Select(connection => tokens[connection]).ToHashSet();
        return
        [
            .. due.Where(one =>
                !IsComparison(one) || (tokens.TryGetValue(one.ConnectionId, out var token) && taken.Add(token))
            ),
        ];
    }

    private static bool IsComparison(Due due) => due.Kind is DueKind.DriftCheck or DueKind.QuickComparison;
}
