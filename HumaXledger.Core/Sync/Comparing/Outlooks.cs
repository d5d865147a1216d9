using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>Stores with each link the future starts and ends of positions that were read from Huma.</summary>
internal static class Outlooks
{
    /// <summary>
    /// Notes what was read of those of these people who are linked. What a later reading noted stays, and so does a day
    /// that
    /// has come: only queueing the person takes it off, for a comparison writes nothing by itself.
    /// </summary>
    /// <param name="readAt">When the reading began, UTC.</param>
    /// <param name="today">In Oslo.</param>
    public static async Task NoteAsync(
        SyncDbContext context,
        Guid connectionId,
        IEnumerable<Person> read,
        DateTime readAt,
        DateOnly today,
        CancellationToken cancellation
    )
    {
        var people = read.ToDictionary(person => new HumaId(person.Id), person => person.Outlook);
        if (people.Count == 0)
        {
            return;
        }

        // Few people have an outlook; those whose outlook has not changed need not be loaded with all their values.
        var links = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connectionId && (link.OutlookAt == null || link.OutlookAt <= readAt))
            .Select(link => new
            {
                link.Id,
                link.HumaId,
                link.Outlook,
                link.LookAgainOn,
            })
            .ToListAsync(cancellation);
        foreach (var link in links)
        {
            if (
                !people.TryGetValue(link.HumaId, out var outlook)
                || (outlook is null && link.Outlook is null && link.LookAgainOn is null)
            )
            {
                continue;
            }

            var (id, lookAgainOn) = (link.Id, link.LookAgainOn <= today ? link.LookAgainOn : outlook?.LookAgainOn);
            await context
                .Links.Where(row => row.Id == id && (row.OutlookAt == null || row.OutlookAt <= readAt))
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.Outlook, outlook)
                            .SetProperty(row => row.OutlookAt, readAt)
                            .SetProperty(row => row.LookAgainOn, lookAgainOn),
                    cancellation
                );
        }
    }
}
