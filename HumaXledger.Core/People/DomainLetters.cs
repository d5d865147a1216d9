using System.Globalization;
using System.Text;

namespace HumaXledger.Core.People;

/// <summary>
/// Which letters a domain name may have beyond ASCII: the protocol-valid ones of IDNA2008 (RFC 5892).
/// </summary>
/// <remarks>
/// Symbols, currency signs, punctuation and characters that another one stands for are not among them, although
/// browsers look such names up (UTS 46). Joiners and the marks that RFC 5892 allows between certain neighbours only are
/// taken for wrong, except the middle dot of Catalan.
/// </remarks>
internal static class DomainLetters
{
    // Shared use is safe: its settings never change after construction.
    private static readonly IdnMapping Idn = new();

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
            // RFC 5892 section 2.6: valid although other rules say no, and the other way round.
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
        && !Unseen.IsBlank(rune.ToString());

    /// <summary>Whether compatibility forms and letter case have been resolved already (section 2.2).</summary>
    private static bool IsStable(Rune rune)
    {
        var text = rune.ToString();
        return text.Normalize(NormalizationForm.FormKC).ToLowerInvariant().Normalize(NormalizationForm.FormKC) == text;
    }
}
