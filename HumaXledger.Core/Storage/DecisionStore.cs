using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage;

/// <summary>The decisions about a comparison: saved as they are made, by any number of administrators; the last one about a subject counts.</summary>
public sealed class DecisionStore(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <summary>Saves all of them or none.</summary>
    public async Task SaveAsync(Guid comparisonId, IEnumerable<Decision> decisions, string decidedBy, CancellationToken cancellation = default)
    {
        // One statement may not touch a row twice; the last word counts.
        var last = decisions.GroupBy(decision => (decision.Kind, decision.Subject)).Select(same => same.Last());
        var at = clock.GetUtcNow().UtcDateTime;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await new BulkInsert<DecisionRecord>(context) { Conflict = [nameof(DecisionRecord.ComparisonId), nameof(DecisionRecord.Kind), nameof(DecisionRecord.Subject)] }
            .RunAsync(last.Select(decision => Row(decision, comparisonId, decidedBy, at)), cancellation);
        await transaction.CommitAsync(cancellation);
    }

    /// <summary>Takes decisions back: their subjects are undecided again.</summary>
    public async Task WithdrawAsync(Guid comparisonId, DecisionKind kind, IReadOnlyCollection<string> subjects, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        foreach (var chunk in subjects.Chunk(1_000))
        {
            await context.Decisions.Where(row => row.ComparisonId == comparisonId && row.Kind == kind && chunk.Contains(row.Subject)).ExecuteDeleteAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
    }

    /// <summary>All decisions of a comparison as the planner takes them.</summary>
    public async Task<Decisions> LoadAsync(Guid comparisonId, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Decisions.AsNoTracking().Where(row => row.ComparisonId == comparisonId).OrderBy(row => row.Id).ToListAsync(cancellation);
        return new Decisions(
            Of(DecisionKind.Field).ToDictionary(row => new DifferenceKey(new HumaId(row.HumaId!), row.Field!.Value), row => row.Choice!.Value),
            [.. Of(DecisionKind.Match).Select(row => new MatchDecision(new HumaId(row.HumaId!), row.XledgerId is { } id ? new XledgerId(id) : null))],
            Of(DecisionKind.AddToHuma).Select(row => new XledgerId(row.XledgerId!)).ToHashSet(),
            Of(DecisionKind.AddToXledger).Select(row => new HumaId(row.HumaId!)).ToHashSet())
        {
            ConfirmedGuards = Of(DecisionKind.ConfirmGuard).Select(row => Enum.Parse<GuardKind>(row.Subject)).ToHashSet(),
        };

        IEnumerable<DecisionRecord> Of(DecisionKind kind) => rows.Where(row => row.Kind == kind);
    }

    private static DecisionRecord Row(Decision decision, Guid comparisonId, string decidedBy, DateTime at) => new()
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
