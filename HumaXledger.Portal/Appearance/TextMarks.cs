using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace HumaXledger.Portal.Appearance;

/// <summary>
/// What differs between two values, for the eye: words that only one of them has, and within one replaced word the
/// characters between what both begin and end with. Invisible characters are drawn.
/// </summary>
public static partial class TextMarks
{
    // Longer texts are shown without marks; the table of the comparison grows with the product of both.
    private const int MostTokens = 160;

    // A value that long is not real and must not block the page.
    private const int MostCharacters = 20_000;

    private const char NoBreakSpace = '\u00A0';
    private const char Joiner = '\u200D';
    private const char NonJoiner = '\u200C';

    /// <summary>The parts of both texts. Texts that share no word are not marked: all of them differs.</summary>
    public static (IReadOnlyList<TextPart> Left, IReadOnlyList<TextPart> Right) Between(string left, string right)
    {
        if (left.Length > MostCharacters || right.Length > MostCharacters)
        {
            return (Alone(left), Alone(right));
        }

        var (from, to) = (Tokens(left), Tokens(right));
        if (from.Count == 0 || to.Count == 0 || from.Count > MostTokens || to.Count > MostTokens)
        {
            return (Alone(left), Alone(right));
        }

        var (first, second) = (new List<TextPart>(), new List<TextPart>());
        foreach (var (removed, added, same) in Steps(from, to))
        {
            if (removed.Length > 0 || added.Length > 0)
            {
                Mark(removed, added, first, second);
            }

            Add(first, same, TextPartKind.Same);
            Add(second, same, TextPartKind.Same);
        }

        return HasLetters(first) || HasLetters(second) ? (Drawn(first), Drawn(second)) : (Alone(left), Alone(right));
    }

    /// <summary>
    /// A text without another one beside it: only invisible characters stand out. The rest of a very long one is left
    /// out.
    /// </summary>
    public static IReadOnlyList<TextPart> Alone(string text) =>
        Drawn([
            new TextPart(
                text.Length <= MostCharacters ? text : $"{text.AsSpan(0, MostCharacters)}…",
                TextPartKind.Same
            ),
        ]);

    private static List<string> Tokens(string text) => [.. Token().Matches(text).Select(token => token.Value)];

    // Runs of tokens that only one side has, each with the run of shared ones after it.
    private static IEnumerable<(string Removed, string Added, string Same)> Steps(List<string> from, List<string> to)
    {
        var shared = new int[from.Count + 1, to.Count + 1];
        for (var i = from.Count - 1; i >= 0; i--)
        {
            for (var j = to.Count - 1; j >= 0; j--)
            {
                shared[i, j] = Equal(from[i], to[j])
                    ? shared[i + 1, j + 1] + 1
                    : Math.Max(shared[i + 1, j], shared[i, j + 1]);
            }
        }

        var (left, right) = (0, 0);
        while (left < from.Count || right < to.Count)
        {
            var (removed, added, same) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
            while (!(left < from.Count && right < to.Count && Equal(from[left], to[right])))
            {
                if (left < from.Count && (right == to.Count || shared[left + 1, right] >= shared[left, right + 1]))
                {
                    removed.Append(from[left++]);
                }
                else if (right < to.Count)
                {
                    added.Append(to[right++]);
                }
                else
                {
                    break;
                }
            }

            while (left < from.Count && right < to.Count && Equal(from[left], to[right]))
            {
                same.Append(from[left++]);
                right++;
            }

            yield return ($"{removed}", $"{added}", $"{same}");
        }
    }

    private static bool Equal(string one, string other) => string.Equals(one, other, StringComparison.Ordinal);

    // "Ævar" and "Ævare": only the last letter is marked. Words with less than half in common are marked whole.
    private static void Mark(string removed, string added, List<TextPart> first, List<TextPart> second)
    {
        var (from, to) = (Letters(removed), Letters(added));
        var shortest = Math.Min(from.Length, to.Length);
        var begin = 0;
        while (begin < shortest && Equal(from[begin], to[begin]))
        {
            begin++;
        }

        var end = 0;
        while (end < shortest - begin && Equal(from[^(end + 1)], to[^(end + 1)]))
        {
            end++;
        }

        if ((begin + end) * 2 < shortest)
        {
            (begin, end) = (0, 0);
        }

        foreach (var (letters, parts) in new[] { (from, first), (to, second) })
        {
            Add(parts, string.Concat(letters[..begin]), TextPartKind.Same);
            Add(parts, string.Concat(letters[begin..^end]), TextPartKind.Differs);
            Add(parts, string.Concat(letters[^end..]), TextPartKind.Same);
        }
    }

    private static string[] Letters(string text)
    {
        var letters = new List<string>();
        var next = StringInfo.GetTextElementEnumerator(text);
        while (next.MoveNext())
        {
            letters.Add(next.GetTextElement());
        }

        return [.. letters];
    }

    private static void Add(List<TextPart> parts, string text, TextPartKind kind)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (parts is [.., var last] && last.Kind == kind)
        {
            parts[^1] = last with { Text = last.Text + text };
        }
        else
        {
            parts.Add(new TextPart(text, kind));
        }
    }

    private static bool HasLetters(List<TextPart> parts) =>
        parts.Exists(part => part.Kind == TextPartKind.Same && part.Text.Any(char.IsLetterOrDigit));

    private static List<TextPart> Drawn(List<TextPart> parts)
    {
        var runes = parts.SelectMany(part => part.Text.EnumerateRunes().Select(rune => (rune, part.Kind))).ToList();
        var (drawn, text, current) = (new List<TextPart>(), new StringBuilder(), TextPartKind.Same);
        for (var index = 0; index < runes.Count; index++)
        {
            var (rune, kind) = runes[index];
            // One space between two words is seen; one at an end or beside another is not.
            var lost = IsSpace(index - 1) || IsSpace(index + 1);
            var standIn = StandIn(rune, kind == TextPartKind.Differs, lost);
            var shown = standIn is null ? kind : TextPartKind.Unseen;
            if (shown != current)
            {
                Add(drawn, $"{text}", current);
                text.Clear();
                current = shown;
            }

            text.Append(standIn ?? rune.ToString());
        }

        Add(drawn, $"{text}", current);
        return drawn;

        bool IsSpace(int index) => index < 0 || index >= runes.Count || Rune.IsWhiteSpace(runes[index].rune);
    }

    // Spaces and the joiners of scripts that need them are drawn where they make the difference.
    private static string? StandIn(Rune rune, bool differs, bool lost) =>
        rune.Value switch
        {
            ' ' => differs && lost ? "␣" : null,
            NoBreakSpace or Joiner or NonJoiner => differs ? VisibleText.Code(rune) : null,
            _ => VisibleText.IsUnseen(rune) ? VisibleText.Code(rune)
            : differs && Rune.IsWhiteSpace(rune) ? VisibleText.Code(rune)
            : null,
        };

    [GeneratedRegex(@"[\p{L}\p{M}\p{N}\p{Cf}]+|\s+|.", RegexOptions.Singleline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}
