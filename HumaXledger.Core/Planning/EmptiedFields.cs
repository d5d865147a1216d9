using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>
/// Which fields a plan empties, hashed beside its fingerprint where the plan is stored. Values are sealed one by one,
/// and an empty value is not: only this hash says which fields the plan empties.
/// </summary>
internal static class EmptiedFields
{
    private const char Separator = '/';

    /// <summary>What is stored of the fingerprint of a connection's plan.</summary>
    public static string StoredFormOf(string fingerprint, IEnumerable<PlannedChange> changes, Guid connectionId) =>
        $"{fingerprint}{Separator}{HashOf(Emptied(changes))}{Separator}{connectionId:N}";

    /// <summary>
    /// Whether it was stored for a plan of this connection. An earlier version did not say of which; its plans are all
    /// too old within a week.
    /// </summary>
    /// <param name="stored">Null where it cannot be read: then no.</param>
    public static bool IsOf(Guid connectionId, string? stored) =>
        stored is not null && (stored.Split(Separator) is not [_, _, var own] || own == $"{connectionId:N}");

    /// <summary>The fingerprint in what is stored; null where that cannot be read.</summary>
    public static string? FingerprintIn(string? stored) => stored?.Split(Separator)[0];

    /// <summary>Whether an earlier version stored it, which did not say what the plan empties.</summary>
    public static bool IsOfEarlierVersion(string? stored) =>
        stored is not null && !stored.Contains(Separator, StringComparison.Ordinal);

    /// <summary>
    /// Whether the plan asked for all that these changes empty. A plan of an earlier version asked for nothing that can
    /// be proved.
    /// </summary>
    /// <param name="stored">Null where it cannot be read.</param>
    public static bool AreAsPlanned(string? stored, IEnumerable<PlannedChange> changes) =>
        Emptied(changes) is not { Count: > 0 } emptied
        || (stored?.Split(Separator) is [_, var asked, ..] && asked == HashOf(emptied));

    private static List<PlannedChange> Emptied(IEnumerable<PlannedChange> changes) =>
        [.. changes.Where(change => change.To is FieldValue.Empty).OrderBy(change => change.Sequence)];

    private static string HashOf(List<PlannedChange> emptied)
    {
        using var print = new Fingerprint();
        foreach (var change in emptied)
        {
            print.Add(change.Sequence);
            print.Add(((int)change.Target * 2) + (int)change.Kind);
            print.Add((int)change.Field);
            // The record that an addition makes has no id before it is made.
            print.Add(IsMade(change, Side.Huma) ? null : change.Huma?.Value);
            print.Add(IsMade(change, Side.Xledger) ? null : change.Xledger?.Value);
        }

        return print.Finish();
    }

    private static bool IsMade(PlannedChange change, Side side) =>
        change.Kind == ChangeKind.Create && change.Target == side;
}
