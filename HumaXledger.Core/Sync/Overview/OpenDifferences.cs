using System.Collections.Concurrent;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Overview;

/// <summary>
/// The one source of what a connection's two systems disagree on now. Reads nothing from the systems: it starts from
/// the newest complete comparison, applies what was learnt since, and says of each
/// difference why it is still open. The result is kept until something it depends on changes.
/// </summary>
public sealed class OpenDifferences
{
    /// <summary>So many connections' people are kept in memory.</summary>
    private const int KeptSnapshots = 4;

    /// <summary>So many connections' results are kept; each is as large as its people and open differences.</summary>
    private const int KeptFigures = 8;

    /// <summary>What was written may be stored a moment after the time it bears.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly IDbContextFactory<SyncDbContext> _contexts;
    private readonly ComparisonArchive _archive;
    private readonly DecisionStore _decisions;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();
    private readonly ConcurrentDictionary<
        Guid,
        (ConnectionFigures Figures, FiguresVersion Version, DateTime AskedAt)
    > _figures = new();
    private readonly ConcurrentDictionary<Guid, (Kept Snapshot, DateTime AskedAt)> _snapshots = new();

    public OpenDifferences(
        IDbContextFactory<SyncDbContext> contexts,
        ComparisonArchive archive,
        DecisionStore decisions,
        SnapshotCache snapshots,
        TimeProvider clock
    )
    {
        (_contexts, _archive, _decisions, _clock) = (contexts, archive, decisions, clock);
        snapshots.Forgotten += Forget;
    }

