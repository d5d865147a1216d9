using System.Collections.Concurrent;
using HumaXledger.Core.Matching;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>
/// The comparisons under review, each in memory once per process however many pages show it. A comparison is made anew
/// when something it depends on has changed; pages that show the earlier one keep it.
/// </summary>
public sealed class OpenComparisons
{
    /// <summary>So many connections' comparisons stay in memory while no page shows them.</summary>
    private const int Kept = 4;

    private readonly ComparisonArchive _archive;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<Guid, SemaphoreSlim> _turns = new();
    private readonly ConcurrentDictionary<Guid, int> _forgotten = new();
    private readonly ConcurrentDictionary<Guid, WeakReference<OpenComparison>> _known = new();
    private readonly ConcurrentDictionary<Guid, (OpenComparison Open, DateTime AskedAt)> _kept = new();

    public OpenComparisons(ComparisonArchive archive, SnapshotCache snapshots, TimeProvider clock)
    {
        (_archive, _clock) = (archive, clock);
        snapshots.Forgotten += Forget;
    }

    /// <summary>A complete comparison with what was decided about it since.</summary>
    /// <param name="connection">With its policies.</param>
    /// <param name="answers">Who is who, as answered in the review.</param>
    /// <returns>Null where it has no content that can be opened.</returns>
    internal async Task<OpenComparison?> OfAsync(
        SyncDbContext context,
        ComparisonRecord record,
        Connection connection,
        IReadOnlyList<MatchDecision> answers,
        CancellationToken cancellation
    )
    {
        var forgotten = _forgotten.GetValueOrDefault(connection.Id);
        var today = SystemDay.Of(_clock.GetUtcNow());
        var basis = new Basis(
            record.Id,
            await DecidedSince.ReadAsync(
                context,
                connection,
                record.Id,
                record.StartedAt,
                today,
                cancellation,
                Known(connection.Id)?.Since
            ),
            StoredInput.PolicyOf(connection),
            today,
            await StoredInput.ErasuresOf(context, connection.Id).CountAsync(cancellation)
        );
        var turn = _turns.GetOrAdd(connection.Id, _ => new SemaphoreSlim(1));
        await turn.WaitAsync(cancellation);
        try
        {
            var known = Known(connection.Id);
            var now =
                known?.IsOf(basis) != true ? await OpenAsync(connection.Id, basis, answers, cancellation)
                : known.Answers.SequenceEqual(answers) ? known
                : known.With(answers);
            if (now is null)
            {
                return null;
            }

            Keep(connection.Id, now);
            // What was read before people were erased may be shown once more, and is not kept.
            if (_forgotten.GetValueOrDefault(connection.Id) != forgotten)
            {
                Remove(connection.Id);
            }

            return now;
        }
        finally
        {
            turn.Release();
        }
    }

    private OpenComparison? Known(Guid connectionId) =>
        _known.TryGetValue(connectionId, out var weak) && weak.TryGetTarget(out var open) ? open : null;

    private async Task<OpenComparison?> OpenAsync(
        Guid connectionId,
        Basis basis,
        IReadOnlyList<MatchDecision> answers,
        CancellationToken cancellation
    )
    {
        if (await _archive.LoadAsync(connectionId, basis.ComparisonId, cancellation) is not { } read)
        {
            return null;
        }

        // Policies are those of now: "Remember for next time" takes effect at once.
        var input = basis.Since.ApplyTo(read) with { Policy = basis.Policy, Today = basis.Today };
        return new OpenComparison(basis, read, Comparison.Of(input, []), answers);
    }

    private void Keep(Guid connectionId, OpenComparison open)
    {
        _known[connectionId] = new(open);
        _kept[connectionId] = (open, _clock.GetUtcNow().UtcDateTime);
        if (_kept.Count > Kept)
        {
            _kept.TryRemove(_kept.MinBy(one => one.Value.AskedAt).Key, out _);
        }
    }

    private void Forget(Guid connectionId)
    {
        _forgotten.AddOrUpdate(connectionId, 1, (_, times) => times + 1);
        Remove(connectionId);
    }

    private void Remove(Guid connectionId)
    {
        _known.TryRemove(connectionId, out _);
        _kept.TryRemove(connectionId, out _);
    }

    /// <summary>What a comparison depends on besides the answers to who is who.</summary>
    internal sealed record Basis(Guid ComparisonId, DecidedSince Since, Policy Policy, DateOnly Today, int Erased);
}

/// <summary>A comparison under review, without and with the answers to who is who.</summary>
internal sealed class OpenComparison(
    OpenComparisons.Basis basis,
    ComparisonInput read,
    Comparison asMatched,
    IReadOnlyList<MatchDecision> answers
)
{
    public IReadOnlyList<MatchDecision> Answers { get; } = answers;

    /// <summary>What was decided about its people since it was read.</summary>
    public DecidedSince Since => basis.Since;

    /// <summary>The day for which values were checked.</summary>
    public DateOnly Today => basis.Today;

    /// <summary>As the machine alone sees it.</summary>
    public Comparison AsMatched { get; } = asMatched;

    /// <summary>With the answers.</summary>
    public Comparison Answered { get; } = answers.Count == 0 ? asMatched : Comparison.Of(asMatched.Input, answers);

    /// <summary>The comparison.</summary>
    public Guid ComparisonId => basis.ComparisonId;

    public bool IsOf(OpenComparisons.Basis now) =>
        basis.ComparisonId == now.ComparisonId
        && basis.Today == now.Today
        && basis.Erased == now.Erased
        && basis.Policy.Default == now.Policy.Default
        && basis.Policy.Fields.Count == now.Policy.Fields.Count
        && basis.Policy.Fields.All(rule => now.Policy.Fields.TryGetValue(rule.Key, out var same) && same == rule.Value)
        && basis.Since.IsSameFor(read, now.Since);

    public OpenComparison With(IReadOnlyList<MatchDecision> others) => new(basis, read, AsMatched, others);
}
