using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>
/// How many values were read back as written in one hour; by the hour, so that a reader's own days can be made of it.
/// </summary>
/// <param name="Hour">Its beginning, UTC.</param>
public sealed record ChangesOfHour(DateTime Hour, int Changes)
{
    /// <summary>Hours without a change are left out.</summary>
    public static async Task<IReadOnlyList<ChangesOfHour>> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime since,
        CancellationToken cancellation
    )
    {
        var hours = await (
            from run in context.Runs.AsNoTracking()
            join change in context.Changes on run.Id equals change.RunId
            where
                run.ConnectionId == connectionId
                && (run.FinishedAt == null || run.FinishedAt >= since)
                && change.State == ChangeState.Confirmed
                && change.ChangedAt >= since
            group change by new { change.ChangedAt!.Value.Date, change.ChangedAt!.Value.Hour } into hour
            select new { hour.Key, Count = hour.Count() }
        ).ToListAsync(cancellation);
        return
        [
            .. hours
                .Select(hour => new ChangesOfHour(
                    DateTime.SpecifyKind(hour.Key.Date.AddHours(hour.Key.Hour), DateTimeKind.Utc),
                    hour.Count
                ))
                .OrderBy(hour => hour.Hour),
        ];
    }
}
