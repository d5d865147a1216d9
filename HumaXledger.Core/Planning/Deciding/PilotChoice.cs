using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// A few people of a plan, to be tried first, and those who have to go with them: whoever gives up a value that one of
/// them takes over, since nobody may share it.
/// </summary>
/// <param name="People">The chosen ones and those who go along.</param>
/// <param name="Along">Who goes along, and why.</param>
public sealed record PilotChoice(IReadOnlySet<PersonRef> People, IReadOnlyList<TakenAlong> Along)
{
    /// <summary>So many people can be chosen: few enough to look at one by one in both systems.</summary>
    public const int Most = 20;

    /// <param name="comparison">What the plan was made from.</param>
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

/// <summary>
/// Somebody who goes with a pilot because the value of this field passes on to somebody who was chosen.
/// </summary>
public sealed record TakenAlong(string Person, string To, Field Field);
