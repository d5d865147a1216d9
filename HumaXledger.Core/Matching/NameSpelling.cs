using System.Text;

namespace HumaXledger.Core.Matching;

/// <summary>
/// Brings Nordic and international spellings of one name together: Aksel and Axel, Filip and Philip, Mikael and Michael, Sofie and Sophie, Pål and Paul, Tor
/// and Thor. Different names may meet too ("Ann" and "Anne"), so that what agrees only here never proves anything by itself.
/// </summary>
internal static class NameSpelling
{
    /// <summary>In this order: what a rule writes, a later one may read.</summary>
    private static readonly (string From, string To)[] Rules =
    [
        ("ph", "f"), ("th", "t"), ("dt", "t"), ("sch", "sk"), ("ch", "k"), ("ck", "k"), ("qu", "kv"), ("q", "k"), ("x", "ks"),
        ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("w", "v"), ("z", "s"),
        ("hj", "j"), ("gj", "j"), ("kj", "k"), ("y", "i"), ("j", "i"),
        ("au", "a"), ("ou", "u"), ("ei", "e"), ("ai", "e"), ("ie", "i"),
    ];

    /// <param name="word">One word by <see cref="People.PersonName.LooseKey"/>: lower case, Nordic letters as their base letters.</param>
    public static string Fold(string word)
    {
        var builder = new StringBuilder(word, word.Length + 4);
        foreach (var (from, to) in Rules)
        {
            builder.Replace(from, to);
        }

        // An h within a word is mute, a double letter is one.
        var length = 0;
        for (var index = 0; index < builder.Length; index++)
        {
            var letter = builder[index];
            if ((letter == 'h' && index > 0) || (length > 0 && builder[length - 1] == letter))
            {
                continue;
            }

            builder[length++] = letter;
        }

        builder.Length = length;
        if (length > 3 && builder[length - 1] == 'd' && builder[length - 2] == 'n')
        {
            builder.Length = --length;
        }

        if (length > 2 && builder[length - 1] == 'e')
        {
            builder.Length = --length;
        }

        if (length > 1 && builder[length - 1] == 'v')
        {
            builder[length - 1] = 'f';
        }

        return builder.ToString();
    }
}
