using System.Collections.Concurrent;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>
/// The decisions about the comparisons under review, each in memory once per process however many pages show them. An
/// act of this process changes them by what it stored; those of other nodes are read once for all pages.
/// </summary>
/// <remarks>
/// Acts on one comparison are stored one after another: SQLite has one writer, and its others ask again after a pause.
/// </remarks>
public sealed class OpenDecisions
{
    /// <summary>The decisions of so many comparisons stay in memory.</summary>
    private const int Kept = 8;
    private const int MostReadings = 3;

    private readonly IDbContextFactory<SyncDbContext> _contexts;
    private readonly DecisionStore _store;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Guid, Reviewed> _known = new();

    public OpenDecisions(
        IDbContextFactory<SyncDbContext> contexts,
        DecisionStore store,
        SnapshotCache snapshots,
        TimeProvider clock
    )
    {
        (_contexts, _store, _clock) = (contexts, store, clock);
        // Of a person who was erased nothing stays in memory; of which comparison it was is not known here.
        snapshots.Forgotten += _ => _known.Clear();
    }

    /// <summary>The decisions as they are stored, in memory or read.</summary>
    /// <param name="atLeast">A version that is known to be stored: nothing is asked where these are as new.</param>
    internal async Task<SharedDecisions> NowAsync(Guid comparisonId, int? atLeast, CancellationToken cancellation)
    {
        var known = Of(comparisonId);
        if (known.Now is { } now && now.Version >= atLeast)
        {
            return now;
        }

        var version = await VersionAsync(comparisonId, cancellation);
        if (known.Now is { } same && same.Version == version)
        {
            return same;
        }

        await known.Turn.WaitAsync(cancellation);
        try
        {
            return await ReadAsync(comparisonId, known, cancellation);
        }
        finally
        {
            known.Turn.Release();
        }
    }

    /// <summary>The decisions of this version, where they are the newest that are known.</summary>
    internal Decisions? At(Guid comparisonId, int version) =>
        _known.TryGetValue(comparisonId, out var known) && known.Now is { } now && now.Version == version
            ? now.Decisions
            : null;

    /// <summary>See <see cref="DecisionStore.ReplaceAsync"/>.</summary>
    /// <param name="act">What the act makes of the decisions before it.</param>
    internal async Task<StoredDecisions> ReplaceAsync(
        Guid comparisonId,
        IReadOnlyDictionary<(DecisionKind Kind, string Subject), DecidedValue> shown,
        IReadOnlyCollection<Decision> save,
        IReadOnlyCollection<(DecisionKind Kind, string Subject)> withdraw,
        IReadOnlyCollection<DifferenceKey> fields,
        string decidedBy,
        IEnumerable<ActivityRecord> entries,
        Func<Decisions, Decisions> act,
        CancellationToken cancellation,
        DistinctPairs? distinct = null
    )
    {
        var known = Of(comparisonId);
        await known.Turn.WaitAsync(cancellation);
        try
        {
            var stored = await _store.ReplaceAsync(
                comparisonId,
                shown,
                save,
                withdraw,
                decidedBy,
                entries,
                cancellation,
                distinct
            );
            if (stored.Version > stored.Before && known.Now is { } before && before.Version == stored.Before)
            {
                var others = save.Select(one => (one.Kind, one.Subject))
                    .Concat(withdraw)
                    .Where(one => one.Kind != DecisionKind.Field)
                    .ToList();
                var step = new SharedDecisions.Step(stored.Before, stored.Version, fields, others, _ => decidedBy);
                known.Now = before.After(step, act(before.Decisions));
            }

            return stored;
        }
        finally
        {
            known.Turn.Release();
        }
    }

