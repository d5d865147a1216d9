using System.Numerics;

namespace HumaXledger.Core.Matching.Names;

/// <summary>How similar two parts of a name are, in ascending order.</summary>
internal enum Likeness
{
    Unknown,
    Different,

    /// <summary>Further apart than a typing error, but similar.</summary>
    Similar,

    /// <summary>They share one word, and each has another one: "Anne Marie" and "Anne Karin".</summary>
    Overlap,

    /// <summary>One is the other's initial: "K." and "Kari".</summary>
    Initial,

    /// <summary>A small typing error apart.</summary>
    Near,

    /// <summary>One contains part of the other: a middle name or one half of a double name.</summary>
    Part,

    /// <summary>A known nickname or the short form of the other: "Lasse" for "Lars", "Alex" for "Aleksander".</summary>
    Nickname,

    /// <summary>The same name by the rules of <see cref="NameSpelling"/>: "Axel" for "Aksel".</summary>
    Spelling,

    /// <summary>The same but for accents, hyphens or the spelling of a Nordic letter.</summary>
    Variant,
    Same,
}

/// <summary>Compares parts of names.</summary>
internal static class NameLikeness
{
    /// <summary>The similarity of two parts of a name.</summary>
    /// <param name="given">Whether both are given names, which have nicknames.</param>
    public static Likeness Of(NameKeys one, NameKeys other, bool given)
    {
        if (one.IsEmpty || other.IsEmpty)
        {
            return Likeness.Unknown;
        }

        // Equal names usually share one instance (NameKeyCache).
        if (ReferenceEquals(one, other))
        {
            return Likeness.Same;
        }

        // Different hashes settle most comparisons.
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

    /// <summary>What two names of several words have in common; null where they share no distinguishing word.</summary>
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
                // An initial or a particle ("av", "de") is not distinguishing.
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
    /// True where one of the words and this one are the same up to an initial, false where up to a typing error;
    /// otherwise null.
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
    /// Whether one is the beginning of the other and at least two letters shorter: "Ben" for "Benjamin", "Danny" for
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

    /// <summary>At most twice as many errors as a typing error, and the same first letter.</summary>
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

    /// <param name="spare">
    /// The number of letters, above <paramref name="allowed"/>, that may occur in only one of them.
    /// </param>
    private static bool IsWithin(NameKeys one, NameKeys other, int allowed, int spare) =>
        allowed > 0
        && Math.Abs(one.Joined.Length - other.Joined.Length) <= allowed
        && BitOperations.PopCount(one.Letters ^ other.Letters) <= allowed + spare
        && AreWithin(one.Joined, other.Joined, allowed);

    /// <summary>The longest text, without what both begin and end with, that typing errors are counted in.</summary>
    internal const int LongestCompared = 64;

    /// <summary>
    /// Whether two texts are at most this many typing errors apart: letters omitted, added, replaced or exchanged with
    /// their neighbor (Damerau–Levenshtein, optimal string alignment). Never where they differ in more than
    /// <see cref="LongestCompared"/> characters on end: the work is the product of both lengths.
    /// </summary>
    public static bool AreWithin(ReadOnlySpan<char> one, ReadOnlySpan<char> other, int errors)
    {
        // Common prefix and suffix cost nothing.
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

        if (one.Length > LongestCompared || other.Length > LongestCompared)
        {
            return false;
        }

        var width = other.Length + 1;
        Span<int> cells = stackalloc int[3 * width];
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

            // A later row depends on this one or, for an exchange, on the one before.
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
