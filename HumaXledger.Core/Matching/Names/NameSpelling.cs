namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// Brings Nordic and international spellings of one name together: Aksel and Axel, Filip and Philip, Mikael and
/// Michael, Sofie and Sophie, Pål and Paul, Tor
/// and Thor. Different names may meet too ("Ann" and "Anne"), so that what agrees only here never proves anything by
/// itself.
/// </summary>
internal static class NameSpelling
{
    /// <summary>In this order: what a rule writes, a later one may read.</summary>
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

    /// <param name="word">One word by <see cref="People.PersonName.LooseKey"/>: lower case, Nordic letters as their
    /// base letters.</param>
    public static string Fold(string word)
    {
        var spelled = word;
        foreach (var (from, to) in Rules)
        {
            spelled = spelled.Replace(from, to, StringComparison.Ordinal);
        }

        // An h within a word is mute, a double letter is one.
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
