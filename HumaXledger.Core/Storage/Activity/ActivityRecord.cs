using HumaXledger.Core.Access;

namespace HumaXledger.Core.Storage.Activity;

/// <summary>
/// Who did what when and from where. Append-only: each entry carries a number and the hash of the one before it
/// (<see cref="ActivityForm"/>), given when its transaction commits.
/// </summary>
public sealed class ActivityRecord
{
    /// <summary>Letters of a name or an argument; what is longer is cut.</summary>
    public const int LongestText = 500;

    private ActivityRecord() { }

    /// <summary>Order of storing; the number in the chain is <see cref="Number" />.</summary>
    public long Id { get; init; }

    /// <summary>
    /// UTC. When it was done; entries are numbered in the order in which they were stored, which may differ by a
    /// moment.
    /// </summary>
    public DateTime At { get; init; }

    /// <summary>Name of the person or of the part of the program, at that time.</summary>
    public required string Who { get; init; }

    /// <summary>The person's id (<see cref="Actor.Id"/>); null where only a name is known.</summary>
    public string? WhoId { get; init; }

    /// <summary>
    /// The address of the browser; null for what the product does by itself, and for what goes on in the background.
    /// </summary>
    public string? From { get; init; }

    /// <summary>The connection that is concerned; null for entries of the whole portal.</summary>
    public Guid? ConnectionId { get; init; }

    /// <summary>A stable code; its sentence is the reader's language's.</summary>
    public required string What { get; init; }

    /// <summary>
    /// What goes into the sentence. Never a token, identification or bank number, nor the name of one of the people who
    /// are synchronized: those are named by their id.
    /// </summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>1, 2, 3 … without a gap; null in an entry of before there were numbers, until the next start.</summary>
    public long? Number { get; internal set; }

    /// <summary>Hash of the entry before; null until the entry is numbered.</summary>
    public string? PreviousHash { get; internal set; }

    /// <summary>SHA-256 in lower-case hexadecimal over everything above and <see cref="PreviousHash"/>.</summary>
    public string? Hash { get; internal set; }

    /// <param name="by">
    /// Who acts; for work in the background <see cref="Actor.Behind"/> of the person who started it.
    /// </param>
    /// <param name="what">A stable code.</param>
    /// <param name="at">UTC.</param>
    public static ActivityRecord Of(
        Actor by,
        string what,
        DateTime at,
        Guid? connectionId = null,
        IReadOnlyList<string>? arguments = null
    ) =>
        new()
        {
            At = at,
            Who = Plain(by.Name),
            WhoId = by.Id.Length == 0 ? null : Plain(by.Id),
            From = by.From is { } from ? Plain(from) : null,
            What = what,
            ConnectionId = connectionId,
            Arguments = [.. (arguments ?? []).Select(Plain)],
        };

    // Names and arguments may come from outside: no line breaks that would look like another entry in a file, nothing a
    // database cannot store, limited length.
    private static string Plain(string text)
    {
        var cut =
            text.Length <= LongestText
                ? text
                : text[..(char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText)];
        return cut.Any(char.IsControl)
            ? string.Concat(cut.Select(letter => char.IsControl(letter) ? ' ' : letter))
            : cut;
    }
}
