using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Queue;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Inbound;

/// <summary>A linked person who is held back because one record looks like another person now, as a page shows
/// them.</summary>
/// <param name="Name">The name that was linked.</param>
/// <param name="Before">The facts of <see cref="Identity"/> as they were known.</param>
/// <param name="InHuma">The facts as Huma holds them now; likewise <paramref name="InXledger"/>.</param>
/// <param name="At">
/// When that was noticed, UTC. An answer names it, so that an answer to an earlier state is recognized.
/// </param>
public sealed record HeldPerson(
    Guid ConnectionId,
    HumaId HumaId,
    XledgerId XledgerId,
    string Name,
    FieldValues Before,
    FieldValues InHuma,
    FieldValues InXledger,
    DateTime At
)
{
    /// <summary>The person, for pages and the activity log.</summary>
    public PersonReference PersonReference => new(ConnectionId, HumaId, XledgerId, Name);

    /// <summary>
    /// Whether the link was made or changed in the database from outside; else one record looks like another person.
    /// </summary>
    public bool Doubted { get; init; }

    /// <summary>Whether there is something to see of both records.</summary>
    internal bool ShowsBoth =>
        Identity.Fields.Any(fact => InHuma[fact].IsValue) && Identity.Fields.Any(fact => InXledger[fact].IsValue);

    /// <summary>
    /// The same for a link that something else wrote: nothing of its row is shown, only the two records that it names,
    /// as they were compared.
    /// </summary>
    /// <param name="known">Null where nothing was read that can be opened.</param>
    internal static HeldPerson OfDoubted(PersonLink link, ComparisonInput? known)
    {
        var (huma, xledger) = (FactsOf(known?.Huma, link.HumaId.Value), FactsOf(known?.Xledger, link.XledgerId.Value));
        var names = new[] { huma, xledger }.Select(Person.NameIn);
        return Of(link) with
        {
            Name = names.FirstOrDefault(name => name.Length > 0) ?? link.HumaId.Value,
            Before = FieldValues.AllUnknown,
            InHuma = huma,
            InXledger = xledger,
        };
    }

    private static FieldValues FactsOf(IReadOnlyList<Person>? people, string id) =>
        people?.FirstOrDefault(person => person.Id == id) is { } found
            ? Identity.Of(found.Values)
            : FieldValues.AllUnknown;

    internal static HeldPerson Of(PersonLink link)
    {
        var before = link.Identity.Before;
        var names = new[] { before, link.OtherPersonInHuma, link.OtherPersonInXledger }.Select(Person.NameIn);
        return new HeldPerson(
            link.ConnectionId,
            link.HumaId,
            link.XledgerId,
            names.FirstOrDefault(name => name.Length > 0) ?? link.HumaId.Value,
            before,
            link.OtherPersonInHuma,
            link.OtherPersonInXledger,
            link.OtherPersonAt!.Value
        )
        {
            Doubted = link.Doubted,
        };
    }

    // All of it is personal data.
    public override string ToString() => $"{HumaId}";
}

