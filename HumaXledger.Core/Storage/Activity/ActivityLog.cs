using System.Runtime.CompilerServices;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Activity;

/// <summary>A part of the activity log, newest first, with the count of all there is.</summary>
public sealed record ActivityPage(IReadOnlyList<ActivityRecord> Records, int Total);

/// <summary>Who did what when. Written once, never changed.</summary>
public sealed class ActivityLog(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <summary>
    /// For an act that changes nothing in the store, or has been stored already. What is stored together with its act
    /// goes by <see cref="ActivityRecord.Of"/> into the same save.
    /// </summary>
    public async Task AppendAsync(
        Actor by,
        string what,
        Guid? connectionId = null,
        IReadOnlyList<string>? arguments = null,
        CancellationToken cancellation = default
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        context.Activity.Add(ActivityRecord.Of(by, what, clock.GetUtcNow().UtcDateTime, connectionId, arguments));
        await context.SaveChangesAsync(cancellation);
    }

    /// <param name="connectionId">Null: everything, also what belongs to no connection.</param>
    public Task<ActivityPage> ReadAsync(
        Guid? connectionId,
        int skip,
        int take,
        CancellationToken cancellation = default
    ) => FindAsync(new ActivityFilter { ConnectionId = connectionId }, skip, take, cancellation);

    /// <summary>Entries that match, the newest first, with how many match in all.</summary>
    public async Task<ActivityPage> FindAsync(
        ActivityFilter filter,
        int skip,
        int take,
        CancellationToken cancellation = default
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = filter.Of(context.Activity.AsNoTracking());
        return new ActivityPage(
            await rows.OrderByDescending(row => row.Number).Skip(skip).Take(take).ToListAsync(cancellation),
            await rows.CountAsync(cancellation)
        );
    }

    /// <summary>How many entries match.</summary>
    public async Task<int> CountAsync(ActivityFilter filter, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await filter.Of(context.Activity).CountAsync(cancellation);
    }

    /// <summary>All of it, oldest first, one entry at a time.</summary>
    public async IAsyncEnumerable<ActivityRecord> StreamAsync(
        ActivityFilter filter,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await foreach (
            var row in filter
                .Of(context.Activity.AsNoTracking())
                .OrderBy(row => row.Number)
                .AsAsyncEnumerable()
                .WithCancellation(cancellation)
        )
        {
            yield return row;
        }
    }

    /// <summary>Names that appear in the log, in alphabetical order.</summary>
    public async Task<IReadOnlyList<string>> NamesAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Activity.Select(row => row.Who).Distinct().OrderBy(name => name).ToListAsync(cancellation);
    }

    /// <summary>Where the chain ends now.</summary>
    public async Task<ChainMark> HeadAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .ActivityHead.Select(head => new ChainMark(head.Number, head.Hash))
            .SingleAsync(cancellation);
    }

    /// <summary>
    /// Removes the entries before this moment, from the beginning of the log, all but the last of them, and logs the
    /// cut.
    /// </summary>
    public async Task<ChainCut> CutAsync(DateTime before, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await ActivityChain.CutAsync(
            context,
            before,
            arguments =>
                ActivityRecord.Of(Actor.System, ActivityChain.Cut, clock.GetUtcNow().UtcDateTime, null, arguments),
            cancellation
        );
    }
}
