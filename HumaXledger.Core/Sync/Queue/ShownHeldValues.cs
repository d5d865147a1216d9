using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>Values that rules hold, as a page showed them when some or all were decided.</summary>
/// <param name="Chosen">Ids of those that are decided, with when each was held (UTC); null: all that are open.</param>
/// <param name="Open">How many were open.</param>
/// <param name="Newest">When the newest open one was held (UTC); null without one.</param>
public sealed record ShownHeldValues(IReadOnlyDictionary<long, DateTime>? Chosen, int Open, DateTime? Newest)
{
    /// <summary>Nothing was shown.</summary>
    public static readonly ShownHeldValues None = new(null, 0, null);

    /// <summary>All that are open now.</summary>
    public static async Task<ShownHeldValues> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        var open = OpenOf(context, connectionId);
        return new ShownHeldValues(
            null,
            await open.CountAsync(cancellation),
            await open.MaxAsync(value => (DateTime?)value.HeldAt, cancellation)
        );
    }

    /// <summary>Only these of them.</summary>
    public ShownHeldValues Only(IEnumerable<HeldValue> values) =>
        this with
        {
            Chosen = values.ToDictionary(value => value.Id, value => value.HeldAt),
        };

    /// <summary>
    /// How many of those that are to be decided were decided, or hold another value, since they were shown; where all
    /// are, how many are no longer the same at least.
    /// </summary>
    internal async Task<int> OvertakenAsync(SyncDbContext context, Guid connectionId, CancellationToken cancellation)
    {
        if (Chosen is null)
        {
            var now = await ReadAsync(context, connectionId, cancellation);
            return now == this ? 0 : Math.Max(1, Math.Abs(now.Open - Open));
        }

        var ids = Chosen.Keys.ToList();
        var held = await OpenOf(context, connectionId)
            .Where(value => ids.Contains(value.Id))
            .Select(value => new { value.Id, value.HeldAt })
            .ToListAsync(cancellation);
        return Chosen.Count - held.Count(value => Chosen[value.Id] == value.HeldAt);
    }

    private static IQueryable<HeldValue> OpenOf(SyncDbContext context, Guid connectionId) =>
        context
            .HeldValues.AsNoTracking()
            .Where(value => value.ConnectionId == connectionId && value.State == HeldValueState.Open);
}
