using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Guards;

/// <summary>What a guard watches (product.md section 5).</summary>
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
    /// Linked people of whom one record looks like another person now (<see cref="Identity"/>). Everything of such a
    /// person is held back, in
    /// both directions; any one trips it.
    /// </summary>
    OtherPerson,

    /// <summary>A side that read empty or much smaller than last time. Cannot be confirmed away.</summary>
    SideShrunken,
}

/// <summary>
/// A limit as count and as percent of all paired people; the guard trips when both are exceeded (percent null: count
/// alone).
/// </summary>
public sealed record GuardLimit(int Count, double? Percent)
{
    /// <summary>Whether a guard can be held to it: a count from 0, a percentage from 0 to 100.</summary>
    public bool IsValid => Count >= 0 && Percent is null or (>= 0 and <= 100);
}

public sealed record GuardSettings(IReadOnlyDictionary<GuardKind, GuardLimit> Limits)
{
    /// <summary>
    /// Careful without crying wolf: a first sync of an ordinary organization passes most of them, a broken export none.
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
    /// Whether a connection may set another limit: one person who was taken for another is one too many.
    /// </summary>
    public static bool IsAdjustable(GuardKind kind) => kind != GuardKind.OtherPerson;

    /// <summary>The defaults, with a connection's own limits in the place of theirs.</summary>
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
/// One evaluated guard. A tripped guard holds its kind of change back until an administrator confirms it by name.
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
    public bool Holds => Tripped && !Confirmed;

    /// <summary>The limit as a count, among as many people as there are now: the guard trips above it.</summary>
    public int Most { get; init; }

    /// <summary>The side that a guard of one side is about; null for every other.</summary>
    public Side? Side { get; init; }
}
