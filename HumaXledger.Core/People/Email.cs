using System.Globalization;

namespace HumaXledger.Core.People;

/// <summary>
/// E-mail addresses (RFC 5321, with the letters of RFC 6531), compared without regard to case. Quoted local parts,
/// comments and IP address literals are refused: they are not in use as work addresses.
/// </summary>
public static class Email
{
    /// <summary>
    /// The longest address that mail can be sent to (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets).
    /// </summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    // Shared by threads: its settings never change after construction.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Lower case, the domain in ASCII (IDNA). Text that is no address is returned in lower case with collapsed white
    /// space.
    /// </summary>
    public static string Normalise(string text)
    {
        var lower = Spelling.Collapse(text).ToLowerInvariant();
        var at = lower.LastIndexOf('@');
        if (at < 0 || System.Text.Ascii.IsValid(lower.AsSpan(at + 1)))
        {
            return lower;
        }

        return ToAscii(lower[(at + 1)..]) is { } domain ? string.Concat(lower.AsSpan(0, at + 1), domain) : lower;
    }

    /// <summary>
    /// Whether mail can be sent to this text as it stands; surrounding white space is ignored, invisible characters are
    /// refused.
    /// </summary>
    public static bool IsValid(string text)
    {
        if (!ReferenceEquals(InvisibleCharacters.Without(text), text))
        {
            return false;
        }

        var address = Normalise(text);
        var at = address.IndexOf('@');
        return at > 0
            && address.Length <= MaxLength
            && IsLocalPart(address.AsSpan(0, at))
            && IsDomain(address.AsSpan(at + 1))
            && DomainLetters.AreAllowed(address[(at + 1)..]);
    }

    private static string? ToAscii(string domain)
    {
        try
        {
            return Idn.GetAscii(domain);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool IsLocalPart(ReadOnlySpan<char> local)
    {
        if (local.Length > MaxLocalLength || local[0] == '.' || local[^1] == '.' || local.IndexOf("..") >= 0)
        {
            return false;
        }

        foreach (var c in local)
        {
            if (c < 0x80 ? !char.IsAsciiLetterOrDigit(c) && !".!#$%&'*+-/=?^_`{|}~".Contains(c) : !IsLetterLike(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsLetterLike(char c) =>
        char.IsLetterOrDigit(c)
        || CharUnicodeInfo.GetUnicodeCategory(c)
            is UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    private static bool IsDomain(ReadOnlySpan<char> domain)
    {
        var labels = 0;
        var topLevel = false;
        foreach (var range in domain.Split('.'))
        {
            var label = domain[range];
            if (label.Length is 0 or > MaxLabelLength || label[0] == '-' || label[^1] == '-')
            {
                return false;
            }

            var hasLetter = false;
            foreach (var c in label)
            {
                if (!char.IsAsciiLetterOrDigit(c) && c != '-')
                {
                    return false;
                }

                hasLetter |= char.IsAsciiLetter(c);
            }

            labels++;
            topLevel = hasLetter && label.Length > 1;
        }

        return labels > 1 && topLevel;
    }
}
