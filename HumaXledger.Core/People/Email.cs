using System.Globalization;

namespace HumaXledger.Core.People;

/// <summary>
/// E-mail addresses as people have them at work (RFC 5321, with the letters of RFC 6531). Compared without regard to
/// case; quoted local parts, comments and
/// addresses by IP number are refused: no mail system hands them out.
/// </summary>
public static class Email
{
    /// <summary>
    /// The longest address that mail can be sent to (RFC 5321, 4.5.3.1.3: a path of 256 with its angle brackets).
    /// </summary>
    public const int MaxLength = 254;

    private const int MaxLocalLength = 64;
    private const int MaxLabelLength = 63;

    // Shared use is safe: its settings never change after construction.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    /// <summary>
    /// Lower case, the domain in ASCII (IDNA). A text that is no address comes back collapsed and in lower case.
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
    /// Whether mail can be addressed to this text as it stands; white space around it is forgiven, unseen characters
    /// within are not.
    /// </summary>
    public static bool IsValid(string text)
    {
        if (!ReferenceEquals(Unseen.Without(text), text))
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
