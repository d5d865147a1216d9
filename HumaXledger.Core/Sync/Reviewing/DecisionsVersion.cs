using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>The version of the decisions of a connection's newest open review.</summary>
public sealed record DecisionsVersion(Guid ConnectionId, Guid ComparisonId, int Version)
{
    /// <summary>The versions as of now, in one query; connections without an open review are left out.</summary>
    public static async Task<IReadOnlyList<DecisionsVersion>> ReadAsync(
        SyncDbContext context,
        IReadOnlyCollection<Guid> connections,
        CancellationToken cancellation
    )
    {
        var open = context
            .Comparisons.AsNoTracking()
            .OfReviews()
            .Where(comparison => comparison.State == ComparisonState.Complete);
        return await open.Where(comparison =>
                connections.Contains(comparison.ConnectionId)
                && !open.Any(other =>
                    other.ConnectionId == comparison.ConnectionId && other.StartedAt > comparison.StartedAt
                )
            )
            .Select(comparison => new DecisionsVersion(
                comparison.ConnectionId,
                comparison.Id,
                comparison.DecisionsVersion
            ))
            .ToListAsync(cancellation);
    }
}
