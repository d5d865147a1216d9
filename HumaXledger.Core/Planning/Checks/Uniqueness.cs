using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Checks;

/// <summary>Finds changes after which two people of one system would share a unique value.</summary>
internal static class Uniqueness
{
    /// <summary>The changes that violate uniqueness, with the reason of each; by reference.</summary>
    public static Dictionary<PlannedChange, Reason> Offenders(List<PlannedChange> changes, Rosters rosters)
    {
        var found = new Dictionary<PlannedChange, Reason>(ReferenceEqualityComparer.Instance);
        foreach (
            var group in changes
                .Where(change => FieldRules.For(change.Field).In(change.Target).Unique)
                .GroupBy(change => (change.Target, change.Field))
        )
        {
            Offenders([.. group], rosters, found);
        }

        return found;
    }

    private static void Offenders(PlannedChange[] changes, Rosters rosters, Dictionary<PlannedChange, Reason> found)
    {
        var (field, target) = (changes[0].Field, changes[0].Target);
        var (roster, taken) = (rosters.In(target), rosters.TakenIn(target));
        var moving = changes
            .Where(change => change.Kind == ChangeKind.Update)
            .Select(change => roster.Find(PersonKey.Of(change).Id))
            .ToHashSet();
        foreach (var claim in changes.Where(change => change.To.IsValue).GroupBy(change => rosters.KeyOf(change)))
        {
            var claimants = claim.ToArray();
            var stays = taken
                .Holders(field, claim.Key)
                .Where(holder => !moving.Contains(holder))
                .Select(holder => roster[holder].DisplayName)
                .FirstOrDefault();
            if (stays is null && claimants.Length == 1)
            {
                continue;
            }

            foreach (var claimant in claimants)
            {
                var other = stays ?? claimants.First(change => !ReferenceEquals(change, claimant)).PersonName;
                found[claimant] = new Reason(PlanningReasons.PlanNotUnique, FieldRules.For(field).Name, other);
            }
        }

        if (!FieldRules.For(field).In(target).Clearable)
        {
            foreach (var exchange in WriteOrder.Of(changes, rosters).Exchanges)
            {
                foreach (var change in exchange)
                {
                    found.TryAdd(
                        change,
                        new Reason(PlanningReasons.PlanExchange, FieldRules.For(field).Name, target.ToString())
                    );
                }
            }
        }
    }
}
