using System.Collections.Concurrent;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Comparing;

/// <summary>
/// What both systems hold as far as it is known without reading them: the newest comparison, and what runs wrote and
/// read back since. Good for checks before a plan is
/// stored; just before a value is written it is read anyway. The connections asked about last are kept in memory and
/// brought up to date by what was written since.
/// </summary>
public sealed class SnapshotCache(
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    TimeProvider clock
)
{
    /// <summary>So many connections are kept in memory.</summary>
    private const int Kept = 4;

    /// <summary>What was written may be stored a moment after the time it bears.</summary>
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<Guid, (Snapshot Snapshot, DateTime AskedAt)> _snapshots = new();

    /// <returns>Null where nothing was compared that can be opened.</returns>
    internal async Task<Comparison?> OfAsync(Guid connectionId, CancellationToken cancellation)
    {
        if (await SnapshotAsync(connectionId, cancellation) is not { } latest)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        return Comparison.Of(
            await StoredInput.NowAsync(
                context,
                connection,
                latest.ComparisonId,
                latest.Input,
                latest.ComparedAt,
                SystemDay.Of(clock.GetUtcNow()),
                cancellation
            ),
            [.. latest.Answers.Select(answer => answer.Match)]
        );
    }

    /// <summary>
    /// What is known of a connection; null where it was never compared, or nothing opens what was read.
    /// </summary>
    internal async Task<Snapshot?> SnapshotAsync(Guid connectionId, CancellationToken cancellation)
    {
        if (await NewestAsync(connectionId, cancellation) is not { } newest)
        {
            return null;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var loaded =
            _snapshots.TryGetValue(connectionId, out var kept) && kept.Snapshot.ComparisonId == newest.Id
                ? kept.Snapshot
                : await LoadAsync(connectionId, newest.Id, newest.StartedAt, cancellation);
        if (loaded is not { } latest)
        {
            return null;
        }

        var askedAt = clock.GetUtcNow().UtcDateTime;
        var since = latest.UpToDateAt - Overlap > latest.ComparedAt ? latest.UpToDateAt - Overlap : latest.ComparedAt;
        var plans = await RecentRuns.PlansAsync(context, connectionId, since, cancellation);
        var changes = await context
            .Changes.AsNoTracking()
            .Where(change => plans.Contains(change.PlanId) && change.ChangedAt > since && change.After != null)
            .OrderBy(change => change.ChangedAt)
            .ThenBy(change => change.Id)
            .ToListAsync(cancellation);
        // Who is who may have been answered since. A check for differences ends no review.
        var review = await context
            .FinishedComparisons(connectionId)
            .OfReviews()
            .Select(comparison => (Guid?)comparison.Id)
            .FirstOrDefaultAsync(cancellation);
        latest = latest.After(changes) with
        {
            Answers = await DecisionStore.AnswersAsync(context, review, cancellation),
            UpToDateAt = askedAt,
        };
        latest = latest with
        {
            Input = latest.Input with { Distinct = await DistinctPairs.LoadAsync(context, connectionId, cancellation) },
        };
        Keep(connectionId, latest);
        return latest;
    }

    /// <summary>Notes what was read since, so that it is known the next time.</summary>
    internal void Keep(Guid connectionId, Snapshot latest)
    {
        _snapshots[connectionId] = (latest, clock.GetUtcNow().UtcDateTime);
        if (_snapshots.Count > Kept)
        {
            _snapshots.TryRemove(_snapshots.MinBy(one => one.Value.AskedAt).Key, out _);
        }
    }

    /// <summary>What was kept in memory of a connection's people goes; it is read anew when it is needed.</summary>
    internal void Forget(Guid connectionId)
    {
        _snapshots.TryRemove(connectionId, out _);
        Forgotten?.Invoke(connectionId);
    }

    /// <summary>What is kept in memory of this connection's people elsewhere goes too.</summary>
    internal event Action<Guid>? Forgotten;

    /// <summary>
    /// Names of Huma's users as far as they are known, to name people who have not been looked at yet. Empty
    /// where the connection was never compared.
    /// </summary>
    public Task<IReadOnlyDictionary<HumaId, string>> NamesAsync(
        Guid connectionId,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.SeePeople, connectionId);
        return NamesAsync(connectionId, cancellation);
    }

    internal async Task<IReadOnlyDictionary<HumaId, string>> NamesAsync(
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        // Read without keeping it: what the worker has learnt meanwhile must not be put back.
        var input = _snapshots.TryGetValue(connectionId, out var known)
            ? known.Snapshot.Input
            : await AsComparedAsync(connectionId, cancellation);
        return input?.Huma.ToDictionary(person => new HumaId(person.Id), person => person.DisplayName) ?? [];
    }

    /// <summary>
    /// The people as the newest comparison read them, without what journals say since: that a field was emptied is not
    /// sealed there. Null where nothing was compared, or nothing opens what was read.
    /// </summary>
    internal async Task<ComparisonInput?> AsComparedAsync(Guid connectionId, CancellationToken cancellation) =>
        await NewestAsync(connectionId, cancellation) is { } newest
            ? await archive.LoadAsync(connectionId, newest.Id, cancellation)
            : null;

    private async Task<(Guid Id, DateTime StartedAt)?> NewestAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var newest = await context
            .FinishedComparisons(connectionId)
            .WithInput(context)
            .Select(comparison => new { comparison.Id, comparison.StartedAt })
            .FirstOrDefaultAsync(cancellation);
        return newest is null ? null : (newest.Id, newest.StartedAt);
    }

    private async Task<Snapshot?> LoadAsync(
        Guid connectionId,
        Guid comparisonId,
        DateTime comparedAt,
        CancellationToken cancellation
    ) =>
        await archive.LoadAsync(connectionId, comparisonId, cancellation) is { } input
            ? new Snapshot(comparisonId, comparedAt, input with { PutBack = [] })
            : null;
}
