using System.Numerics;

namespace HumaXledger.Core.Matching.Names;

/// <summary>How alike two parts of a name are, from nothing known to the same spelling.</summary>
internal enum Likeness
{
    Unknown,
    Different,

    /// <summary>More letters apart than a typing error, and yet alike.</summary>
    Similar,

    /// <summary>They share one word, and each has another one: "Anne Marie" and "Anne Karin".</summary>
    Overlap,

    /// <summary>One letter stands for the name: "K." for "Kari".</summary>
    Initial,

    /// <summary>A small typing error apart.</summary>
    Near,

    /// <summary>One holds part of the other: a middle name or one half of a double name.</summary>
    Part,

    /// <summary>A known nickname or the short form of the other: "Lasse" for "Lars", "Alex" for "Aleksander".</summary>
    Nickname,

    /// <summary>The same name by the rules of <see cref="NameSpelling"/>: "Axel" for "Aksel".</summary>
    Spelling,

    /// <summary>The same but for accents, hyphens or the spelling of a Nordic letter.</summary>
    Variant,
    Same,
}

internal static class NameLikeness
{
    /// <param name="given">Whether both are given names, which have nicknames.</param>
    public static Likeness Of(NameKeys one, NameKeys other, bool given)
    {
        if (one.IsEmpty || other.IsEmpty)
        {
            return Likeness.Unknown;
        }

        // Most names are kept once each (NameKeyCache).
        if (ReferenceEquals(one, other))
        {
            return Likeness.Same;
        }

        // Hashes say that two names differ, without their letters being looked at.
        if (one.Sound.Whole == other.Sound.Whole && one.Joined == other.Joined)
        {
            return one.Plain == other.Plain ? Likeness.Same : Likeness.Variant;
        }

        if (one.Joined.Length == 1 || other.Joined.Length == 1)
        {
            return one.Joined[0] == other.Joined[0] ? Likeness.Initial : Likeness.Different;
        }

        if (one.Sound.Folded == other.Sound.Folded && one.JoinedFolded == other.JoinedFolded)
        {
            return Likeness.Spelling;
        }

        if ((one.Words.Length > 1 || other.Words.Length > 1) && OfWords(one, other) is { } shared)
        {
            return shared;
        }

        if (given && AreNicknames(one, other))
        {
            return Likeness.Nickname;
        }

        if (IsNear(one, other))
        {
            return Likeness.Near;
        }

        return given && IsShortForm(one, other) ? Likeness.Nickname
            : IsSimilar(one, other) ? Likeness.Similar
            : Likeness.Different;
    }

    /// <summary>
    /// What two names of several words have in common; null where they share no word to know a person by.
    /// </summary>
    private static Likeness? OfWords(NameKeys one, NameKeys other)
    {
        var (shorter, longer) = one.Words.Length <= other.Words.Length ? (one, other) : (other, one);
        bool shared = false,
            inexact = false,
            differing = false;
        for (var at = 0; at < shorter.Words.Length; at++)
        {
            if (Array.IndexOf(longer.Folded, shorter.Folded[at]) >= 0)
            {
                // An initial or a particle ("av", "de") is no part to know a person by.
                shared |= shorter.Words[at].Length > 2;
            }
            else if (HasAlike(longer, shorter.Words[at]) is { } exact)
            {
                inexact |= !exact;
            }
            else
            {
                differing |= shorter.Words[at].Length > 2;
            }
        }

        return !shared ? null
            : differing ? Likeness.Overlap
            : inexact ? Likeness.Near
            : Likeness.Part;
    }

    /// <summary>
    /// True where one of the words and this one stand for each other as an initial, false for a typing error; null
    /// where neither is so.
    /// </summary>
    private static bool? HasAlike(NameKeys name, string word)
    {
        foreach (var candidate in name.Words)
        {
            if (candidate.Length == 1 || word.Length == 1)
            {
                if (candidate[0] == word[0])
                {
                    return true;
                }
            }
            else if (
                Math.Min(candidate.Length, word.Length) > 3
                && Math.Abs(candidate.Length - word.Length) <= 1
                && AreWithin(candidate, word, errors: 1)
            )
            {
                return false;
            }
        }

        return null;
    }

