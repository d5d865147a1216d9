using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// The names of other connections that are stored with a connection: those that people belong to. They were stored for
/// who saw both.
/// </summary>
internal static class NamesOfOthers
{
    private static readonly Reason Hidden = new(ConnectionReasons.ClaimedByHidden);

    /// <summary>
    /// Removes them all, in the transaction of <paramref name="context"/>. A review that holds one is closed: it is in
    /// the memory of nodes and pages.
    /// </summary>
    public static async Task HideAsync(
        SyncDbContext context,
        ComparisonArchive archive,
        IReadOnlyList<Guid> connections,
        CancellationToken cancellation
    )
    {
        var reasons = await context
            .PendingChanges.Where(pending => connections.Contains(pending.ConnectionId) && pending.Reason != null)
            .Select(pending => new { pending.Id, pending.Reason })
            .ToListAsync(cancellation);
        foreach (
            var some in reasons
                .Where(pending => ReasonNames.NamesConnection(pending.Reason!))
                .Select(pending => pending.Id)
                .Chunk(1_000)
        )
        {
            await context
                .PendingChanges.Where(pending => some.Contains(pending.Id))
                .ExecuteUpdateAsync(set => set.SetProperty(pending => pending.Reason, Hidden), cancellation);
        }

        var kept = await context
            .Comparisons.Where(comparison => connections.Contains(comparison.ConnectionId))
            .WithInput(context)
            .Select(comparison => new { comparison.ConnectionId, comparison.Id })
            .ToListAsync(cancellation);
        foreach (var (connection, comparison) in kept.Select(one => (one.ConnectionId, one.Id)))
        {
            if (
                await archive.LoadAsync(connection, comparison, cancellation) is { } input
                && Without(input) is { } without
            )
            {
                await archive.ReplaceAsync(context, comparison, without, cancellation);
                await context
                    .Comparisons.Where(row => row.Id == comparison && row.State == ComparisonState.Complete)
                    .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, ComparisonState.Closed), cancellation);
            }
        }
    }

    private static ComparisonInput? Without(ComparisonInput input) =>
        input.Problems.Any(Names) || input.Outside.Any(Names)
            ? input with
            {
                Problems = [.. input.Problems.Select(one => Names(one) ? one with { Reason = Hidden } : one)],
                Outside = [.. input.Outside.Select(one => Names(one) ? one with { Place = null } : one)],
            }
            : null;

    private static bool Names(ReadProblem problem) => ReasonNames.NamesConnection(problem.Reason);

    private static bool Names(OutsideRecord record) => record is { Person.Side: Side.Huma, Place: not null };
}
