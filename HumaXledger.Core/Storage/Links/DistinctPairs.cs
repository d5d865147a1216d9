using HumaXledger.Core.Matching;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Links;

/// <summary>
/// Pairs of a connection that are not the same person, and what an answer to "who is who" changes about them.
/// </summary>
/// <param name="ComparisonId">In whose review it is answered; null: by an administrator about the link itself.</param>
/// <param name="Add">Pairs that were shown and denied.</param>
/// <param name="Remove">
/// Pairs that are not denied any longer. A review takes back what was answered in it, and nothing else.
/// </param>
internal sealed record DistinctPairs(
    Guid ConnectionId,
    Guid? ComparisonId,
    IReadOnlyCollection<DistinctPair> Add,
    IReadOnlyCollection<DistinctPair> Remove
)
{
    /// <summary>All such pairs of a connection.</summary>
    /// <param name="exceptOf">Without those that were answered in the review of this comparison.</param>
    public static async Task<IReadOnlyList<DistinctPair>> LoadAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation,
        Guid? exceptOf = null
    ) =>
        [
            .. (
                await context
                    .DistinctPairs.AsNoTracking()
                    .Where(pair =>
                        pair.ConnectionId == connectionId && (exceptOf == null || pair.ComparisonId != exceptOf)
                    )
                    .OrderBy(pair => pair.Id)
                    .Select(pair => new { pair.HumaId, pair.XledgerId })
                    .ToListAsync(cancellation)
            ).Select(pair => new DistinctPair(pair.HumaId, pair.XledgerId)),
        ];

    /// <summary>
    /// Stores the change in the open transaction. A pair that is stored already keeps who said so first, unless it is
    /// unlinked now.
    /// </summary>
    public async Task StoreAsync(SyncDbContext context, string decidedBy, DateTime at, CancellationToken cancellation)
    {
        var users = Add.Concat(Remove).Select(pair => pair.Huma).Distinct().ToList();
        var stored = await context
            .DistinctPairs.Where(pair => pair.ConnectionId == ConnectionId && users.Contains(pair.HumaId))
            .ToListAsync(cancellation);
        var kept = stored.ToDictionary(row => new DistinctPair(row.HumaId, row.XledgerId));
        context.DistinctPairs.RemoveRange(
            Remove
                .Except(Add)
                .Where(kept.ContainsKey)
                .Select(pair => kept[pair])
                .Where(row => ComparisonId is null || row.ComparisonId == ComparisonId)
        );
        foreach (var pair in Add.Distinct())
        {
            if (!kept.TryGetValue(pair, out var row))
            {
                context.DistinctPairs.Add(
                    new DistinctPairRecord
                    {
                        ConnectionId = ConnectionId,
                        HumaId = pair.Huma,
                        XledgerId = pair.Xledger,
                        ComparisonId = ComparisonId,
                        DecidedBy = decidedBy,
                        DecidedAt = at,
                    }
                );
            }
            else if (ComparisonId is null)
            {
                (row.ComparisonId, row.DecidedBy, row.DecidedAt) = (null, decidedBy, at);
            }
            else if (row.ComparisonId is not null)
            {
                row.ComparisonId = ComparisonId;
            }
        }
    }
}
