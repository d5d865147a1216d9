using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning;

/// <summary>
/// The order in which people must release and take the values of one unique field. <c>Waves</c> is the number of
/// changes that must precede each change; <c>Exchanges</c> are cycles, in which the first person's value must be
/// emptied first.
/// </summary>
/// <remarks>
/// Huma refuses a value that another person still has (contracts/huma.md 4.4). Whether Xledger refuses a taken employee
/// number is not published; an order that is safe if it does is safe if it does not.
/// </remarks>
internal sealed record WriteOrder(
    IReadOnlyDictionary<PlannedChange, int> Waves,
    IReadOnlyList<IReadOnlyList<PlannedChange>> Exchanges
)
{
    /// <summary>Orders the changes of one field.</summary>
    /// <param name="changes">All changes of one field in one system.</param>
    public static WriteOrder Of(PlannedChange[] changes, Rosters rosters)
    {
        var (field, target) = (changes[0].Field, changes[0].Target);
        var (roster, taken) = (rosters.In(target), rosters.TakenIn(target));
        var byHolder = new Dictionary<int, PlannedChange>();
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.Update)
            {
                byHolder[roster.Find(PersonKey.Of(change).Id)] = change;
            }
        }

        // A value has at most one holder, unless the system violates its own uniqueness; then the last one counts.
        var waitsFor = new Dictionary<PlannedChange, PlannedChange>(ReferenceEqualityComparer.Instance);
        foreach (var change in changes)
        {
            if (change.To.IsValue)
            {
                foreach (var holder in taken.Holders(field, rosters.KeyOf(change)))
                {
                    if (byHolder.TryGetValue(holder, out var before) && !ReferenceEquals(before, change))
                    {
                        waitsFor[change] = before;
                    }
                }
            }
        }

        return Walk(changes, waitsFor);
    }

    private static WriteOrder Walk(PlannedChange[] changes, Dictionary<PlannedChange, PlannedChange> waitsFor)
    {
        var waves = new Dictionary<PlannedChange, int>(ReferenceEqualityComparer.Instance);
        var exchanges = new List<IReadOnlyList<PlannedChange>>();
        var path = new List<PlannedChange>();
        var onPath = new Dictionary<PlannedChange, int>(ReferenceEqualityComparer.Instance);
        foreach (var start in changes)
        {
            path.Clear();
            onPath.Clear();
            var current = start;
            while (!waves.ContainsKey(current) && !onPath.ContainsKey(current))
            {
                onPath[current] = path.Count;
                path.Add(current);
                if (!waitsFor.TryGetValue(current, out var before))
                {
                    break;
                }

                current = before;
            }

            var last = path.Count - 1;
            if (onPath.TryGetValue(current, out var entry) && waitsFor.ContainsKey(current))
            {
                // The cycle is broken at the person with the least id, whose value is emptied first and written last.
                var circle = path[entry..];
                var cut = circle.IndexOf(circle.MinBy(change => PersonKey.Of(change).Id, StringComparer.Ordinal)!);
                exchanges.Add([.. circle[cut..], .. circle[..cut]]);
                for (var step = 0; step < circle.Count; step++)
                {
                    // The person who waits for the emptied value goes first, then the one who waits for that person.
                    waves[circle[(cut + circle.Count - 1 - step) % circle.Count]] = step + 1;
                }

                last = entry - 1;
            }

            for (; last >= 0; last--)
            {
                waves[path[last]] =
                    waitsFor.TryGetValue(path[last], out var before) && waves.TryGetValue(before, out var wave)
                        ? wave + 1
                        : 0;
            }
        }

        return new WriteOrder(waves, exchanges);
    }
}
