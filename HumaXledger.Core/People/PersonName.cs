using System.Globalization;
using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// Names of people. As a field they are compared letter by letter after NFC and collapsed white space: letter case is a
/// difference, since payslips print it. Two keys find the same person under another spelling; in them æ/ä/ae, ø/ö/oe
/// and å/aa are equal.
/// </summary>
public static class PersonName
{
    /// <summary>The value for comparing the field: NFC, collapsed white space, case kept.</summary>
    public static string Normalise(string text) => Spelling.Collapse(text);

    /// <summary>
    /// Lower case, hyphens and dots as spaces, without apostrophes and accents, Nordic and German letters written out
    /// (<c>ae</c>, <c>oe</c>, <c>aa</c>, <c>ue</c>, <c>ss</c>, <c>th</c>, <c>d</c>). Letters of other scripts stay.
    /// Empty for a text without letters.
    /// </summary>
    public static string Key(string text) => Fold(text, written: true);

    /// <summary>As <see cref="Key"/> with the base letter for each: <c>a</c>, <c>o</c>, <c>u</c>.</summary>
    internal static string BaseLetters(string text) => Fold(text, written: false);

    /// <summary>
    /// As <see cref="Key"/>, with the written-out letters reduced to their base, so that <c>Åse</c>, <c>Aase</c> and
    /// <c>Ase</c>, or <c>Bjørn</c>, <c>Bjoern</c> and <c>Bjorn</c>, have one key. Different names may share a key too:
    /// it finds candidates and proves nothing.
    /// </summary>
    public static string LooseKey(string text)
    {
        var key = Fold(text, written: false);
        if (!key.Contains("ae") && !key.Contains("oe") && !key.Contains("aa") && !key.Contains("ue"))
        {
            return key;
        }

        var builder = new StringBuilder(key.Length);
        for (var index = 0; index < key.Length; index++)
        {
            var c = key[index];
            builder.Append(c);
            if (index + 1 < key.Length && (c, key[index + 1]) is ('a', 'e') or ('o', 'e') or ('a', 'a') or ('u', 'e'))
            {
                index++;
            }
        }

        return builder.ToString();
    }

    private static string Fold(string text, bool written)
    {
        var builder = new StringBuilder(text.Length + 4);
        foreach (var c in Spelling.Collapse(text))
        {
            if (char.IsAsciiLetterOrDigit(c))
            {
                builder.Append(char.ToLowerInvariant(c));
            }
            else if (c == ' ' || c == '.' || c == ',' || Spelling.IsDash(c))
            {
                Space(builder);
            }
            else if (c >= 0x80)
            {
                Append(builder, char.ToLowerInvariant(c), written);
            }
        }

        if (builder.Length > 0 && builder[^1] == ' ')
        {
            builder.Length--;
        }

        return builder.ToString();
    }

    private static void Append(StringBuilder builder, char c, bool written)
    {
        var replacement = c switch
        {
            'æ' or 'ä' => written ? "ae" : "a",
            'ø' or 'ö' => written ? "oe" : "o",
            'å' => written ? "aa" : "a",
            'ü' => written ? "ue" : "u",
            'œ' => written ? "oe" : "o",
            'ß' => "ss",
            'þ' => "th",
            'ð' or 'đ' => "d",
            'ł' => "l",
            'ı' => "i",
            'ŋ' => "n",
            'ŧ' => "t",
            _ => null,
        };
        if (replacement is not null)
        {
            builder.Append(replacement);
        }
        else if (Base(c) is { } letters)
        {
            builder.Append(letters);
        }
    }

    /// <summary>The letter without its accents; null for marks and signs that do not distinguish names.</summary>
    private static string? Base(char c)
    {
        if (char.IsSurrogate(c))
        {
            return c.ToString();
        }

        // Noncharacters have no decomposition: Normalize throws for U+FFFE.
        if (CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.OtherNotAssigned)
        {
            return null;
        }

        var decomposed = c.ToString().Normalize(NormalizationForm.FormD);
        if (decomposed.Length > 1 && char.IsAscii(decomposed[0]))
        {
            return decomposed[..1];
        }

        return char.IsLetterOrDigit(c) || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.SpacingCombiningMark
            ? c.ToString()
            : null;
    }

    private static void Space(StringBuilder builder)
    {
        if (builder.Length > 0 && builder[^1] != ' ')
        {
            builder.Append(' ');
        }
    }
}
