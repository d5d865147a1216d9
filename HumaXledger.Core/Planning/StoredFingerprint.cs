using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>
/// What is stored of a plan's fingerprint: with it, which fields the plan empties, and which connection and comparison
/// the plan is of. It is sealed as a whole. Values are sealed one by one, and an empty value is not; the columns that
/// say whose a plan is are not sealed either: only this tells both.
/// </summary>
internal static class StoredFingerprint
{
    private const char Separator = '/';

    /// <summary>What is stored.</summary>
    public static string Of(
        string fingerprint,
        IEnumerable<PlannedChange> changes,
        Guid connectionId,
        Guid comparisonId
    ) => string.Join(Separator, fingerprint, HashOf(Emptied(changes)), OwnerOf(connectionId, comparisonId));

    /// <summary>
    /// The same where it was stored for this connection and comparison. An earlier version did not say for which.
    /// </summary>
    /// <param name="stored">Null where it cannot be read.</param>
    public static string? IfOf(Guid connectionId, Guid comparisonId, string? stored) =>
        stored?.Split(Separator) is [_, _, var owner] && owner != OwnerOf(connectionId, comparisonId) ? null : stored;

    /// <summary>Whether it says which connection and comparison it was stored for.</summary>
    public static bool NamesOwner(string? stored) => stored?.Split(Separator) is [_, _, _];

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

    private static string OwnerOf(Guid connectionId, Guid comparisonId) => $"{connectionId:N}.{comparisonId:N}";

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
