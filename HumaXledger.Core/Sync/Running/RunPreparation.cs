using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// What a run has to know of people before it writes: what was reviewed, and whom to leave out by now.
/// </summary>
public sealed class RunPreparation(
    ComparisonArchive archive,
    DecisionStore decisions,
    SnapshotCache knowledge,
    TimeProvider clock
)
{
    /// <summary>
    /// The comparison that the plan was made from, as it was reviewed; null where retention has removed its input: then
    /// the plan follows from an earlier run, which adopted its pairs.
    /// </summary>
    internal async Task<Reviewed?> ReviewedAsync(
        SyncDbContext context,
        Connection connection,
        ComparisonRecord compared,
        CancellationToken cancellation
    )
    {
        if (await archive.LoadAsync(compared.Id, cancellation) is not { } input)
        {
            return null;
        }

        var made = await decisions.LoadAsync(compared.Id, cancellation);
        return new Reviewed(
            Comparison.Of(
                await StoredInput.NowAsync(
                    context,
                    connection,
                    input,
                    compared.StartedAt,
                    SystemDay.Of(clock.GetUtcNow()),
                    cancellation
                ),
                made.Matches
            ),
            made
        );
    }

    /// <summary>The snapshot of the connection, loaded when it is asked for first; once per attempt at a run.</summary>
    /// <param name="loaded">Where the caller has it already.</param>
    internal LoadedOnce SnapshotOf(Guid connectionId, Snapshot? loaded) => new(knowledge, connectionId, loaded);

    /// <summary>
    /// Refuses what may no longer be written: a rule about who is never synchronized may have been saved, and a link
    /// removed, since the plan was made.
    /// </summary>
    internal async Task LeaveOutAsync(
        SyncDbContext context,
        Connection connection,
        Journal journal,
        LoadedOnce snapshot,
        CancellationToken cancellation
    )
    {
        var apart = (await DistinctPairs.LoadAsync(context, connection.Id, cancellation)).ToHashSet();
        var scope = StoredInput.ScopeOf(connection, SystemDay.Of(clock.GetUtcNow()));
        var world = scope.Rules.Rules.Count == 0 ? null : await snapshot.GetAsync(cancellation);
        var huma = world?.Input.Huma.ToDictionary(person => person.Id);
        var xledger = world?.Input.Xledger.ToDictionary(person => person.Id);
        journal.Refuse(change =>
            change is { HumaId: { } one, XledgerId: { } other } && apart.Contains(new DistinctPair(one, other))
                ? new Reason(InboundReasons.Unlinked)
            : world is not null
            && scope.Of(Known(huma, change.HumaId?.Value), Known(xledger, change.XledgerId?.Value)) is { } leftOut
                ? ScopeReason.Of(leftOut)
            : null
        );

        static Person? Known(Dictionary<string, Person>? people, string? id) =>
            id is null ? null : people?.GetValueOrDefault(id);
    }

    internal sealed record Reviewed(Comparison Comparison, Decisions Decisions);

    internal sealed class LoadedOnce(SnapshotCache knowledge, Guid connectionId, Snapshot? loaded)
    {
        private Snapshot? _snapshot = loaded;

        /// <summary>Null where the connection was never compared.</summary>
        public async Task<Snapshot?> GetAsync(CancellationToken cancellation) =>
            _snapshot ??= await knowledge.WorldAsync(connectionId, cancellation);
    }
}
