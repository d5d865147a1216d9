using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>Which comparisons of a connection are finished, and which of them is the newest.</summary>
internal static class ComparisonQueries
{
    /// <summary>
    /// Both sides were read completely, whether the comparison can still be decided on or is closed; newest first, not
    /// tracked.
    /// </summary>
    public static IQueryable<ComparisonRecord> FinishedComparisons(this SyncDbContext context, Guid connectionId) =>
        context
            .Comparisons.AsNoTracking()
            .Where(comparison => comparison.ConnectionId == connectionId)
            .Finished()
            .OrderByDescending(comparison => comparison.StartedAt);

    /// <summary>The connection's comparison for this purpose that is being made; null where none is.</summary>
    public static Task<Guid?> ComparisonUnderWayAsync(
        this SyncDbContext context,
        Guid connectionId,
        ComparisonPurpose purpose,
        CancellationToken cancellation
    ) =>
        context
            .Comparisons.Where(comparison =>
                comparison.ConnectionId == connectionId
                && comparison.Purpose == purpose
                && comparison.State == ComparisonState.Running
            )
            .Select(comparison => (Guid?)comparison.Id)
            .FirstOrDefaultAsync(cancellation);

    /// <summary>Both sides were read completely, whether the comparison can still be decided on or is closed.</summary>
    public static IQueryable<ComparisonRecord> Finished(this IQueryable<ComparisonRecord> comparisons) =>
        comparisons.Where(comparison =>
            comparison.State == ComparisonState.Complete || comparison.State == ComparisonState.Closed
        );

    /// <summary>Those that were made to be decided on; difference checks are left out.</summary>
    public static IQueryable<ComparisonRecord> OfReviews(this IQueryable<ComparisonRecord> comparisons) =>
        comparisons.Where(comparison => comparison.Purpose == ComparisonPurpose.Review);

    /// <summary>Those whose input is still kept; retention removes it from old ones.</summary>
    public static IQueryable<ComparisonRecord> WithInput(
        this IQueryable<ComparisonRecord> comparisons,
        SyncDbContext context
    ) =>
        comparisons.Where(comparison =>
            context.ComparisonContents.Any(content => content.ComparisonId == comparison.Id)
        );
}
