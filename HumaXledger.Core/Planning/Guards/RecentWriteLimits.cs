using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Guards;

/// <summary>
/// The people whom unreviewed plans have written recently, for the guards' windows; confirmed writes do not count.
/// Stores one time per person and guard, so its size depends on the number of people and not of changes. Not
/// thread-safe.
/// </summary>
public sealed class RecentWriteLimits
{
    /// <summary>Within an hour the limit of one plan applies, within a day four times that.</summary>
    private static readonly (TimeSpan Span, int Factor)[] Windows =
    [
        (TimeSpan.FromHours(1), 1),
        (TimeSpan.FromDays(1), 4),
    ];

    private readonly Dictionary<GuardKind, Dictionary<PersonKey, DateTime>> _at = [];

    /// <summary>The length of the longest window.</summary>
    public static TimeSpan Reach => Windows[^1].Span;

    /// <summary>Counts a change.</summary>
    /// <param name="confirmed">Guards that were confirmed for the change's plan.</param>
    public void Add(PlannedChange change, DateTime at, IReadOnlySet<GuardKind> confirmed)
    {
        foreach (var kind in Enum.GetValues<GuardKind>())
        {
            if (kind != GuardKind.SideShrunken && !confirmed.Contains(kind) && Guarding.Watches(kind, change))
            {
                var people = _at.TryGetValue(kind, out var known) ? known : _at[kind] = [];
                var one = Guarding.Counted(kind, change);
                people[one] = people.TryGetValue(one, out var before) && before > at ? before : at;
            }
        }
    }

    /// <summary>The windows that end now; older entries are removed.</summary>
    public IReadOnlyList<GuardWindow> At(DateTime now)
    {
        foreach (var people in _at.Values)
        {
            foreach (var old in people.Where(one => one.Value <= now - Reach).Select(one => one.Key).ToList())
            {
                people.Remove(old);
            }
        }

        return
        [
            .. Windows.Select(window => new GuardWindow(
                window.Span,
                window.Factor,
                _at.ToDictionary(
                    kind => kind.Key,
                    kind =>
                        (IReadOnlySet<PersonKey>)
                            kind.Value.Where(one => one.Value > now - window.Span).Select(one => one.Key).ToHashSet()
                )
            )),
        ];
    }
}
