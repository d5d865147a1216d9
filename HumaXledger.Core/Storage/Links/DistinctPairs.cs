using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Links;

/// <summary>
/// Pairs of a connection that are not the same person, and what an answer to "who is who" changes about them.
/// </summary>
/// <param name="Add">Pairs that were shown and denied.</param>
/// <param name="Remove">Pairs that are not denied any longer.</param>
internal sealed record DistinctPairs(
    Guid ConnectionId,
    IReadOnlyCollection<DistinctPair> Add,
    IReadOnlyCollection<DistinctPair> Remove
)
{
    /// <summary>
    /// Pairs that were linked when they were shown. Whoever unlinked one since said that it is two people, which only a
    /// link takes back.
    /// </summary>
    public IReadOnlySet<DistinctPair> ShownLinked { get; init; } = new HashSet<DistinctPair>();

    /// <summary>All such pairs of a connection.</summary>
    public static async Task<IReadOnlyList<DistinctPair>> LoadAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await context
                    .DistinctPairs.AsNoTracking()
                    .Where(pair => pair.ConnectionId == connectionId)
                    .OrderBy(pair => pair.Id)
                    .Select(pair => new { pair.HumaId, pair.XledgerId })
                    .ToListAsync(cancellation)
            ).Select(pair => new DistinctPair(pair.HumaId, pair.XledgerId)),
        ];

    /// <summary>
    /// Stores the change in the open transaction. A pair that is stored already keeps who said so first.
    /// </summary>
    public async Task StoreAsync(SyncDbContext context, string decidedBy, DateTime at, CancellationToken cancellation)
    {
        var users = Add.Concat(Remove).Select(pair => pair.Huma).Distinct().ToList();
        var stored = await context
            .DistinctPairs.Where(pair => pair.ConnectionId == ConnectionId && users.Contains(pair.HumaId))
            .ToListAsync(cancellation);
        var kept = stored.ToDictionary(row => new DistinctPair(row.HumaId, row.XledgerId));
        var linked = await LinkedAsync(context, users, cancellation);
        context.DistinctPairs.RemoveRange(
            Remove
                .Except(Add)
                .Where(pair => kept.ContainsKey(pair) && (!ShownLinked.Contains(pair) || linked.Contains(pair)))
                .Select(pair => kept[pair])
        );
        context.DistinctPairs.AddRange(
            Add.Distinct()
                .Where(pair => !kept.ContainsKey(pair))
                .Select(pair => new DistinctPairRecord
                {
                    ConnectionId = ConnectionId,
                    HumaId = pair.Huma,
                    XledgerId = pair.Xledger,
                    DecidedBy = decidedBy,
                    DecidedAt = at,
                })
        );
    }

    private async Task<HashSet<DistinctPair>> LinkedAsync(
        SyncDbContext context,
        List<HumaId> users,
        CancellationToken cancellation
    ) =>
        [
            .. (
                await context
                    .Links.Where(link => link.ConnectionId == ConnectionId && users.Contains(link.HumaId))
                    .Select(link => new { link.HumaId, link.XledgerId })
                    .ToListAsync(cancellation)
            ).Select(link => new DistinctPair(link.HumaId, link.XledgerId)),
        ];
}
