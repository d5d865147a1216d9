using System.Globalization;
using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// The letters beyond ASCII that a domain name may have: the protocol-valid ones of IDNA2008 (RFC 5892).
/// </summary>
/// <remarks>
/// Symbols, currency signs, punctuation and characters that are mapped to another one are not among them, although
/// browsers look such names up (UTS 46). Joiners and the marks that RFC 5892 allows only between certain neighbors are
/// refused, except the middle dot of Catalan.
/// </remarks>
internal static class DomainLetters
{
    // Shared by threads: its settings never change after construction.
    private static readonly IdnMapping Idn = new();

    /// <summary>Whether every label is valid; true for a domain without <c>xn--</c> labels.</summary>
    /// <param name="domain">In ASCII; labels with other letters as <c>xn--</c>.</param>
    public static bool AreAllowed(string domain)
    {
        if (!domain.Contains("xn--", StringComparison.OrdinalIgnoreCase))
        {
            return true;
        }

        try
        {
            var unicode = Idn.GetUnicode(domain);
            return !unicode.Contains('\uFFFD')
                && unicode.EnumerateRunes().All(rune => rune.IsAscii || IsAllowed(rune, unicode));
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsAllowed(Rune rune, string domain) =>
        rune.Value switch
        {
            // RFC 5892 section 2.6: exceptions to the other rules, in both directions.
            0xDF or 0x3C2 or 0x6FD or 0x6FE or 0xF0B or 0x3007 => true,
            0x640 or 0x7FA or 0x302E or 0x302F or (>= 0x3031 and <= 0x3035) or 0x303B => false,
            0xB7 => domain.Contains("l·l", StringComparison.Ordinal),

            // Old Hangul Jamo (section 2.9).
            (>= 0x1100 and <= 0x11FF) or (>= 0xA960 and <= 0xA97C) or (>= 0xD7B0 and <= 0xD7FB) => false,
            _ => IsLetterOrDigit(rune) && IsStable(rune),
        };

    private static bool IsLetterOrDigit(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.LowercaseLetter
                or UnicodeCategory.OtherLetter
                or UnicodeCategory.ModifierLetter
                or UnicodeCategory.UppercaseLetter
                or UnicodeCategory.DecimalDigitNumber
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark
        && !InvisibleCharacters.IsBlank(rune.ToString());

    /// <summary>
    /// Whether the character is unchanged by compatibility normalization and case folding (section 2.2).
    /// </summary>
    private static bool IsStable(Rune rune)
    {
        var text = rune.ToString();
        return text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC) == text;
    }
}
