using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>Keeps in the store which linked people are held back because a record looks like another person.</summary>
internal static class OtherPersonHolds
{
    /// <summary>
    /// Stores with the links of a connection which people a complete comparison found to look like another person, and
    /// clears it for those who do not look so any more. Saves nothing.
    /// </summary>
    internal static async Task NoteAsync(
        SyncDbContext context,
        ComparisonRecord record,
        Comparison comparison,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var others = comparison.OtherPeople.ToDictionary(other => other.Pair.Link);
        var people = others.Keys.Select(link => link.Huma).ToList();
        var links = await context
            .Links.Where(link =>
                link.ConnectionId == record.ConnectionId && (people.Contains(link.HumaId) || link.OtherPersonAt != null)
            )
            .ToListAsync(cancellation);
        var queued = await Pending(context, record.ConnectionId, [.. links.Select(link => link.HumaId)])
            .Select(pending => pending.HumaId)
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var link in links)
        {
            var there = new Link(link.HumaId, link.XledgerId);
            if (!others.TryGetValue(there, out var other))
            {
                // Found after the systems were read: only a newer reading can clear it.
                if (link.OtherPersonAt < record.StartedAt && comparison.Matches.Pairs.Any(pair => pair.Link == there))
                {
                    link.ClearOther();
                    await EndAsync(context, record.ConnectionId, link.HumaId, now, cancellation);
                }

                continue;
            }

            // A profile that was read since is newer.
            if (link.OtherPersonAt is null || link.OtherPersonAt < record.StartedAt)
            {
                link.NoteOther(other, now);
            }

            if (!queued.Contains(link.HumaId))
            {
                context.PendingChanges.Add(Held(record, other, link.Doubted, now));
            }
        }
    }

    /// <summary>
    /// Closes what is held of a person whose records look like the linked person again. Saves nothing.
    /// </summary>
    internal static async Task EndAsync(
        SyncDbContext context,
        Guid connectionId,
        HumaId person,
        DateTime now,
        CancellationToken cancellation
    )
    {
        foreach (var pending in await Pending(context, connectionId, [person]).ToListAsync(cancellation))
        {
            pending.End(PendingChangeState.NothingToDo, now, reason: null);
        }
    }

    /// <summary>Withdraws the question about these people, at once.</summary>
    internal static async Task ClearAsync(
        SyncDbContext context,
        Guid connectionId,
        IReadOnlyList<HumaId> people,
        CancellationToken cancellation
    )
    {
        if (people.Count == 0)
        {
            return;
        }

        var nothing = FieldValues.AllUnknown;
        await context
            .Links.Where(link => link.ConnectionId == connectionId && people.Contains(link.HumaId))
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(link => link.OtherPersonAt, (DateTime?)null)
                        .SetProperty(link => link.OtherPersonInHuma, nothing)
                        .SetProperty(link => link.OtherPersonInXledger, nothing),
                cancellation
            );
        await Pending(context, connectionId, people)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.NothingToDo)
                        .SetProperty(pending => pending.Cause, (PendingChangeCause?)null)
                        .SetProperty(pending => pending.Reason, (Reason?)null),
                cancellation
            );
    }

    /// <summary>Ends what is held of people whose links are removed, and removes their held values, at once.</summary>
    internal static async Task UnlinkedAsync(
        SyncDbContext context,
        Guid connectionId,
        IReadOnlyList<HumaId> people,
        DateTime now,
        CancellationToken cancellation
    )
    {
        if (people.Count == 0)
        {
            return;
        }

        var unlinked = new Reason(InboundReasons.Unlinked);
        await context
            .HeldValues.Where(value => value.ConnectionId == connectionId && people.Contains(value.HumaId))
            .ExecuteDeleteAsync(cancellation);
        await Pending(context, connectionId, people)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(pending => pending.State, PendingChangeState.ForManualSync)
                        .SetProperty(pending => pending.Cause, (PendingChangeCause?)null)
                        .SetProperty(pending => pending.Reason, unlinked)
                        .SetProperty(pending => pending.EndedAt, now),
                cancellation
            );
    }

    /// <summary>What is held of these people until the question is answered.</summary>
    internal static IQueryable<PendingChange> Pending(
        SyncDbContext context,
        Guid connectionId,
        IReadOnlyList<HumaId> people
    ) =>
        context.PendingChanges.Where(pending =>
            pending.ConnectionId == connectionId
            && people.Contains(pending.HumaId)
            && pending.State == PendingChangeState.Held
            && pending.Cause == PendingChangeCause.OtherPerson
        );

    /// <summary>Why a linked person is held: the link is doubted, or a record looks like another person.</summary>
    public static Reason ReasonOf(bool doubted) =>
        new(doubted ? InboundReasons.LinkDoubted : InboundReasons.LooksLikeAnother);

    private static PendingChange Held(ComparisonRecord record, OtherPerson other, bool doubted, DateTime now)
    {
        var byCheck = record.Purpose == ComparisonPurpose.DriftCheck;
        var held = PendingChange.Of(
            record.ConnectionId,
            other.Pair.Link.Huma,
            byCheck ? PendingChangeSource.DriftCheck : PendingChangeSource.Person,
            PendingChangeKind.Updated,
            now,
            byCheck ? null : record.StartedBy
        );
        held.PersonName = other.Pair.Huma.DisplayName;
        (held.ReadAt, held.ComparedAt) = (record.StartedAt, now);
        held.End(PendingChangeState.Held, now, ReasonOf(doubted), PendingChangeCause.OtherPerson);
        return held;
    }
}