    private static bool AreNicknames(NameKeys one, NameKeys other)
    {
        if (
            one.Nicknames.Length == 0
            || other.Nicknames.Length == 0
            || (one.Words.Length > 1 && other.Words.Length > 1)
        )
        {
            return false;
        }

        foreach (var group in one.Nicknames)
        {
            if (Array.IndexOf(other.Nicknames, group) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether one begins as the other and lacks at least two of its letters: "Ben" for "Benjamin", "Danny" for
    /// "Daniel".
    /// </summary>
    private static bool IsShortForm(NameKeys one, NameKeys other) =>
        (one.Words.Length == 1 && Begins(other.Folded[0], one.ShortForm))
        || (other.Words.Length == 1 && Begins(one.Folded[0], other.ShortForm));

    private static bool Begins(string name, string shortForm) =>
        shortForm.Length >= 3
        && name.Length >= shortForm.Length + 2
        && name.StartsWith(shortForm, StringComparison.Ordinal);

    private static bool IsNear(NameKeys one, NameKeys other)
    {
        var shorter = Math.Min(one.Joined.Length, other.Joined.Length);
        return IsWithin(
            one,
            other,
            shorter < 4 ? 0
                : shorter < 8 ? 1
                : 2,
            spare: 2
        );
    }

    /// <summary>Twice as many letters apart as a typing error, and the first one the same.</summary>
    private static bool IsSimilar(NameKeys one, NameKeys other)
    {
        var shorter = Math.Min(one.Joined.Length, other.Joined.Length);
        return one.JoinedFolded[0] == other.JoinedFolded[0]
            && IsWithin(
                one,
                other,
                shorter < 4 ? 1
                    : shorter < 6 ? 2
                    : 3,
                spare: 1
            );
    }

    /// <param name="spare">How many letters more than <paramref name="allowed"/> may occur in one of them only.</param>
    private static bool IsWithin(NameKeys one, NameKeys other, int allowed, int spare) =>
        allowed > 0
        && Math.Abs(one.Joined.Length - other.Joined.Length) <= allowed
        && BitOperations.PopCount(one.Letters ^ other.Letters) <= allowed + spare
        && AreWithin(one.Joined, other.Joined, allowed);

    /// <summary>
    /// Whether two texts are at most so many typing errors apart: letters left out, added, mistaken or exchanged with
    /// their neighbour (Damerau–Levenshtein, optimal string alignment).
    /// </summary>
    public static bool AreWithin(ReadOnlySpan<char> one, ReadOnlySpan<char> other, int errors)
    {
        // What both begin and end with costs nothing.
        var begin = one.CommonPrefixLength(other);
        one = one[begin..];
        other = other[begin..];
        while (one.Length > 0 && other.Length > 0 && one[^1] == other[^1])
        {
            one = one[..^1];
            other = other[..^1];
        }

        if (one.Length == 0 || other.Length == 0)
        {
            return one.Length + other.Length <= errors;
        }

        var width = other.Length + 1;
        Span<int> cells = width <= 64 ? stackalloc int[3 * width] : new int[3 * width];
        var before = cells[..width];
        var previous = cells.Slice(width, width);
        var current = cells.Slice(2 * width, width);
        for (var column = 0; column < width; column++)
        {
            previous[column] = column;
        }

        var leastBefore = 0;
        for (var row = 1; row <= one.Length; row++)
        {
            current[0] = row;
            var leastOfRow = row;
            for (var column = 1; column < width; column++)
            {
                var mistaken = one[row - 1] == other[column - 1] ? 0 : 1;
                var least = Math.Min(
                    Math.Min(current[column - 1], previous[column]) + 1,
                    previous[column - 1] + mistaken
                );
                if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                {
                    least = Math.Min(least, before[column - 2] + 1);
                }

                current[column] = least;
                leastOfRow = Math.Min(leastOfRow, least);
            }

            // A later row builds on this one or, exchanging two letters, on the one before.
            if (leastOfRow > errors && leastBefore >= errors)
            {
                return false;
            }

            leastBefore = leastOfRow;
            var spare = before;
            before = previous;
            previous = current;
            current = spare;
        }

        return previous[other.Length] <= errors;
    }
}
