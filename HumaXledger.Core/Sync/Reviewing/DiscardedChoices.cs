using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Reviews;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>What a new comparison discards: the stored choices of the connection's open review.</summary>
/// <param name="Names">Who made them, in the order of names.</param>
public sealed record DiscardedChoices(int Count, IReadOnlyList<string> Names)
{
    /// <summary>
    /// As of now; null where nothing would be discarded. That two records are not the same person is kept for good, and
    /// what was chosen for the people of a pilot is carried out.
    /// </summary>
    public static async Task<DiscardedChoices?> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        var open = await context
            .FinishedComparisons(connectionId)
            .OfReviews()
            .Where(comparison => comparison.State == ComparisonState.Complete)
            .Select(comparison => (Guid?)comparison.Id)
            .FirstOrDefaultAsync(cancellation);
        if (open is not { } comparisonId)
        {
            return null;
        }

        var pilots = await PilotRun.ReadAsync(context, comparisonId, cancellation);
        var done = pilots.SelectMany(pilot => pilot.People).ToHashSet();
        var choices = await context
            .Decisions.AsNoTracking()
            .Where(row => row.ComparisonId == comparisonId)
            .Where(row => row.Kind != DecisionKind.Match || row.XledgerId != null)
            // They belong to a run, or to a plan.
            .Where(row => row.Kind != DecisionKind.Held && row.Kind != DecisionKind.ConfirmAllowance)
            .Select(row => new
            {
                row.HumaId,
                row.XledgerId,
                row.DecidedBy,
            })
            .ToListAsync(cancellation);
        choices.RemoveAll(row => PersonOf(row.HumaId, row.XledgerId) is { } person && done.Contains(person));
        return choices.Count == 0
            ? null
            : new DiscardedChoices(
                choices.Count,
                [.. choices.Select(row => row.DecidedBy).Distinct().Order(StringComparer.CurrentCulture)]
            );
    }

    private static PersonRef? PersonOf(string? user, string? employee) =>
        PersonRef.Of(user is null ? null : new HumaId(user), employee is null ? null : new XledgerId(employee));
}
