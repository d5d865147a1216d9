using HumaXledger.Core.Access;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage;

/// <summary>A part of the activity log, newest first, with the count of all there is.</summary>
public sealed record ActivityPage(IReadOnlyList<ActivityRecord> Records, int Total);

/// <summary>Who did what when. Written once, never changed.</summary>
public sealed class ActivityLog(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <summary>For an act that changes nothing in the store, or has been stored already. What is stored together with its act goes by <see cref="ActivityRecord.Of"/> into the same save.</summary>
    public async Task AppendAsync(Actor by, string what, Guid? connectionId = null, IReadOnlyList<string>? arguments = null, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        context.Activity.Add(ActivityRecord.Of(by, what, clock.GetUtcNow().UtcDateTime, connectionId, arguments));
        await context.SaveChangesAsync(cancellation);
    }

    /// <param name="connectionId">Null: everything, also what belongs to no connection.</param>
    public async Task<ActivityPage> ReadAsync(Guid? connectionId, int skip, int take, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = context.Activity.AsNoTracking().Where(row => connectionId == null || row.ConnectionId == connectionId);
        return new ActivityPage(
            await rows.OrderByDescending(row => row.Id).Skip(skip).Take(take).ToListAsync(cancellation),
            await rows.CountAsync(cancellation));
    }
}