    /// <summary>
    /// What others decided between the decisions that a page would show without them and those of a later version; null
    /// where nothing differs.
    /// </summary>
    /// <param name="expected">The decisions that the page showed, and what it did itself.</param>
    /// <param name="version">The later version.</param>
    /// <param name="now">Its decisions.</param>
    /// <param name="overtaken">Reported separately, so left out.</param>
    internal async Task<DecisionsOfOthers?> OfOthersAsync(
        ReviewSession session,
        Decisions expected,
        int version,
        Decisions now,
        IReadOnlyList<ChangedDecision> overtaken,
        CancellationToken cancellation
    )
    {
        var comparisonId = session.Record.Id;
        var steps =
            Of(comparisonId).Now is { } known && known.Version >= version
                ? known.Since(session.DecisionsVersion)
                : null;
        if (steps is null)
        {
            // Read after what is compared: what was withdrawn in between has no name.
            var (_, names) = await _store.LoadWithNamesAsync(comparisonId, cancellation);
            return DecisionsOfOthers.Of(version, ChangedDecision.Between(expected, now), names, overtaken);
        }

        var fields = steps.SelectMany(step => step.Fields).ToHashSet();
        var changes = ChangedDecision.Between(expected, now, fields);
        return DecisionsOfOthers.Of(version, changes, NamesIn(steps), overtaken);
    }

    private static Dictionary<(DecisionKind Kind, string Subject), string> NamesIn(
        IReadOnlyList<SharedDecisions.Step> steps
    )
    {
        var names = new Dictionary<(DecisionKind Kind, string Subject), string>();
        foreach (var step in steps)
        {
            foreach (
                var subject in step
                    .Fields.Select(key => (DecisionKind.Field, Decision.SubjectOf(key)))
                    .Concat(step.Others)
            )
            {
                if (step.NameOf(subject) is { } name)
                {
                    names[subject] = name;
                }
            }
        }

        return names;
    }

    // In its turn: acts of this process wait meanwhile.
    private async Task<SharedDecisions> ReadAsync(Guid comparisonId, Reviewed known, CancellationToken cancellation)
    {
        // Its version is read before the decisions, so that it is never newer than they are.
        var version = await VersionAsync(comparisonId, cancellation);
        if (known.Now is { } same && same.Version == version)
        {
            return same;
        }

        var (decisions, names) = await _store.LoadWithNamesAsync(comparisonId, cancellation);
        for (var times = 1; times < MostReadings; times++)
        {
            // Another node may have stored an act meanwhile.
            var after = await VersionAsync(comparisonId, cancellation);
            if (after == version)
            {
                break;
            }

            version = after;
            (decisions, names) = await _store.LoadWithNamesAsync(comparisonId, cancellation);
        }

        known.Now =
            known.Now is { } before && before.Version < version
                ? before.After(StepTo(version, decisions, names, before), decisions)
                : SharedDecisions.Of(version, decisions);
        return known.Now;
    }

    private static SharedDecisions.Step StepTo(
        int version,
        Decisions decisions,
        IReadOnlyDictionary<(DecisionKind Kind, string Subject), string> names,
        SharedDecisions before
    )
    {
        var changes = ChangedDecision
            .Between(before.Decisions, decisions)
            .Select(one => (one.Kind, one.Subject))
            .ToList();
        var subjects = changes.ToHashSet();
        var fields = before
            .Decisions.Fields.Keys.Union(decisions.Fields.Keys)
            .Where(key => subjects.Contains((DecisionKind.Field, Decision.SubjectOf(key))))
            .ToList();
        var known = changes.Where(names.ContainsKey).ToDictionary(one => one, one => names[one]);
        return new SharedDecisions.Step(
            before.Version,
            version,
            fields,
            [.. changes.Where(one => one.Kind != DecisionKind.Field)],
            subject => known.GetValueOrDefault(subject)
        );
    }

    private async Task<int> VersionAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await _contexts.CreateDbContextAsync(cancellation);
        return await DecisionStore.VersionAsync(context, comparisonId, cancellation);
    }

    private Reviewed Of(Guid comparisonId)
    {
        var known = _known.GetOrAdd(comparisonId, _ => new Reviewed());
        known.AskedAt = _clock.GetTimestamp();
        if (_known.Count > Kept)
        {
            // Not one that is being changed: the next page would read beside the act.
            foreach (
                var oldest in _known
                    .Where(one => one.Key != comparisonId && one.Value.Turn.CurrentCount > 0)
                    .OrderBy(one => one.Value.AskedAt)
                    .Take(1)
            )
            {
                _known.TryRemove(oldest);
            }
        }

        return known;
    }

    private sealed class Reviewed
    {
        public SemaphoreSlim Turn { get; } = new(1);

        public SharedDecisions? Now { get; set; }

        public long AskedAt { get; set; }
    }
}