    /// <summary>
    /// The figures as they are now, for counts; null where the connection was never compared, or
    /// its comparison is no longer kept.
    /// </summary>
    public Task<ConnectionFigures?> ReadAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeeStatus, connectionId);
        return ReadAsync(connectionId, cancellation);
    }

    /// <summary>The same, for showing people or their values.</summary>
    public Task<ConnectionFigures?> ReadPeopleAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        by.Demand(Permission.SeePeople, connectionId);
        return ReadAsync(connectionId, cancellation);
    }

    private async Task<ConnectionFigures?> ReadAsync(Guid connectionId, CancellationToken cancellation)
    {
        var turn = _turns.GetOrAdd(connectionId, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            await using var context = await _contexts.CreateDbContextAsync(cancellation);
            if (await FiguresVersion.ReadAsync(context, connectionId, cancellation) is not { } version)
            {
                return null;
            }

            var now = _clock.GetUtcNow().UtcDateTime;
            if (!_figures.TryGetValue(connectionId, out var kept) || kept.Version != version)
            {
                if (await SnapshotAsync(context, connectionId, version, cancellation) is not { } snapshot)
                {
                    return null;
                }

                kept = (await FiguresAsync(context, connectionId, version, snapshot, cancellation), version, now);
                Keep<(Kept Snapshot, DateTime AskedAt)>(_snapshots, connectionId, (snapshot, now), KeptSnapshots, one =>
                    one.AskedAt
                );
            }

            Keep(_figures, connectionId, kept with { AskedAt = now }, KeptFigures, one => one.AskedAt);
            return kept.Figures;
        }
        finally
        {
            turn.Release();
        }
    }

    private void Forget(Guid connectionId)
    {
        _snapshots.TryRemove(connectionId, out _);
        _figures.TryRemove(connectionId, out _);
    }

    private static void Keep<T>(
        ConcurrentDictionary<Guid, T> all,
        Guid connectionId,
        T one,
        int most,
        Func<T, DateTime> askedAt
    )
    {
        all[connectionId] = one;
        if (all.Count > most)
        {
            all.TryRemove(all.MinBy(each => askedAt(each.Value)).Key, out _);
        }
    }

    private async Task<Kept?> SnapshotAsync(
        SyncDbContext context,
        Guid connectionId,
        FiguresVersion version,
        CancellationToken cancellation
    )
    {
        var decisions = await _decisions.LoadAsync(version.ComparisonId, cancellation);
        var matches = SyncPlan.AnswersOf(decisions.Matches, othersConfirmed: false);
        var apart = await DistinctPairs.LoadAsync(context, connectionId, cancellation);
        var links = (await StoredInput.LinksAsync(context, connectionId, cancellation))
            .Except(apart.Select(pair => new Link(pair.Huma, pair.Xledger)))
            .ToHashSet();
        var kept =
            _snapshots.TryGetValue(connectionId, out var known) && known.Snapshot.IsOf(version, matches, links, apart)
                ? known.Snapshot
                : null;
        if (kept is null)
        {
            if (await _archive.LoadAsync(connectionId, version.ComparisonId, cancellation) is not { } input)
            {
                return null;
            }

            var today = SystemDay.Of(_clock.GetUtcNow());
            var connection = await context
                .Connections.AsNoTracking()
                .SingleAsync(row => row.Id == connectionId, cancellation);
            // Links that were removed since are none; those that were made since are joined below.
            input = input with
            {
                Today = today,
                Scope = StoredInput.ScopeOf(connection, today),
                Links = StoredInput.StillLinked(input, links),
                Distinct = [.. input.Distinct.Union(apart)],
            };
            kept = new Kept(
                new LiveSnapshot(Comparison.Of(input, decisions.Matches)),
                version,
                matches,
                input.Links,
                apart
            )
            {
                UpToDateAt = version.StartedAt,
            };
        }

        kept.Decisions = decisions;
        await ApplyAsync(context, connectionId, kept, links, version.StartedAt, cancellation);
        return kept;
    }

    // Oldest first. Applying the same twice does no harm.
    private async Task ApplyAsync(
        SyncDbContext context,
        Guid connectionId,
        Kept kept,
        IReadOnlySet<Link> links,
        DateTime comparedAt,
        CancellationToken cancellation
    )
    {
        var askedAt = _clock.GetUtcNow().UtcDateTime;
        var since = kept.UpToDateAt - Overlap > comparedAt ? kept.UpToDateAt - Overlap : comparedAt;
        var plans = await RecentRuns.PlansAsync(context, connectionId, since, cancellation);
        var changes = await (
            from change in context.Changes.AsNoTracking()
            join plan in context.Plans on change.PlanId equals plan.Id
            where plans.Contains(change.PlanId) && change.ChangedAt > since && change.After != null
            orderby change.ChangedAt, change.Id
            select new { change, plan.Origin }
        ).ToListAsync(cancellation);
        foreach (var row in changes)
        {
            kept.Live.Apply(row.change, row.Origin);
        }

        // What Huma held when a change from Huma needed nothing to be written is what was last processed of the person.
        var read = await context
            .PendingChanges.AsNoTracking()
            .Where(pending =>
                pending.ConnectionId == connectionId
                && pending.ReadAt > comparedAt
                && pending.EndedAt > since
                && (pending.State == PendingChangeState.NothingToDo || pending.State == PendingChangeState.Written)
            )
            .Select(pending => pending.HumaId)
            .Distinct()
            .ToListAsync(cancellation);
        foreach (var some in read.Chunk(1_000))
        {
            foreach (
                var link in await context
                    .Links.AsNoTracking()
                    .Where(link => link.ConnectionId == connectionId && some.Contains(link.HumaId))
                    .ToListAsync(cancellation)
            )
            {
                foreach (var rules in FieldRules.All)
                {
                    kept.Live.Read(link.HumaId, rules.Field, link.LastProcessed[rules.Field]);
                }
            }
        }

        kept.Held = await context
            .HeldValues.AsNoTracking()
            .Where(value => value.ConnectionId == connectionId)
            .ToListAsync(cancellation);
        foreach (var held in kept.Held.Where(held => held.HeldAt > comparedAt))
        {
            kept.Live.Read(held.HumaId, held.Field, held.Huma);
        }

        foreach (var link in links)
        {
            kept.Join(link);
        }

        kept.Live.Settle();
        kept.UpToDateAt = askedAt;
    }

    private async Task<ConnectionFigures> FiguresAsync(
        SyncDbContext context,
        Guid connectionId,
        FiguresVersion version,
        Kept kept,
        CancellationToken cancellation
    )
    {
        var connection = await context
            .Connections.AsNoTracking()
            .Include(row => row.Policies)
            .SingleAsync(row => row.Id == connectionId, cancellation);
        var today = SystemDay.Of(_clock.GetUtcNow());
        var policy = StoredInput.PolicyOf(connection);
        var differences = kept
            .Live.Differences.Where(difference => policy.For(difference.Field) != PolicyRule.Ignore)
            .ToList();
        var others = await context
            .Links.AsNoTracking()
            .Where(link => link.ConnectionId == connectionId && link.OtherPersonAt != null)
            .ToDictionaryAsync(link => link.HumaId, link => OtherPersonHolds.ReasonOf(link.Doubted), cancellation);
        var causes = await OpenCauses.LoadAsync(
            context,
            connectionId,
            version,
            kept.Decisions,
            kept.Held,
            others,
            differences,
            kept.Live.WithoutPeople(policy),
            today,
            cancellation
        );
        var people = kept.Live.People();
        return new ConnectionFigures(
            connectionId,
            version.ComparisonId,
            version.Purpose,
            version.FinishedAt,
            people,
            [.. differences.Select(causes.Of), .. causes.NotAdded(people)]
        )
        {
            Candidates = kept.Live.Candidates(),
            EarlierRecords = kept.Live.EarlierRecords,
            WrittenSince = version.Written,
        };
    }

    /// <summary>A snapshot in memory with what it was made from.</summary>
    private sealed class Kept(
        LiveSnapshot live,
        FiguresVersion version,
        string matches,
        IReadOnlyList<Link> links,
        IReadOnlyList<DistinctPair> apart
    )
    {
        private readonly HashSet<Link> _links = [.. links];

        public LiveSnapshot Live { get; } = live;

        public DateTime UpToDateAt { get; set; }

        public Decisions Decisions { get; set; } = Decisions.None;

        public IReadOnlyList<HeldValue> Held { get; set; } = [];

        /// <summary>Joins two records that were linked since. It lasts as long as the link.</summary>
        public void Join(Link link)
        {
            _links.Add(link);
            Live.Join(link);
        }

        public bool IsOf(
            FiguresVersion now,
            string answers,
            IReadOnlySet<Link> linked,
            IReadOnlyList<DistinctPair> distinct
        ) =>
            version.ComparisonId == now.ComparisonId
            && version.Erased == now.Erased
            && version.Scope == now.Scope
            && matches == answers
            && apart.SequenceEqual(distinct)
            && _links.IsSubsetOf(linked);
    }
}
