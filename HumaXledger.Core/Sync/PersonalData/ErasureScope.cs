using System.Globalization;
using System.Text;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.PersonalData;

/// <summary>How much is erased of one person.</summary>
public enum ErasureScope
{
    /// <summary>
    /// What was. The link, what both systems last agreed on and what they held at the newest comparison stay: without
    /// them the next comparison could overwrite.
    /// </summary>
    History,

    /// <summary>Everything about a person who is in neither system any more, or whose connection was ended.</summary>
    Everything,
}

/// <summary>What an erasure would come to.</summary>
/// <param name="Name">The id where no name is known.</param>
/// <param name="Changes">Changes that still have a name and values.</param>
/// <param name="Undoable">Of those, how many could be put back until now.</param>
/// <param name="OtherConnections">Names of those that know the same person; they keep what they have.</param>
/// <param name="Refusal">Why nothing can be erased now; null where it can.</param>
/// <param name="NotEverything">Why only the history can be; null where everything can.</param>
/// <param name="Earlier">How often something of this person was erased before.</param>
public sealed record ErasurePreview(
    PersonIds Ids,
    string Name,
    int Changes,
    int Undoable,
    IReadOnlyList<string> OtherConnections,
    Reason? Refusal,
    Reason? NotEverything,
    int Earlier
)
{
    // Longer names are not typed, and an input takes 1,000.
    private const int LongestTyped = 200;

    private const int BlankBraille = 0x2800;

    /// <summary>
    /// To be typed as confirmation: the beginning of the name without characters that no one can type, such as marks of
    /// direction; the id where nothing else is left.
    /// </summary>
    public string ToType { get; } =
        Typed(Name) is { Length: > 0 } typed ? typed : Ids.Huma?.Value ?? Ids.Xledger?.Value ?? Name;

    /// <summary>Whether this text confirms the erasure.</summary>
    public bool IsConfirmedBy(string text) => Typed(text) == ToType;

    private static string Typed(string text)
    {
        var runes = Spelling.Collapse(text).EnumerateRunes().Where(rune => !IsUntyped(rune)).Take(LongestTyped);
        return Spelling.Collapse(string.Concat(runes));
    }

    private static bool IsUntyped(Rune rune) =>
        rune.Value == BlankBraille
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.Control;

    /// <summary>
    /// Whether a page that showed this one showed what <paramref name="now"/> would erase. After an erasure it does
    /// not: once asked for is once done.
    /// </summary>
    internal bool IsStill(ErasurePreview now) =>
        (Ids, Name, Changes, Undoable, Earlier) == (now.Ids, now.Name, now.Changes, now.Undoable, now.Earlier)
        && OtherConnections.SequenceEqual(now.OtherConnections);

    // Not the name.
    public override string ToString() => $"{Ids}";
}

/// <summary>What was erased, in numbers.</summary>
/// <param name="Changes">Changes that lost name and values.</param>
/// <param name="PendingChanges">Pending changes that lost the name.</param>
/// <param name="Messages">Messages of Huma's webhook that named the person, removed whole.</param>
/// <param name="Comparisons">Contents of comparisons that were removed, or rewritten without the person.</param>
/// <param name="Plans">Plans whose list of what could not be done was rewritten.</param>
/// <param name="Kept">
/// Values and questions that are still needed and stay: the last undo of a value, what awaits a decision, what is
/// planned.
/// </param>
public sealed record Erased(
    int Changes,
    int PendingChanges,
    int HeldValues,
    int Messages,
    int Comparisons,
    int Plans,
    int Links,
    int Kept
)
{
    /// <summary>Whether the bytes are gone from the database's file too; else doing it again does that.</summary>
    public bool Swept { get; init; }
}
