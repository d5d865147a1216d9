using System.Buffers;
using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// The common normal form of all texts that are compared: composed Unicode (NFC), no invisible characters, single
/// spaces.
/// </summary>
internal static class Spelling
{
    /// <summary>
    /// NFC without invisible characters, no white space at the ends, one space for each run of white space. Returns the
    /// same string when nothing changes.
    /// </summary>
    public static string Collapse(string original)
    {
        var text = InvisibleCharacters.Without(original);
        var ascii = true;
        var single = true;
        var lastSpace = true;
        foreach (var c in text)
        {
            ascii &= c < 0x80;
            var space = char.IsWhiteSpace(c);
            single &= !space || (c == ' ' && !lastSpace);
            lastSpace = space;
        }

        var composed = ascii ? text : Compose(text);
        return single && (!lastSpace || text.Length == 0) && ReferenceEquals(composed, text) ? text : Squeeze(composed);
    }

    /// <summary>
    /// Whether the text has characters that a system may not store faithfully or that mislead a reader: control
    /// characters other than white space, unpaired surrogates, noncharacters (U+FFFE, which cannot be normalized),
    /// replacement and annotation characters (U+FFF9–U+FFFD: data was lost earlier), bidirectional controls.
    /// </summary>
    public static bool IsBroken(string text)
    {
        for (var index = 0; index < text.Length; index++)
        {
            var c = text[index];
            if (
                (char.IsControl(c) && !char.IsWhiteSpace(c))
                || IsBidiControl(c)
                || c is (>= '\uFDD0' and <= '\uFDEF') or (>= '\uFFF9' and <= '\uFFFF')
            )
            {
                return true;
            }

            if (char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                // The last two code points of every plane are noncharacters.
                if ((char.ConvertToUtf32(c, text[index + 1]) & 0xFFFE) == 0xFFFE)
                {
                    return true;
                }

                index++;
            }
            else if (char.IsSurrogate(c))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// The digits of a text in ASCII; null when it has anything but digits, spaces and number separators.
    /// </summary>
    public static string? Digits(ReadOnlySpan<char> text)
    {
        char[]? rented = null;
        var digits = text.Length <= 64 ? stackalloc char[64] : rented = ArrayPool<char>.Shared.Rent(text.Length);
        var count = 0;
        var clean = true;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c))
            {
                digits[count++] = c;
            }
            else if (!IsSeparator(c))
            {
                clean = false;
                break;
            }
        }

        var result = clean && count > 0 ? digits[..count].ToString() : null;
        if (rented is not null)
        {
            ArrayPool<char>.Shared.Return(rented);
        }

        return result;
    }

    /// <summary>
    /// White space, dots, dashes of all lengths, and the invisible marks that spreadsheets leave around numbers.
    /// </summary>
    public static bool IsSeparator(char c) => c is '-' or '.' || char.IsWhiteSpace(c) || IsDash(c) || IsInvisible(c);

    /// <summary>Hyphen-minus, the Unicode hyphens and dashes, and the minus sign.</summary>
    public static bool IsDash(char c) => c is '-' or (>= '\u2010' and <= '\u2015') or '\u2212';

    /// <summary>Characters without width: ignorable characters and bidirectional controls.</summary>
    public static bool IsInvisible(char c) => InvisibleCharacters.IsIgnorable(c) || IsBidiControl(c);

    private static bool IsBidiControl(char c) =>
        c is '\u061C' or '\u200E' or '\u200F' or (>= '\u202A' and <= '\u202E') or (>= '\u2066' and <= '\u2069');

    private static string Compose(string text)
    {
        try
        {
            return text.IsNormalized(NormalizationForm.FormC) ? text : text.Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            // An unpaired surrogate or U+FFFE cannot be composed; such a text is compared as it is.
            return text;
        }
    }

    private static string Squeeze(string text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (!char.IsWhiteSpace(c))
            {
                builder.Append(c);
            }
            else if (builder.Length > 0 && builder[^1] != ' ')
            {
                builder.Append(' ');
            }
        }

        if (builder.Length > 0 && builder[^1] == ' ')
        {
            builder.Length--;
        }

        return builder.ToString();
    }
}
