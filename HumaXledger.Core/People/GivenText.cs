using System.Globalization;
using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// The rule for names and other short texts that a user or a system gives and that are stored, shown, logged and mailed
/// as one line: no control, format or line characters (Unicode categories Cc, Cf, Zl, Zp), no unpaired surrogates or
/// noncharacters, and a length. Values of people have their own rules (<see cref="FieldCheck"/>).
/// </summary>
public static class GivenText
{
    /// <summary>The longest name of something in Huma, Xledger or Entra ID, in UTF-16 units.</summary>
    public const int LongestOfSystem = 200;

    /// <summary>Whether a text can be stored as it is.</summary>
    /// <param name="longest">In UTF-16 units.</param>
    public static bool IsUsable(string? text, int longest) =>
        !string.IsNullOrWhiteSpace(text) && text.Length <= longest && IsOneLine(text);

    /// <summary>
    /// What of a system's text can be stored: each run of white space and of characters that are not allowed is one
    /// space, and what is too long is cut; "" where nothing is left.
    /// </summary>
    public static string Usable(string? text, int longest)
    {
        if (text is null || (text.Length <= longest && IsOneLine(text) && text == text.Trim()))
        {
            return text ?? "";
        }

        var builder = new StringBuilder(Math.Min(text.Length, longest));
        var space = false;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune) || !IsAllowed(rune))
            {
                space = builder.Length > 0;
                continue;
            }

            if (builder.Length + rune.Utf16SequenceLength + (space ? 1 : 0) > longest)
            {
                break;
            }

            builder.Append(space ? " " : "").Append(rune);
            space = false;
        }

        return builder.ToString();
    }

    private static bool IsOneLine(string text)
    {
        // An unpaired surrogate is enumerated as the replacement character.
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsAllowed(rune))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsAllowed(Rune rune) =>
        rune != Rune.ReplacementChar
        && (rune.Value & 0xFFFE) != 0xFFFE
        && rune.Value is not (>= 0xFDD0 and <= 0xFDEF)
        && Rune.GetUnicodeCategory(rune)
            is not (
                UnicodeCategory.Control
                or UnicodeCategory.Format
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator
            );
}
