using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching.Names;

/// <summary>The comparison keys of one part of a name (given or family), or of any short text.</summary>
internal sealed class NameKeys
{
    /// <summary>The keys of a missing name.</summary>
    public static readonly NameKeys None = new("", "", []);

    // Longer texts are not names; the beginning is enough to compare.
    private const int LongestName = 200;

    private NameKeys(string plain, string joined, string[] words)
    {
        Plain = plain;
        Joined = joined;
        Words = words;
        Letters = LettersOf(joined);
        Folded = [.. words.Select(NameSpelling.Fold)];
        JoinedFolded = Folded.Length == 1 ? Folded[0] : string.Concat(Folded);
        Nicknames = words.Length == 0 ? [] : Matching.Names.Nicknames.GroupsOf(Folded[0]);
        ShortForm = Folded.Length == 0 ? "" : WithoutEnding(Folded[0]);
        Sound = new NameSounds(
            TextHash.Of(joined),
            TextHash.Of(JoinedFolded),
            words.Length == 0 ? 0 : TextHash.Of(Loose(Folded[0])),
            words.Length == 0 ? 0 : TextHash.Of(Loose(Folded[^1]))
        );
    }

    /// <summary>Lower case with single spaces, otherwise spelled as written.</summary>
    public string Plain { get; }

    /// <summary>
    /// All words by <see cref="PersonName.LooseKey"/>, without separators: "Anne-Marie" and "Annemarie" are equal.
    /// </summary>
    public string Joined { get; }

    /// <summary>The words by <see cref="PersonName.LooseKey"/>.</summary>
    public string[] Words { get; }

    /// <summary>The words by <see cref="NameSpelling"/>.</summary>
    public string[] Folded { get; }

    /// <summary>All words by <see cref="NameSpelling"/>, without separators.</summary>
    public string JoinedFolded { get; }

    /// <summary>The groups of <see cref="Names.Nicknames"/> that the first word belongs to.</summary>
    public int[] Nicknames { get; }

    /// <summary>The first word without the ending of a pet name: "dan" for "Danny".</summary>
    public string ShortForm { get; }

    /// <summary>
    /// The letters that occur, one bit each (several letters may share a bit): a cheap test that two names are far
    /// apart.
    /// </summary>
    public ulong Letters { get; }

    /// <summary>The blocking keys of the name.</summary>
    public NameSounds Sound { get; }

    public bool IsEmpty => Joined.Length == 0;

    /// <summary>The keys of a text; <see cref="None"/> where it has no letters.</summary>
    public static NameKeys Of(string? text)
    {
        if (InvisibleCharacters.IsBlank(text))
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
        return new NameKeys(
            Spelling.Collapse(name).ToLowerInvariant(),
            words.Length == 1 ? loose : string.Concat(words),
            words
        );
    }

    /// <summary>See <see cref="Letters"/>; of any text.</summary>
    public static ulong LettersOf(ReadOnlySpan<char> text)
    {
        var letters = 0UL;
        foreach (var letter in text)
        {
            letters |= 1UL << (letter & 63);
        }

        return letters;
    }

    private static string WithoutEnding(string folded) =>
        folded.Length > 3 && folded[^1] == 'i' ? folded[..^1] : folded;

    /// <summary>
    /// A phonetic key that typing errors and other spellings leave unchanged: the first letter and the consonants after
    /// it, doubled ones once, at most eight.
    /// </summary>
    private static string Loose(string word)
    {
        Span<char> sounds = stackalloc char[Math.Min(word.Length, 8)];
        var count = 0;
        foreach (var sound in word)
        {
            if (count == 0 || ("aeiouyh".IndexOf(sound) < 0 && sounds[count - 1] != sound))
            {
                sounds[count++] = sound;
                if (count == sounds.Length)
                {
                    break;
                }
            }
        }

        return sounds[..count].ToString();
    }
}

/// <summary>
/// Hashes of a name: of all its words, as written and folded, and of the sounds of its first and of its last word. 0
/// for none.
/// </summary>
internal readonly record struct NameSounds(ulong Whole, ulong Folded, ulong First, ulong Last);
