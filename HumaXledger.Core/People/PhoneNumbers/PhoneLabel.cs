using System.Collections.Frozen;

namespace HumaXledger.Core.People.PhoneNumbers;

/// <summary>
/// Text around a phone number that is not part of it: a label before it (<c>Mob.: 424 49 177</c>, <c>tlf 22 00 00
/// 00</c>, <c>tel:</c>), a note in brackets (<c>(+47) 424 49 177 (mobil)</c>), a word after it (<c>424 49 177
/// jobb</c>).
/// </summary>
/// <remarks>
/// A label before a colon and a note in brackets may be any words; a bare word must be one of <see cref="Words"/>,
/// since <c>1-800-FLOWERS</c> is a number in letters. Words that announce an extension are no label: without its
/// extension such a number reaches another person.
/// </remarks>
internal static class PhoneLabel
{
    private static readonly FrozenSet<string> Words = Set(
        """
        tel telefon telefonnr telefonnummer telephone tlf tfn tln phone ph puh puhelin puhelinnumero sími simi
        mob mobil mobilnr mobilnummer mobiltelefon mobile cell cellphone gsm matkapuhelin farsími handy natel
        nr no number nummer numero númer fasttelefon fast landline direct direkte direkt
        main sentralbord växel switchboard
        privat private personal personlig jobb jobben jobbet job jobmobil jobbmobil privatmobil
        arbeid arbeidsmobil arbete arbetet arbejde work office kontor kontoret toimisto
        työ vinna home hjem hjemme hem hemma hjemmet koti heima whatsapp m t p h w
        """
    );

    private static readonly FrozenSet<string> Extensions = Set(
        """
        ext extn extension x int intern internt internnr internnummer linje line lokal lokalnr lok ankn
        anknytning anslutning alanumero durchwahl dw poste pin kode kod code koodi
        """
    );

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsWord =>
        Words.GetAlternateLookup<ReadOnlySpan<char>>();

    private static FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> IsExtension =>
        Extensions.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The text without labels and notes at its ends. Text between digits stays.</summary>
    public static ReadOnlySpan<char> Without(ReadOnlySpan<char> text)
    {
        while (true)
        {
            var rest = Trimmed(text);
            var cut = CutEnd(CutStart(rest));
            if (cut.Length == rest.Length)
            {
                return rest;
            }

            text = cut;
        }
    }

    private static ReadOnlySpan<char> CutStart(ReadOnlySpan<char> text)
    {
        if (text is ['(' or '[', ..])
        {
            var end = text.IndexOfAny(')', ']');
            return end > 0 && IsNote(text[1..end]) ? text[(end + 1)..] : text;
        }

        var length = 0;
        while (length < text.Length && !IsDigitOrSign(text[length]) && text[length] != ':')
        {
            length++;
        }

        if (length < text.Length && text[length] == ':')
        {
            return IsNote(text[..length]) ? text[(length + 1)..] : text;
        }

        var bracket = text[..length].IndexOfAny('(', '[');
        length = bracket < 0 ? length : bracket;
        return AreLabels(text[..length]) ? text[length..] : text;
    }

    private static ReadOnlySpan<char> CutEnd(ReadOnlySpan<char> text)
    {
        if (text is [.., ')' or ']'])
        {
            var start = text.LastIndexOfAny('(', '[');
            return start >= 0 && IsNote(text[(start + 1)..^1]) ? text[..start] : text;
        }

        var from = text.Length;
        while (from > 0 && !IsDigitOrSign(text[from - 1]) && text[from - 1] is not (')' or ']' or ':'))
        {
            from--;
        }

        return AreLabels(text[from..]) ? text[..from] : text;
    }

    /// <summary>Words without digits, none of which announces an extension.</summary>
    private static bool IsNote(ReadOnlySpan<char> text)
    {
        var words = 0;
        for (var rest = text; NextWord(ref rest) is { Length: > 0 } word; words++)
        {
            if (IsExtension.Contains(word))
            {
                return false;
            }
        }

        foreach (var c in text)
        {
            if (IsDigitOrSign(c))
            {
                return false;
            }
        }

        return words > 0;
    }

    private static bool AreLabels(ReadOnlySpan<char> text)
    {
        var words = 0;
        for (var rest = text; NextWord(ref rest) is { Length: > 0 } word; words++)
        {
            if (!IsWord.Contains(word))
            {
                return false;
            }
        }

        return words > 0;
    }

    /// <summary>The next run of letters; anything before it is skipped.</summary>
    private static ReadOnlySpan<char> NextWord(ref ReadOnlySpan<char> rest)
    {
        var start = 0;
        while (start < rest.Length && !char.IsLetter(rest[start]))
        {
            start++;
        }

        var end = start;
        while (end < rest.Length && char.IsLetter(rest[end]))
        {
            end++;
        }

        var word = rest[start..end];
        rest = rest[end..];
        return word;
    }

    private static ReadOnlySpan<char> Trimmed(ReadOnlySpan<char> text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && IsPunctuation(text[start]))
        {
            start++;
        }

        while (end > start && IsPunctuation(text[end - 1]))
        {
            end--;
        }

        return text[start..end];
    }

    private static bool IsPunctuation(char c) => c is ',' or ';' or ':' || Spelling.IsSeparator(c);

    private static bool IsDigitOrSign(char c) => c is '+' or '\uFF0B' or '#' or '*' or '=' || char.IsDigit(c);

    private static FrozenSet<string> Set(string words) =>
        words.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
}
