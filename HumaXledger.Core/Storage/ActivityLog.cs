using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage;

/// <summary>A part of the activity log, newest first, with the count of all there is.</summary>
public sealed record ActivityPage(IReadOnlyList<ActivityRecord> Records, int Total);

/// <summary>Who did what when. Written once, never changed.</summary>
public sealed class ActivityLog(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <param name="who">Name or address of the person, or the name of the part that acted by itself.</param>
    /// <param name="what">A stable code; its sentence is the reader's language's.</param>
    /// <param name="arguments">What goes into the sentence; never a token, identification or bank number.</param>
    public async Task AppendAsync(string who, string what, Guid? connectionId = null, IReadOnlyList<string>? arguments = null, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        context.Activity.Add(new ActivityRecord { At = clock.GetUtcNow().UtcDateTime, Who = who, What = what, ConnectionId = connectionId, Arguments = arguments ?? [] });
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
