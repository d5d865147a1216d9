using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Guards;

/// <summary>
/// Whom plans that nobody reviewed have written lately, for the guards' windows. What somebody confirmed is not counted
/// again. Holds one time for each person and guard, so that its size follows the
/// people and not the changes.
/// </summary>
public sealed class RecentWriteLimits
{
    /// <summary>What a guard lets one plan do, an hour may do; a day four times that.</summary>
    private static readonly (TimeSpan Span, int Factor)[] Windows =
    [
        (TimeSpan.FromHours(1), 1),
        (TimeSpan.FromDays(1), 4),
    ];

    private readonly Dictionary<GuardKind, Dictionary<PersonKey, DateTime>> _at = [];

    /// <summary>How far back anything counts.</summary>
    public static TimeSpan Reach => Windows[^1].Span;

    /// <param name="confirmed">Guards that somebody confirmed for the plan it belongs to.</param>
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

    /// <summary>The windows as they are now; what is older than all of them is forgotten.</summary>
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
