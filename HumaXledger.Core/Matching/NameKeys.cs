using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>One part of a name (given or family), or any short text, made ready for comparing.</summary>
internal sealed class NameKeys
{
    public static readonly NameKeys None = new("", "", []);

    // A name of thousands of characters is not a name; its beginning tells as much.
    private const int LongestName = 200;

    private NameKeys(string plain, string joined, string[] words)
    {
        Plain = plain;
        Joined = joined;
        Words = words;
        foreach (var letter in joined)
        {
            Letters |= 1UL << (letter & 63);
        }
    }

    /// <summary>Lower case with single spaces, otherwise spelled as written.</summary>
    public string Plain { get; }

    /// <summary>All words by <see cref="PersonName.LooseKey"/>, without what separates them: "Anne-Marie" and "Annemarie" are equal here.</summary>
    public string Joined { get; }

    public string[] Words { get; }

    /// <summary>Which letters occur, one bit each (several letters may share a bit): a cheap way to see that two names are far apart.</summary>
    public ulong Letters { get; }

    public bool IsEmpty => Joined.Length == 0;

    public static NameKeys Of(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return None;
        }

        var name = text.Length > LongestName ? text[..LongestName] : text;
        var loose = PersonName.LooseKey(name);
        if (loose.Length == 0)
        {
            return None;
        }

        var words = loose.Contains(' ') ? loose.Split(' ') : [loose];
        return new NameKeys(Spelling.Collapse(name).ToLowerInvariant(), words.Length == 1 ? loose : string.Concat(words), words);
    }
}
