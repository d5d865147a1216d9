using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// A few people of a plan to be synchronized first, with the people they depend on: those who release a unique value
/// that one of them takes.
/// </summary>
/// <param name="People">The chosen people and those added to them.</param>
/// <param name="Along">The people added, with the reason.</param>
public sealed record PilotChoice(IReadOnlySet<PersonRef> People, IReadOnlyList<TakenAlong> Along)
{
    /// <summary>The most people that can be chosen: few enough to check one by one in both systems.</summary>
    public const int Most = 20;

    /// <summary>Adds the people that the chosen ones depend on.</summary>
    /// <param name="comparison">The comparison that the plan was made from.</param>
    public static PilotChoice Of(SyncPlan plan, Comparison comparison, IReadOnlyCollection<PersonRef> chosen)
    {
        var people = chosen.ToHashSet();
        var along = new List<TakenAlong>();
        var unique = plan
            .Changes.Where(change => change.To.IsValue && FieldRules.For(change.Field).In(change.Target).Unique)
            .ToLookup(PersonRef.Of);
        var giving = new Dictionary<(Side, Field, string), PlannedChange>();
        foreach (
            var change in plan.Changes.Where(change =>
                change.Kind == ChangeKind.Update && FieldRules.For(change.Field).In(change.Target).Unique
            )
        )
        {
            giving[(change.Target, change.Field, PersonKey.Of(change).Id)] = change;
        }

        var open = new Queue<PersonRef>(chosen);
        while (open.TryDequeue(out var person))
        {
            foreach (var change in unique[person])
            {
                var roster = comparison.Rosters.In(change.Target);
                foreach (
                    var holder in comparison
                        .Rosters.TakenIn(change.Target)
                        .Holders(change.Field, comparison.Rosters.KeyOf(change))
                )
                {
                    if (
                        giving.TryGetValue((change.Target, change.Field, roster[holder].Id), out var before)
                        && people.Add(PersonRef.Of(before))
                    )
                    {
                        along.Add(new TakenAlong(before.PersonName, change.PersonName, change.Field));
                        open.Enqueue(PersonRef.Of(before));
                    }
                }
            }
        }

        return new PilotChoice(people, along);
    }
}

/// <summary>A person added to a pilot because a value of theirs passes to a chosen person.</summary>
public sealed record TakenAlong(string Person, string To, Field Field);
