using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Storage.Reviews;

/// <summary>What is stored about one subject of a decision.</summary>
/// <param name="Choice">For a difference or a held change.</param>
/// <param name="XledgerId">For a match: the chosen employee, null for none of them.</param>
public sealed record DecidedValue(FieldChoice? Choice, string? XledgerId);

/// <summary>A decision that another page or administrator has changed since it was shown.</summary>
/// <param name="Shown">As it was shown; null: nothing was decided.</param>
/// <param name="Now">As it is stored; null: nothing is decided.</param>
public sealed record ChangedDecision(DecisionKind Kind, string Subject, DecidedValue? Shown, DecidedValue? Now)
{
    /// <summary>What differs between the decisions that a page showed and those that are stored.</summary>
    /// <param name="fields">The only differences whose choices can be others; null: any can.</param>
    public static IReadOnlyList<ChangedDecision> Between(
        Decisions shown,
        Decisions now,
        IReadOnlyCollection<DifferenceKey>? fields = null
    )
    {
        var changes = new List<ChangedDecision>();
        Add(
            DecisionKind.Match,
            MatchesOf(shown),
            MatchesOf(now),
            user => user.Value,
            employee => new DecidedValue(null, employee?.Value)
        );
        Add(DecisionKind.Field, Of(shown.Fields), Of(now.Fields), Decision.SubjectOf, choice => new DecidedValue(
            choice,
            null
        ));
        Add(
            DecisionKind.AddToHuma,
            shown.AddToHuma.ToDictionary(id => id, id => id),
            now.AddToHuma.ToDictionary(id => id, id => id),
            id => id.Value,
            id => new DecidedValue(null, id.Value)
        );
        Add(
            DecisionKind.AddToXledger,
            shown.AddToXledger.ToDictionary(id => id, id => id),
            now.AddToXledger.ToDictionary(id => id, id => id),
            id => id.Value,
            _ => new DecidedValue(null, null)
        );
        Add(
            DecisionKind.ConfirmGuard,
            // One that is confirmed for other people now is confirmed, and not withdrawn too.
            shown
                .ConfirmedGuards.Where(guard =>
                    now.ConfirmedGuards.Contains(guard) || !now.ConfirmedGuards.Any(one => one.Kind == guard.Kind)
                )
                .ToDictionary(guard => guard, guard => guard),
            now.ConfirmedGuards.ToDictionary(guard => guard, guard => guard),
            Decision.SubjectOf,
            _ => new DecidedValue(null, null)
        );
        return changes;

        IReadOnlyDictionary<DifferenceKey, FieldChoice> Of(IReadOnlyDictionary<DifferenceKey, FieldChoice> choices) =>
            fields is null
                ? choices
                : fields.Where(choices.ContainsKey).Distinct().ToDictionary(key => key, key => choices[key]);

        void Add<TKey, TValue>(
            DecisionKind kind,
            IReadOnlyDictionary<TKey, TValue> before,
            IReadOnlyDictionary<TKey, TValue> after,
            Func<TKey, string> subject,
            Func<TValue, DecidedValue> value
        )
            where TKey : notnull
        {
            if (ReferenceEquals(before, after))
            {
                return;
            }

            foreach (var (key, made) in after)
            {
                var was = before.TryGetValue(key, out var earlier);
                if (!was || !EqualityComparer<TValue>.Default.Equals(earlier, made))
                {
                    changes.Add(new ChangedDecision(kind, subject(key), was ? value(earlier!) : null, value(made)));
                }
            }

            foreach (var (key, withdrawn) in before.Where(one => !after.ContainsKey(one.Key)))
            {
                changes.Add(new ChangedDecision(kind, subject(key), value(withdrawn), null));
            }
        }
    }

    private static Dictionary<HumaId, XledgerId?> MatchesOf(Decisions decisions)
    {
        var matches = new Dictionary<HumaId, XledgerId?>();
        foreach (var answer in decisions.Matches)
        {
            // The last word about a user counts.
            matches[answer.Huma] = answer.Xledger;
        }

        return matches;
    }
}
