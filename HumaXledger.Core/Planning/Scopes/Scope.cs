using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Scopes;

/// <summary>The rules about who is never synchronized, on one day.</summary>
public sealed record Scope(ScopeRules Rules, DateOnly Today)
{
    /// <summary>
    /// The rule that excludes a person; null where none does. See
    /// <see cref="ScopeRules.Of(Person?, Person?, DateOnly)"/>.
    /// </summary>
    public ScopeExclusion? Of(Person? huma, Person? xledger) => Rules.Of(huma, xledger, Today);

    /// <summary>Splits matches into the people who are synchronized and those who are not.</summary>
    /// <param name="all">The matches of all people.</param>
    public static (Matches Matches, IReadOnlyList<OutOfScope> OutOfScope) SetAside(Matches all, Scope scope) =>
        ScopeCut.Of(all, scope);
}

/// <summary>A person who is never synchronized. A linked person stays linked.</summary>
/// <param name="Huma">Null where the person's record in Huma is unknown.</param>
/// <param name="Xledger">Null where the person's record in Xledger is unknown.</param>
/// <param name="State">The state of the person's match.</param>
/// <param name="Why">The rule that excludes the person.</param>
public sealed record OutOfScope(Person? Huma, Person? Xledger, MatchState State, ScopeExclusion Why)
{
    public override string ToString() => $"{Huma ?? Xledger} ({State})";
}

/// <summary>
/// Removes the people whom a rule excludes. Matching runs first and on all records, so that the counterpart of an
/// excluded person does not count as existing in one system only.
/// </summary>
internal static class ScopeCut
{
    /// <summary>The remaining matches, and the people who were removed.</summary>
    public static (Matches Matches, IReadOnlyList<OutOfScope> OutOfScope) Of(Matches all, Scope? scope)
    {
        if (scope is null || scope.Rules.Rules.Count == 0)
        {
            return (all, []);
        }

        var outside = new List<OutOfScope>();
        OutOfScope? Judge(Person? huma, Person? xledger, MatchState state) =>
            scope.Of(huma, xledger) is { } why ? new OutOfScope(huma, xledger, state, why) : null;
        var pairs = Kept(all.Pairs, pair => Judge(pair.Huma, pair.Xledger, pair.State), outside);
        var questions = Kept(all.Ambiguities, one => Judge(one.Huma, null, MatchState.Ambiguous), outside);
        var onlyInHuma = Kept(all.OnlyInHuma, one => Judge(one, null, MatchState.OnlyInHuma), outside);
        var onlyInXledger = Kept(all.OnlyInXledger, one => Judge(null, one, MatchState.OnlyInXledger), outside);
        outside.AddRange(PerhapsTheirs(all, questions, outside));
        var kept = all with
        {
            Pairs = pairs,
            Ambiguities = questions,
            OnlyInHuma = onlyInHuma,
            OnlyInXledger = onlyInXledger,
        };
        var alone = onlyInXledger.Select(person => person.Id).ToHashSet();
        return (
            kept with
            {
                LookAlikes = [.. all.LookAlikes.Where(alike => alone.Contains(alike.Xledger.Id))],
            },
            outside
        );
    }

    private static List<T> Kept<T>(IReadOnlyList<T> all, Func<T, OutOfScope?> leftOut, List<OutOfScope> outside)
    {
        var kept = new List<T>(all.Count);
        foreach (var one in all)
        {
            if (leftOut(one) is { } person)
            {
                outside.Add(person);
            }
            else
            {
                kept.Add(one);
            }
        }

        return kept;
    }

    /// <summary>
    /// Employees who were only candidates of an excluded person: whether they are that person is no longer asked.
    /// </summary>
    private static IEnumerable<OutOfScope> PerhapsTheirs(Matches all, List<Ambiguity> kept, List<OutOfScope> outside)
    {
        var placed = all
            .Pairs.Select(pair => pair.Xledger.Id)
            .Concat(all.OnlyInXledger.Select(person => person.Id))
            .Concat(kept.SelectMany(one => one.Candidates).Select(candidate => candidate.Xledger.Id))
            .ToHashSet();
        var why = outside
            .Where(person => person is { State: MatchState.Ambiguous, Huma: not null })
            .ToDictionary(person => person.Huma!.Id, person => person.Why);
        return
        [
            .. all
                .Ambiguities.Where(one => why.ContainsKey(one.Huma.Id))
                .SelectMany(
                    one => one.Candidates,
                    (one, candidate) =>
                        new OutOfScope(null, candidate.Xledger, MatchState.OnlyInXledger, why[one.Huma.Id])
                )
                .Where(person => placed.Add(person.Xledger!.Id)),
        ];
    }
}
