using System.Globalization;

namespace HumaXledger.Core.Storage.Activity;

/// <summary>A place in the chain that was noted elsewhere, to be found again.</summary>
public readonly record struct ChainMark(long Number, string Hash)
{
    /// <summary>The form <c>NUMBER:HASH</c>, as it stands in the process log, on the page and in exports.</summary>
    public static ChainMark? Parse(string? text) =>
        text?.Trim().Split(':') is [var number, { Length: 64 } hash]
        && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var parsed)
        && hash.All(char.IsAsciiHexDigit)
            ? new ChainMark(parsed, hash.ToLowerInvariant())
            : null;

    public override string ToString() => FormattableString.Invariant($"{Number}:{Hash}");
}

/// <summary>How the chain of the activity log is broken.</summary>
public enum ChainBreak
{
    /// <summary>The entry is not what was stored: its content does not give its hash.</summary>
    ContentChanged,

    /// <summary>
    /// The entry does not follow from the one before it: that one was changed together with its hash.
    /// </summary>
    DoesNotFollow,

    /// <summary>No entry has this number, and later ones are there.</summary>
    EntryMissing,

    /// <summary>The entries from this number on are gone, by what the head or the mark says.</summary>
    EndMissing,

    /// <summary>
    /// There are entries behind what the head knows, or the head has another hash than the last entry.
    /// </summary>
    HeadDoesNotFit,

    /// <summary>At the marked number there is another hash: the log was written anew.</summary>
    MarkDoesNotFit,

    /// <summary>Entries without a number, which were put in past the chain.</summary>
    Unnumbered,

    /// <summary>The log is cut off up to this number, and no entry reports the cut.</summary>
    CutNotLogged,

    /// <summary>
    /// The log is cut off up to this number, and that entry was not old enough to be removed, or its age cannot be
    /// proved.
    /// </summary>
    CutNotExplained,
}

/// <summary>What looking through the whole activity log gave.</summary>
public abstract record ChainVerdict
{
    private ChainVerdict() { }

    /// <summary>Every entry is as it was stored and follows from the one before.</summary>
    /// <param name="Entries">How many there are.</param>
    /// <param name="CutNumber">The entries up to here were removed by retention; 0: none.</param>
    /// <param name="Head">To be kept elsewhere.</param>
    /// <param name="MarkCompared">Whether the mark could be looked for; what it marks may have been removed by
    /// retention. True without a mark.</param>
    public sealed record Whole(long Entries, long CutNumber, ChainMark Head, bool MarkCompared) : ChainVerdict
    {
        /// <summary>
        /// Whether an earlier version made the cut, which kept nothing of what it removed. Its age is then only likely,
        /// by the first entry that is left; the next cut ends this state.
        /// </summary>
        public bool CutByEarlierVersion { get; init; }
    }

    /// <summary>It is not.</summary>
    /// <param name="Number">The first place where it shows.</param>
    public sealed record Broken(long Number, ChainBreak How) : ChainVerdict;
}
