using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>
/// What both systems hold as far as it is known without reading them: the newest comparison, and what runs wrote and read back since. Good for checks before a plan is
/// stored; just before a value is written it is read anyway.
/// </summary>
public sealed class Knowledge(IDbContextFactory<SyncDbContext> contexts, ComparisonArchive archive, DecisionStore decisions)
{
    /// <exception cref="InvalidOperationException">The connection was never compared.</exception>
    internal async Task<Comparison> OfAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var newest = await context.Comparisons.AsNoTracking()
            .Where(comparison => comparison.ConnectionId == connectionId && (comparison.State == ComparisonState.Complete || comparison.State == ComparisonState.Closed))
            .OrderByDescending(comparison => comparison.StartedAt)
            .Select(comparison => new { comparison.Id, comparison.StartedAt })
            .FirstOrDefaultAsync(cancellation) ?? throw new InvalidOperationException("The connection was never compared.");
        var input = await archive.LoadAsync(newest.Id, cancellation) ?? throw new InvalidOperationException("The comparison has no content.");
        var since = await (
            from change in context.Changes.AsNoTracking()
            join plan in context.Plans on change.PlanId equals plan.Id
            where plan.ConnectionId == connectionId && change.ChangedAt > newest.StartedAt && change.After != null
            orderby change.ChangedAt, change.Id
            select change).ToListAsync(cancellation);
        var made = await decisions.LoadAsync(newest.Id, cancellation);
        return Comparison.Of(
            input with { Huma = Since(Side.Huma, input.Huma, since), Xledger = Since(Side.Xledger, input.Xledger, since), PutBack = [] },
            made.Matches);
    }

    private static IReadOnlyList<Person> Since(Side side, IReadOnlyList<Person> people, List<ChangeRecord> changes)
    {
        var seen = changes.Where(change => change.Target == side && IdIn(change) is not null && change.After!.IsKnown).GroupBy(change => IdIn(change)!).ToDictionary(person => person.Key);
        if (seen.Count == 0)
        {
            return people;
        }

        var known = people.Select(person => person.Id).ToHashSet();
        var added = seen.Values.Where(person => !known.Contains(person.Key)).Select(person => new Person(side, person.Key, Active: true, FieldValues.AllUnknown));
        return [.. people.Concat(added).Select(person => seen.TryGetValue(person.Id, out var later)
            ? person with { Values = later.Aggregate(person.Values, (values, change) => values.With(change.Field, change.After!)) }
            : person)];
    }

    private static string? IdIn(ChangeRecord change) => change.Target == Side.Huma ? change.HumaId?.Value : change.XledgerId?.Value;
}
