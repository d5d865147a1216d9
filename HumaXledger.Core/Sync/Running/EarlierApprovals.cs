using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Running;

/// <summary>Approvals that were given before a review read both systems.</summary>
internal static class EarlierApprovals
{
    /// <summary>
    /// Removes, at once, those that are not carried out yet and that the complete run of the review concerns: what the
    /// review left is left. A field that either system did not show was not reviewed.
    /// </summary>
    public static async Task RemoveAsync(
        SyncDbContext context,
        Guid connectionId,
        AdoptedReview review,
        CancellationToken cancellation
    )
    {
        var approved = context.HeldValues.Where(value =>
            value.ConnectionId == connectionId && value.State == HeldValueState.Write && value.DecidedAt < review.ReadAt
        );
        var shown = review.Comparison.Matches.Pairs.Where(pair => pair.Settled).ToDictionary(pair => pair.Link);
        foreach (var value in await approved.AsNoTracking().ToListAsync(cancellation))
        {
            if (
                review.IsOf(value.HumaId)
                && shown.TryGetValue(new Link(value.HumaId, value.XledgerId), out var pair)
                && pair.Huma[value.Field].IsKnown
                && pair.Xledger[value.Field].IsKnown
            )
            {
                await approved.Where(row => row.Id == value.Id).ExecuteDeleteAsync(cancellation);
            }
        }
    }
}
