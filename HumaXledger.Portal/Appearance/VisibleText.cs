using System.Globalization;
using System.Text;

namespace HumaXledger.Portal.Appearance;

/// <summary>
/// Texts that people or other systems gave, where a text stands alone: in a sentence, a title, an attribute. Characters
/// that are invisible, or turn the direction of what follows, are drawn as their code; in markup <c>Isolated</c> and
/// <c>MarkedText</c> do the same.
/// </summary>
public static class VisibleText
{
    private const char Isolate = '\u2068';
    private const char EndOfIsolate = '\u2069';
    private const char Joiner = '\u200D';
    private const char NonJoiner = '\u200C';

    /// <summary>Letters that nothing is drawn for.</summary>
    private static readonly int[] Fillers = [0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0];

    /// <summary>
    /// Whether the character is never seen. Spaces and the joiners that some scripts need are not among them.
    /// </summary>
    public static bool IsUnseen(Rune rune) =>
        rune.Value is not (Joiner or NonJoiner)
        && (
            Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Format
                    or UnicodeCategory.Control
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
            || Array.IndexOf(Fillers, rune.Value) >= 0
        );

    /// <summary>Whether the text holds such a character.</summary>
    public static bool HasUnseen(string? text)
    {
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (IsUnseen(rune))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How an unseen character is drawn: <c>U+202E</c>.</summary>
    public static string Code(Rune rune) => $"U+{rune.Value:X4}";

    /// <summary>The text with its unseen characters drawn; the same text where it has none.</summary>
    public static string Of(string text) => Drawn(text, IsUnseen);

    /// <summary>
    /// The same within a sentence: where it holds letters that are written from right to left, the direction ends with
    /// it.
    /// </summary>
    public static string InSentence(string text)
    {
        var drawn = Drawn(Balanced(text), rune => IsUnseen(rune) && rune.Value is not (Isolate or EndOfIsolate));
        return drawn.EnumerateRunes().Any(IsFromRightToLeft) ? $"{Isolate}{drawn}{EndOfIsolate}" : drawn;
    }

    // A sentence in a sentence holds the isolates of its own names, which turn nothing else. One without its other half
    // would end or swallow those around it, and is drawn.
    private static string Balanced(string text)
    {
        if (!text.Contains(Isolate) && !text.Contains(EndOfIsolate))
        {
            return text;
        }

        var open = new Stack<int>();
        var alone = new HashSet<int>();
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == Isolate)
            {
                open.Push(index);
            }
            else if (text[index] == EndOfIsolate && !open.TryPop(out _))
            {
                alone.Add(index);
            }
        }

        alone.UnionWith(open);
        return string.Concat(
            text.Select((letter, index) => alone.Contains(index) ? $"[{Code(new Rune(letter))}]" : $"{letter}")
        );
    }

    private static string Drawn(string text, Func<Rune, bool> isDrawn) =>
        HasUnseen(text)
            ? string.Concat(text.EnumerateRunes().Select(rune => isDrawn(rune) ? $"[{Code(rune)}]" : rune.ToString()))
            : text;

    // Hebrew to Arabic Extended-A, their presentation forms, and the scripts of plane 1 from Cypriot to Arabic
    // Mathematical (Unicode, DerivedBidiClass.txt: the ranges whose default is R or AL).
    private static bool IsFromRightToLeft(Rune rune) =>
        rune.Value
            is >= 0x0590
                and <= 0x08FF
                or >= 0xFB1D
                and <= 0xFDFF
                or >= 0xFE70
                and <= 0xFEFE
                or >= 0x10800
                and <= 0x10FFF
                or >= 0x1E800
                and <= 0x1EFFF;
}
