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
/// <param name="Name">To be typed as confirmation; the id where no name is known.</param>
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
