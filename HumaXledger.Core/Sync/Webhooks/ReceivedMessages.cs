using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>One message of Huma's webhook as it is shown: not its content, but the result.</summary>
/// <param name="People">How many people it names.</param>
/// <param name="PendingChanges">The states of their pending changes; empty where no one was queued.</param>
public sealed record ReceivedMessage(
    long Id,
    DateTime At,
    string Topic,
    int People,
    MessageState State,
    Reason? Reason,
    IReadOnlyDictionary<PendingChangeState, int> PendingChanges
);

/// <summary>A part of the messages of one connection, newest first, with the count of all there are.</summary>
public sealed record ReceivedMessages(IReadOnlyList<ReceivedMessage> Messages, int Total)
{
    /// <summary>No message.</summary>
    public static ReceivedMessages None { get; } = new([], 0);

    public static async Task<ReceivedMessages> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        int skip,
        int take,
        CancellationToken cancellation
    )
    {
        var all = context.Messages.Where(row => row.ConnectionId == connectionId);
        var rows = await all.OrderByDescending(row => row.Id)
            .Skip(skip)
            .Take(take)
            .Select(row => new
            {
                row.Id,
                row.ReceivedAt,
                row.Topic,
                row.UserCount,
                row.State,
                row.Reason,
            })
            .ToListAsync(cancellation);
        var ids = rows.ConvertAll(row => row.Id);
        var counts = await context
            .PendingChanges.Where(row =>
                row.ConnectionId == connectionId && row.MessageId != null && ids.Contains(row.MessageId.Value)
            )
            .GroupBy(row => new { row.MessageId, row.State })
            .Select(group => new
            {
                group.Key.MessageId,
                group.Key.State,
                Count = group.Count(),
            })
            .ToListAsync(cancellation);
        var states = counts.ToLookup(row => row.MessageId!.Value);
        return new ReceivedMessages(
            rows.ConvertAll(row => new ReceivedMessage(
                row.Id,
                row.ReceivedAt,
                row.Topic,
                row.UserCount,
                row.State,
                row.Reason,
                states[row.Id].ToDictionary(count => count.State, count => count.Count)
            )),
            await all.CountAsync(cancellation)
        );
    }
}
