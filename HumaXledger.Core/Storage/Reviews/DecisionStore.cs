using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Links;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Reviews;

/// <summary>
/// The decisions about a comparison: saved as they are made, by any number of administrators; the last one about a
/// subject counts.
/// </summary>
public sealed class DecisionStore(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    private const int SubjectsAtOnce = 1_000;

    /// <summary>Saves all of them or none.</summary>
    /// <param name="entry">
    /// The act in the activity log, stored together with the decisions; null where it has none.
    /// </param>
    internal async Task SaveAsync(
        Guid comparisonId,
        IEnumerable<Decision> decisions,
        string decidedBy,
        ActivityRecord? entry = null,
        CancellationToken cancellation = default
    )
    {
        // One statement may not touch a row twice; the last word counts.
        var last = decisions.GroupBy(decision => (decision.Kind, decision.Subject)).Select(same => same.Last());
        var at = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await new BulkInsert<DecisionRecord>(context)
        {
            Conflict =
            [
                nameof(DecisionRecord.ComparisonId),
                nameof(DecisionRecord.Kind),
                nameof(DecisionRecord.Subject),
            ],
        }.RunAsync(last.Select(decision => Row(decision, comparisonId, decidedBy, at)), cancellation);
        await NextVersionAsync(context, comparisonId, open: false, cancellation);
        if (entry is not null)
        {
            context.Activity.Add(entry);
        }

        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>
    /// Saves and withdraws decisions as one act, all of them or none: none where another page or administrator has
    /// decided one of the subjects otherwise since <paramref name="shown"/>, or the review is closed.
    /// </summary>
    /// <param name="shown">What was stored about each subject when the page was shown; a subject that is missing was
    /// not decided.</param>
    /// <param name="save">Decisions that are made.</param>
    /// <param name="withdraw">Subjects that are undecided again.</param>
    /// <param name="distinct">What the answers say about pairs that are two people, stored together with them; null:
    /// nothing.</param>
    /// <param name="entries">
    /// Entries of the activity log, stored together with the decisions; none where all of them were stored already.
    /// </param>
    internal async Task<StoredDecisions> ReplaceAsync(
        Guid comparisonId,
        IReadOnlyDictionary<(DecisionKind Kind, string Subject), DecidedValue> shown,
        IEnumerable<Decision> save,
        IEnumerable<(DecisionKind Kind, string Subject)> withdraw,
        string decidedBy,
        IEnumerable<ActivityRecord> entries,
        CancellationToken cancellation,
        DistinctPairs? distinct = null
    )
    {
        var at = clock.GetUtcNow().UtcDateTime;
        var made = save.GroupBy(decision => (decision.Kind, decision.Subject))
            .Select(same => Row(same.Last(), comparisonId, decidedBy, at))
            .ToList();
        var wanted = made.ToDictionary(row => (row.Kind, row.Subject), DecidedValue? (row) => ValueOf(row));
        foreach (var subject in withdraw)
        {
            wanted.TryAdd(subject, null);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // Writing the comparison's row serializes the acts on either provider.
        if (await NextVersionAsync(context, comparisonId, wanted.Keys.Any(IsOfReview), cancellation) is not { } version)
        {
            return new StoredDecisions([], 0, 0) { Closed = true };
        }

        var stored = await StoredAsync(context, comparisonId, [.. wanted.Keys], cancellation);
        var overtaken = wanted
            .Select(one => new ChangedDecision(
                one.Key.Kind,
                one.Key.Subject,
                shown.GetValueOrDefault(one.Key),
                stored.GetValueOrDefault(one.Key)
            ))
            .Where(one => one.Now != one.Shown && one.Now != wanted[(one.Kind, one.Subject)])
            .ToList();
        if (overtaken.Count > 0)
        {
            return new StoredDecisions(overtaken, version - 1, version - 1);
        }

        if (wanted.All(one => stored.GetValueOrDefault(one.Key) == one.Value))
        {
            return new StoredDecisions([], version - 1, version - 1);
        }

        await new BulkInsert<DecisionRecord>(context)
        {
            Conflict =
            [
                nameof(DecisionRecord.ComparisonId),
                nameof(DecisionRecord.Kind),
                nameof(DecisionRecord.Subject),
            ],
        }.RunAsync(made, cancellation);
        foreach (
            var kind in wanted.Where(one => one.Value is null).GroupBy(one => one.Key.Kind, one => one.Key.Subject)
        )
        {
            await DeleteAsync(context, comparisonId, kind.Key, [.. kind], cancellation);
        }

        if (distinct is not null)
        {
            await distinct.StoreAsync(context, decidedBy, at, cancellation);
        }

        context.Activity.AddRange(entries);
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return new StoredDecisions([], version - 1, version);
    }

    /// <summary>See <see cref="Comparisons.ComparisonRecord.DecisionsVersion"/>.</summary>
    internal static Task<int> VersionAsync(SyncDbContext context, Guid comparisonId, CancellationToken cancellation) =>
        context
            .Comparisons.Where(row => row.Id == comparisonId)
            .Select(row => row.DecisionsVersion)
            .SingleOrDefaultAsync(cancellation);

    /// <summary>All decisions of a comparison as the planner takes them.</summary>
    public async Task<Decisions> LoadAsync(Guid comparisonId, CancellationToken cancellation = default) =>
        Of(await RowsAsync(comparisonId, cancellation));

    /// <summary>The same with the name of the administrator who made each.</summary>
    internal async Task<(
        Decisions Decisions,
        IReadOnlyDictionary<(DecisionKind Kind, string Subject), string> Names
    )> LoadWithNamesAsync(Guid comparisonId, CancellationToken cancellation)
    {
        var rows = await RowsAsync(comparisonId, cancellation);
        return (Of(rows), rows.ToDictionary(row => (row.Kind, row.Subject), row => row.DecidedBy));
    }

    /// <summary>The answers to who is who of a review, with the time of each; none where it is null.</summary>
    internal static async Task<IReadOnlyList<(MatchDecision Match, DateTime At)>> AnswersAsync(
        SyncDbContext context,
        Guid? comparisonId,
        CancellationToken cancellation
    ) =>
        (
            await context
                .Decisions.AsNoTracking()
                .Where(row => row.ComparisonId == comparisonId && row.Kind == DecisionKind.Match)
                .OrderBy(row => row.Id)
                .ToListAsync(cancellation)
        ).ConvertAll(row => (AnswerOf(row), row.DecidedAt));

    private async Task<List<DecisionRecord>> RowsAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Decisions.AsNoTracking()
            .Where(row => row.ComparisonId == comparisonId)
            .OrderBy(row => row.Id)
            .ToListAsync(cancellation);
    }

    private static Decisions Of(IReadOnlyList<DecisionRecord> rows)
    {
        return new Decisions(
            Of(DecisionKind.Field)
                .ToDictionary(
                    row => new DifferenceKey(new HumaId(row.HumaId!), row.Field!.Value),
                    row => row.Choice!.Value
                ),
            [.. Of(DecisionKind.Match).Select(AnswerOf)],
            Of(DecisionKind.AddToHuma).Select(row => new XledgerId(row.XledgerId!)).ToHashSet(),
            Of(DecisionKind.AddToXledger).Select(row => new HumaId(row.HumaId!)).ToHashSet()
        )
        {
            ConfirmedGuards = Of(DecisionKind.ConfirmGuard).Select(row => Decision.GuardOf(row.Subject)).ToHashSet(),
        };

        IEnumerable<DecisionRecord> Of(DecisionKind kind) => rows.Where(row => row.Kind == kind);
    }

    private static MatchDecision AnswerOf(DecisionRecord row) =>
        new(new HumaId(row.HumaId!), row.XledgerId is { } id ? new XledgerId(id) : null);

    /// <summary>Removes the answers, in all comparisons of a connection, that these two are one person.</summary>
    internal static async Task ForgetMatchAsync(
        SyncDbContext context,
        Guid connectionId,
        HumaId user,
        XledgerId employee,
        CancellationToken cancellation
    )
    {
        var compared = context.Comparisons.Where(row => row.ConnectionId == connectionId);
        var (huma, xledger) = (user.Value, employee.Value);
        await context
            .Decisions.Where(row =>
                compared.Any(comparison => comparison.Id == row.ComparisonId)
                && row.Kind == DecisionKind.Match
                && row.HumaId == huma
                && row.XledgerId == xledger
            )
            .ExecuteDeleteAsync(cancellation);
        await compared.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.DecisionsVersion, row => row.DecisionsVersion + 1),
            cancellation
        );
    }

    // A value that a run held is decided after the run has closed the review.
    private static bool IsOfReview((DecisionKind Kind, string Subject) subject) => subject.Kind != DecisionKind.Held;

    // Rolled back with the act that it is for. Null where only an open review takes the act, and it is closed.
    private static async Task<int?> NextVersionAsync(
        SyncDbContext context,
        Guid comparisonId,
        bool open,
        CancellationToken cancellation
    )
    {
        var raised = await context
            .Comparisons.Where(row => row.Id == comparisonId && (!open || row.State == ComparisonState.Complete))
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.DecisionsVersion, row => row.DecisionsVersion + 1),
                cancellation
            );
        return raised == 0 ? null : await VersionAsync(context, comparisonId, cancellation);
    }

    private static async Task DeleteAsync(
        SyncDbContext context,
        Guid comparisonId,
        DecisionKind kind,
        IReadOnlyCollection<string> subjects,
        CancellationToken cancellation
    )
    {
        foreach (var chunk in subjects.Chunk(SubjectsAtOnce))
        {
            await context
                .Decisions.Where(row =>
                    row.ComparisonId == comparisonId && row.Kind == kind && chunk.Contains(row.Subject)
                )
                .ExecuteDeleteAsync(cancellation);
        }
    }

    private static async Task<Dictionary<(DecisionKind, string), DecidedValue>> StoredAsync(
        SyncDbContext context,
        Guid comparisonId,
        IReadOnlyCollection<(DecisionKind Kind, string Subject)> subjects,
        CancellationToken cancellation
    )
    {
        var stored = new Dictionary<(DecisionKind, string), DecidedValue>();
        foreach (var kind in subjects.GroupBy(subject => subject.Kind, subject => subject.Subject))
        {
            foreach (var chunk in kind.Chunk(SubjectsAtOnce))
            {
                var rows = context
                    .Decisions.AsNoTracking()
                    .Where(row =>
                        row.ComparisonId == comparisonId && row.Kind == kind.Key && chunk.Contains(row.Subject)
                    );
                await foreach (var row in rows.AsAsyncEnumerable().WithCancellation(cancellation))
                {
                    stored[(row.Kind, row.Subject)] = ValueOf(row);
                }
            }
        }

        return stored;
    }

    private static DecidedValue ValueOf(DecisionRecord row) => new(row.Choice, row.XledgerId);

    private static DecisionRecord Row(Decision decision, Guid comparisonId, string decidedBy, DateTime at) =>
        new()
        {
            ComparisonId = comparisonId,
            Kind = decision.Kind,
            Subject = decision.Subject,
            HumaId = decision switch
            {
                Decision.OfField(var key, _) => key.Huma.Value,
                Decision.OfMatch(var match) => match.Huma.Value,
                Decision.AddToXledger(var person) => person.Value,
                _ => null,
            },
            XledgerId = decision switch
            {
                Decision.OfMatch(var match) => match.Xledger?.Value,
                Decision.AddToHuma(var person) => person.Value,
                _ => null,
            },
            Field = (decision as Decision.OfField)?.Key.Field,
            Choice = decision switch
            {
                Decision.OfField(_, var choice) => choice,
                Decision.OfHeld(_, var choice) => choice,
                _ => null,
            },
            DecidedBy = decidedBy,
            DecidedAt = at,
        };
}
