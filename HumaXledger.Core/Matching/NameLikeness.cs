using System.Numerics;

namespace HumaXledger.Core.Matching;

/// <summary>How alike two parts of a name are, from nothing known to the same spelling.</summary>
internal enum Likeness
{
    Unknown,
    Different,

    /// <summary>One letter stands for the name: "K." for "Kari".</summary>
    Initial,

    /// <summary>A small typing error apart.</summary>
    Near,

    /// <summary>One holds part of the other: a middle name or one half of a double name.</summary>
    Part,

    /// <summary>The same but for accents, hyphens or the spelling of a Nordic letter.</summary>
    Variant,
    Same,
}

internal static class NameLikeness
{
    public static Likeness Of(NameKeys one, NameKeys other)
    {
        if (one.IsEmpty || other.IsEmpty)
        {
            return Likeness.Unknown;
        }

        if (one.Joined == other.Joined)
        {
            return one.Plain == other.Plain ? Likeness.Same : Likeness.Variant;
        }

        if ((one.Words.Length > 1 || other.Words.Length > 1) && ShareWord(one.Words, other.Words))
        {
            return Likeness.Part;
        }

        if (one.Joined.Length == 1 || other.Joined.Length == 1)
        {
            return one.Joined[0] == other.Joined[0] ? Likeness.Initial : Likeness.Different;
        }

        return IsNear(one, other) ? Likeness.Near : Likeness.Different;
    }

    private static bool ShareWord(string[] one, string[] other)
    {
        foreach (var word in one)
        {
            // An initial or a particle ("av", "de") is no part to know a person by.
            if (word.Length > 2 && Array.IndexOf(other, word) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsNear(NameKeys one, NameKeys other)
    {
        var shorter = Math.Min(one.Joined.Length, other.Joined.Length);
        var allowed = shorter < 4 ? 0 : shorter < 8 ? 1 : 2;
        return allowed > 0
            && Math.Abs(one.Joined.Length - other.Joined.Length) <= allowed
            && BitOperations.PopCount(one.Letters ^ other.Letters) <= 2 * allowed
            && TypingDistance(one.Joined, other.Joined) <= allowed;
    }

    /// <summary>How many letters were left out, added, mistaken or exchanged with their neighbour (Damerau–Levenshtein, optimal string alignment).</summary>
    public static int TypingDistance(string one, string other)
    {
        var width = other.Length + 1;
        Span<int> cells = width <= 64 ? stackalloc int[3 * width] : new int[3 * width];
        var before = cells[..width];
        var previous = cells.Slice(width, width);
        var current = cells.Slice(2 * width, width);
        for (var column = 0; column < width; column++)
        {
            previous[column] = column;
        }

        for (var row = 1; row <= one.Length; row++)
        {
            current[0] = row;
            for (var column = 1; column < width; column++)
            {
                var mistaken = one[row - 1] == other[column - 1] ? 0 : 1;
                var least = Math.Min(Math.Min(current[column - 1], previous[column]) + 1, previous[column - 1] + mistaken);
                if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                {
                    least = Math.Min(least, before[column - 2] + 1);
                }

                current[column] = least;
            }

            var spare = before;
            before = previous;
            previous = current;
            current = spare;
        }

        return previous[other.Length];
    }
}
