using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Guards;

/// <summary>What a guard counts (product.md section 5).</summary>
public enum GuardKind
{
    CreatedInHuma,
    CreatedInXledger,
    IdentificationChanged,
    EmailChanged,
    EmploymentIdChanged,
    ValuesCleared,
    EndDatesSet,
    PeopleTouched,

    /// <summary>
    /// Linked people of whom one record looks like another person now (<see cref="Identity"/>). All changes of such a
    /// person are held, in both directions; a single one trips it.
    /// </summary>
    OtherPerson,

    /// <summary>A side that is empty or much smaller than at the last read. Cannot be confirmed.</summary>
    SideShrunken,
}

/// <summary>The limit of a guard, which trips when both parts are exceeded.</summary>
/// <param name="Count">A number of people.</param>
/// <param name="Percent">A percentage of all paired people; null where the count alone decides.</param>
public sealed record GuardLimit(int Count, double? Percent)
{
    /// <summary>Whether the limit is usable: a count from 0, a percentage from 0 to 100.</summary>
    public bool IsValid => Count >= 0 && Percent is null or (>= 0 and <= 100);
}

/// <summary>The limits of a connection.</summary>
public sealed record GuardSettings(IReadOnlyDictionary<GuardKind, GuardLimit> Limits)
{
    /// <summary>
    /// Cautious without false alarms: a first synchronization of a typical organization exceeds few of them, a broken
    /// export does.
    /// </summary>
    public static readonly GuardSettings Default = new(
        new Dictionary<GuardKind, GuardLimit>
        {
            [GuardKind.CreatedInHuma] = new(10, 5),
            [GuardKind.CreatedInXledger] = new(10, 5),
            [GuardKind.IdentificationChanged] = new(5, 2),
            [GuardKind.EmailChanged] = new(20, 10),
            [GuardKind.EmploymentIdChanged] = new(10, 5),
            [GuardKind.ValuesCleared] = new(10, 5),
            [GuardKind.EndDatesSet] = new(10, 5),
            [GuardKind.PeopleTouched] = new(50, 50),
            [GuardKind.OtherPerson] = new(0, null),
            [GuardKind.SideShrunken] = new(5, 20),
        }
    );

    /// <summary>
    /// Whether a connection may set its own limit. Not for <see cref="GuardKind.OtherPerson"/>: one such person is too
    /// many.
    /// </summary>
    public static bool IsAdjustable(GuardKind kind) => kind != GuardKind.OtherPerson;

    /// <summary>The defaults, replaced by a connection's own limits.</summary>
    public static GuardSettings With(IReadOnlyDictionary<GuardKind, GuardLimit> own) =>
        own.Count == 0
            ? Default
            : new(
                Default.Limits.ToDictionary(
                    entry => entry.Key,
                    entry => IsAdjustable(entry.Key) ? own.GetValueOrDefault(entry.Key, entry.Value) : entry.Value
                )
            );
}

/// <summary>
/// One evaluated guard. A tripped guard holds its kind of change until an administrator confirms it by name.
/// </summary>
public sealed record GuardResult(
    GuardKind Kind,
    int Count,
    double Percent,
    GuardLimit Limit,
    bool Tripped,
    bool Confirmed
)
{
    /// <summary>Whether the guard holds its changes back.</summary>
    public bool Holds => Tripped && !Confirmed;

    /// <summary>The limit as a count for the current number of people; the guard trips above it.</summary>
    public int Most { get; init; }

    /// <summary>
    /// SHA-256 in lower-case hex over the people whom the guard counts; null where it has not tripped, or cannot be
    /// confirmed.
    /// </summary>
    public string? People { get; init; }

    /// <summary>The side of a guard that concerns one side; null for every other.</summary>
    public Side? Side { get; init; }
}
