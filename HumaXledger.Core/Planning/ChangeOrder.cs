using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning;

/// <summary>
/// Orders checked changes so that they can be executed, inserts a write that empties the first value of an exchange,
/// and numbers them.
/// </summary>
internal static class ChangeOrder
{
    /// <summary>The changes in execution order, numbered from 1, with waves.</summary>
    public static List<PlannedChange> Of(List<PlannedChange> changes, Rosters rosters)
    {
        var ordered = WithWaves(changes, rosters);
        ordered.Sort(Compare);
        return Numbered(ordered, 1);
    }

    /// <summary>Changes held by a guard, in the same order, without waves.</summary>
    public static List<PlannedChange> OfHeld(List<PlannedChange> changes, int first)
    {
        var ordered = new List<PlannedChange>(changes);
        ordered.Sort(Compare);
        return Numbered(ordered, first);
    }

    private static List<PlannedChange> Numbered(List<PlannedChange> changes, int first)
    {
        for (var index = 0; index < changes.Count; index++)
        {
            changes[index] = changes[index] with { Sequence = first + index };
        }

        return changes;
    }

    private static List<PlannedChange> WithWaves(List<PlannedChange> changes, Rosters rosters)
    {
        var room = new List<PlannedChange>();
        var moved = new Dictionary<PlannedChange, PlannedChange>(ReferenceEqualityComparer.Instance);
        var unique = changes.Where(change => FieldRules.For(change.Field).In(change.Target).Unique);
        foreach (var group in unique.GroupBy(change => (change.Target, change.Field)))
        {
            var succession = WriteOrder.Of([.. group], rosters);
            foreach (var (change, wave) in succession.Waves)
            {
                if (wave > 0)
                {
                    moved[change] = change with { Wave = wave };
                }
            }

            foreach (var exchange in succession.Exchanges)
            {
                var first = exchange[0];
                room.Add(
                    first with
                    {
                        To = FieldValue.Nothing,
                        Cause = ChangeCause.MakesRoom,
                        Why = ChangeCause.MakesRoom.Reason(),
                    }
                );
                moved[first] = moved[first] with { From = FieldValue.Nothing };
            }
        }

        return [.. changes.Select(change => moved.GetValueOrDefault(change, change)), .. room];
    }

    private static int Compare(PlannedChange one, PlannedChange other)
    {
        // As numbers: Enum.CompareTo boxes its argument.
        var kind = ((int)one.Kind).CompareTo((int)other.Kind);
        var target = kind != 0 ? kind : ((int)one.Target).CompareTo((int)other.Target);
        var wave = target != 0 ? target : one.Wave.CompareTo(other.Wave);
        var person = wave != 0 ? wave : string.CompareOrdinal(PersonKey.Of(one).Id, PersonKey.Of(other).Id);
        return person != 0 ? person : ((int)one.Field).CompareTo((int)other.Field);
    }
}