/// <summary>
/// Linked people of whom one record looks like another person (<see cref="Identity"/>): who they are, and the two
/// answers. Until one is given nothing of them
/// is written, whichever way the change was noticed.
/// </summary>
public sealed class OtherPeople(
    IDbContextFactory<SyncDbContext> contexts,
    SnapshotCache snapshots,
    ChangeQueue queue,
    TimeProvider clock
)
{
    /// <summary>All held people of a connection, the longest waiting first.</summary>
    public async Task<IReadOnlyList<HeldPerson>> ReadAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeePeople, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var links = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connectionId && link.OtherPersonAt != null)
            .OrderBy(link => link.OtherPersonAt)
            .ThenBy(link => link.HumaId)
            .ToListAsync(cancellation);
        return await HeldAsync(links, cancellation);
    }

    /// <summary>One person; null where nothing is asked about them.</summary>
    public async Task<HeldPerson?> FindAsync(Guid connectionId, HumaId person, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeePeople, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var link = await context
            .Links.AsNoTracking()
            .SingleOrDefaultAsync(
                link => link.ConnectionId == connectionId && link.HumaId == person && link.OtherPersonAt != null,
                cancellation
            );
        return link is null ? null : (await HeldAsync([link], cancellation))[0];
    }

    private async Task<IReadOnlyList<HeldPerson>> HeldAsync(List<PersonLink> links, CancellationToken cancellation)
    {
        // Loaded for what is doubted alone.
        var known = links.Find(link => link.Doubted) is { } doubted
            ? await snapshots.AsComparedAsync(doubted.ConnectionId, cancellation)
            : null;
        return links.ConvertAll(link => link.Doubted ? HeldPerson.OfDoubted(link, known) : HeldPerson.Of(link));
    }

    /// <summary>
    /// "Yes, the same person": both records as they were shown are the linked person. What changed is looked at at once
    /// and written by the same rules and safety
    /// limits as any change from Huma. Refused where another person is seen by now, or it has been answered already.
    /// </summary>
    public Task<Reason?> ConfirmAsync(HeldPerson shown, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize, shown.ConnectionId);
        if (shown is { Doubted: true, ShowsBoth: false })
        {
            return Task.FromResult<Reason?>(new Reason(ReviewReasons.OtherPersonNotShown));
        }

        return AnswerAsync(
            shown.PersonReference,
            shown.At,
            // Confirming one proves it: the facts of another page are not enough.
            shown.Doubted,
            by,
            ActivityCodes.SamePersonConfirmed,
            async (context, link, who, now) =>
            {
                link.ConfirmSame(shown.InHuma, shown.InXledger, who, now);
                await new DistinctPairs(
                    link.ConnectionId,
                    null,
                    [],
                    [new DistinctPair(link.HumaId, link.XledgerId)]
                ).StoreAsync(context, who, now, cancellation);
                var held = await OtherPersonHolds
                    .Pending(context, shown.ConnectionId, [shown.HumaId])
                    .ToListAsync(cancellation);
                foreach (var pending in held)
                {
                    pending.WaitAgain();
                }

                if (held.Count == 0)
                {
                    context.PendingChanges.Add(PendingChange.Asked(shown.ConnectionId, shown.HumaId, who, now));
                }
            },
            cancellation
        );
    }

    /// <summary>
    /// "Unlink": the two records are two people. The link goes, the history stays, and neither system is written to;
    /// the next comparison matches both anew, and never proposes them to each other again.
    /// Refused where another person is seen by now, or it has been answered already.
    /// </summary>
    public Task<Reason?> UnlinkAsync(HeldPerson shown, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize, shown.ConnectionId);
        return UnlinkAsync(shown.PersonReference, shown.At, by, cancellation);
    }

    /// <summary>
    /// "Unlink" of a pair that looks right and is not: the same as the answer about a held person. Refused while a
    /// synchronization is in progress, and where the two are not linked any more or a question about them is open.
    /// </summary>
    public Task<Reason?> UnlinkAsync(PersonReference shown, Actor by, CancellationToken cancellation) =>
        UnlinkAsync(shown, noticedAt: null, by, cancellation);

    /// <summary>
    /// The pairs of a person that were answered to be two people and are not proposed any more. Those of the review
    /// that is open are taken back there.
    /// </summary>
    public async Task<IReadOnlyList<DistinctPairRecord>> ReadDistinctAsync(
        PersonReference person,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.SeePeople, person.ConnectionId);
        var (connectionId, huma, xledger) = (person.ConnectionId, person.Huma, person.Xledger);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await Distinct(context, connectionId)
            .AsNoTracking()
            .Where(pair => (huma != null && pair.HumaId == huma) || (xledger != null && pair.XledgerId == xledger))
            .OrderBy(pair => pair.Id)
            .ToListAsync(cancellation);
    }

    /// <summary>
    /// "Propose again": two records that were answered to be two people may be matched by the next comparison. Refused
    /// where it was done already.
    /// </summary>
    /// <param name="shown">With both ids.</param>
    public async Task<Reason?> ProposeAgainAsync(PersonReference shown, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.Synchronize, shown.ConnectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, shown.ConnectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == shown.ConnectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return ended;
        }

        var removed = await Distinct(context, shown.ConnectionId)
            .Where(pair => pair.HumaId == shown.Huma && pair.XledgerId == shown.Xledger)
            .ExecuteDeleteAsync(cancellation);
        if (removed == 0)
        {
            return new Reason(ReviewReasons.OtherPersonOvertaken);
        }

        context.Activity.Add(
            ActivityRecord.Of(
                by,
                ActivityCodes.ProposedAgain,
                clock.GetUtcNow().UtcDateTime,
                shown.ConnectionId,
                shown.Ids.Named
            )
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    // What an open review answered is changed there.
    private static IQueryable<DistinctPairRecord> Distinct(SyncDbContext context, Guid connectionId) =>
        context.DistinctPairs.Where(pair =>
            pair.ConnectionId == connectionId
            && !context.Comparisons.Any(comparison =>
                comparison.Id == pair.ComparisonId && comparison.State == ComparisonState.Complete
            )
        );

    private Task<Reason?> UnlinkAsync(
        PersonReference shown,
        DateTime? noticedAt,
        Actor by,
        CancellationToken cancellation
    ) =>
        AnswerAsync(
            shown,
            noticedAt,
            doubted: null,
            by,
            ActivityCodes.PersonUnlinked,
            (context, link, who, now) => SeparateAsync(context, link, who, now, cancellation),
            cancellation
        );

    private async Task<Reason?> AnswerAsync(
        PersonReference shown,
        DateTime? noticedAt,
        bool? doubted,
        Actor by,
        string code,
        Func<SyncDbContext, PersonLink, string, DateTime, Task> answer,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.Synchronize, shown.ConnectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, shown.ConnectionId, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == shown.ConnectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return ended;
        }

        var link = await context.Links.SingleOrDefaultAsync(
            link =>
                link.ConnectionId == shown.ConnectionId && link.HumaId == shown.Huma && link.XledgerId == shown.Xledger,
            cancellation
        );
        if (link is null || link.OtherPersonAt != noticedAt || (doubted is { } shownAs && link.Doubted != shownAs))
        {
            return new Reason(ReviewReasons.OtherPersonOvertaken);
        }

        // A run would keep the link up to date that it began with. Nothing of a held person is in one.
        if (noticedAt is null && await context.UnderWay(shown.ConnectionId).AnyAsync(cancellation))
        {
            return new Reason(RunReasons.RunUnderWay);
        }

        var at = clock.GetUtcNow().UtcDateTime;
        await answer(context, link, who, at);
        context.Activity.Add(ActivityRecord.Of(by, code, at, shown.ConnectionId, shown.Ids.Named));
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        queue.Signal(shown.ConnectionId, atOnce: true);
        return null;
    }

    // The link goes and so does what stands for it; what was written before stays in the history.
    private static async Task SeparateAsync(
        SyncDbContext context,
        PersonLink link,
        string who,
        DateTime now,
        CancellationToken cancellation
    )
    {
        context.Links.Remove(link);
        var distinct = new DistinctPairs(link.ConnectionId, null, [new DistinctPair(link.HumaId, link.XledgerId)], []);
        await distinct.StoreAsync(context, who, now, cancellation);

        // An earlier "yes" about the two would make the same link again.
        await DecisionStore.ForgetMatchAsync(context, link.ConnectionId, link.HumaId, link.XledgerId, cancellation);
        await OtherPersonHolds.UnlinkedAsync(context, link.ConnectionId, [link.HumaId], now, cancellation);
    }
}
