namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// Folds Nordic and international spellings of a name into one: Aksel and Axel, Filip and Philip, Mikael and Michael,
/// Sofie and Sophie, Pål and Paul, Tor and Thor. Different names may fold into one too ("Ann" and "Anne"), so equality
/// here proves nothing by itself.
/// </summary>
internal static class NameSpelling
{
    /// <summary>Applied in this order: a later rule may apply to the result of an earlier one.</summary>
    private static readonly (string From, string To)[] Rules =
    [
        ("ph", "f"),
        ("th", "t"),
        ("dt", "t"),
        ("sch", "sk"),
        ("ch", "k"),
        ("ck", "k"),
        ("qu", "kv"),
        ("q", "k"),
        ("x", "ks"),
        ("ce", "se"),
        ("ci", "si"),
        ("cy", "si"),
        ("c", "k"),
        ("w", "v"),
        ("z", "s"),
        ("hj", "j"),
        ("gj", "j"),
        ("kj", "k"),
        ("y", "i"),
        ("j", "i"),
        ("au", "a"),
        ("ou", "u"),
        ("ei", "e"),
        ("ai", "e"),
        ("ie", "i"),
    ];

    /// <summary>The folded spelling of one word.</summary>
    /// <param name="word">
    /// A word by <see cref="People.PersonName.LooseKey"/>: lower case, Nordic letters as their base letters.
    /// </param>
    public static string Fold(string word)
    {
        var spelled = word;
        foreach (var (from, to) in Rules)
        {
            spelled = spelled.Replace(from, to, StringComparison.Ordinal);
        }

        // An h within a word is silent, a double letter counts once.
        Span<char> folded = spelled.Length <= 128 ? stackalloc char[spelled.Length] : new char[spelled.Length];
        var length = 0;
        for (var index = 0; index < spelled.Length; index++)
        {
            var letter = spelled[index];
            if ((letter != 'h' || index == 0) && (length == 0 || folded[length - 1] != letter))
            {
                folded[length++] = letter;
            }
        }

        if (length > 3 && folded[length - 1] == 'd' && folded[length - 2] == 'n')
        {
            length--;
        }

        if (length > 2 && folded[length - 1] == 'e')
        {
            length--;
        }

        if (length > 1 && folded[length - 1] == 'v')
        {
            folded[length - 1] = 'f';
        }

        return folded[..length].SequenceEqual(word) ? word : folded[..length].ToString();
    }
}
