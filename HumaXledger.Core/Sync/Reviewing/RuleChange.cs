using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>"Remember for next time": the rules that fields have and those that they get; null: as usual.</summary>
public sealed record RuleChange(
    IReadOnlyDictionary<Field, PolicyRule?> Shown,
    IReadOnlyDictionary<Field, PolicyRule?> Wanted
)
{
    /// <summary>The rule for the fields of these differences.</summary>
    public static RuleChange Of(ReviewSession session, PolicyRule rule, IEnumerable<Difference> chosen)
    {
        var fields = chosen.Select(difference => difference.Field).Distinct().Order().ToList();
        return new RuleChange(
            fields.ToDictionary(
                field => field,
                field => session.Connection.Policies.FirstOrDefault(policy => policy.Field == field)?.Rule
            ),
            fields.ToDictionary(field => field, PolicyRule? (_) => rule)
        );
    }

    /// <summary>Takes this one back, without a rule of an earlier version that the field cannot have.</summary>
    public RuleChange Reverse() =>
        new(
            Wanted,
            Shown.ToDictionary(
                before => before.Key,
                before => before.Value is { } rule && Policy.Allows(before.Key, rule) ? before.Value : null
            )
        );

    /// <summary>
    /// How many further differences without a choice the wanted rules decide at once, otherwise than the rules of now.
    /// Those that cannot go that way do not count.
    /// </summary>
    /// <param name="chosen">Differences that get a choice of their own.</param>
    public int CountFollowing(ReviewSession session, IEnumerable<Difference> chosen)
    {
        var own = chosen.Select(difference => difference.Key).ToHashSet();
        var now = session.Comparison.Input.Policy;
        var then = now with
        {
            Fields = now
                .Fields.Where(rule => !Wanted.ContainsKey(rule.Key))
                .Concat(Wanted.Select(rule => KeyValuePair.Create(rule.Key, rule.Value ?? now.Default)))
                .ToDictionary(),
        };
        return session.Comparison.Differences.Count(difference =>
            !own.Contains(difference.Key)
            && session.ChoiceOf(difference) is null
            && then.ChoiceOf(difference) is { } choice
            && choice != now.ChoiceOf(difference)
            && Review.Can(difference, choice)
        );
    }
}
