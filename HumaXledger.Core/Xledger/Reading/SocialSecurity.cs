using System.Text.RegularExpressions;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// The social security number of a contact. Whether a token sees it in clear is not public (contracts/xledger.md 3.4);
/// a masked form is never taken for a value, and "not shown"
/// never for empty.
/// </summary>
internal static partial class SocialSecurity
{
    /// <param name="shown">contact.socialSec.</param>
    /// <param name="masked">employee.socialSecurityMasked: it tells that there is a number where the contact does not
    /// show it.</param>
    public static FieldValue Read(string? shown, string? masked, Unreadable unreadable)
    {
        if (Unseen.IsBlank(shown))
        {
            return !Unseen.IsBlank(masked) || (shown is null && unreadable.Touches("contact.socialSec"))
                ? FieldValue.NotKnown
                : FieldValue.Nothing;
        }

        return IsMask(shown) || shown.Trim() == masked?.Trim() ? FieldValue.NotKnown : new FieldValue.Of(shown);
    }

    /// <summary>
    /// Whether part of a number is hidden. A single X is a legal letter of Finnish numbers, three are not.
    /// </summary>
    public static bool IsMask(string text) => Mask().IsMatch(text);

    /// <summary>The masked form that is shown, of the contact or else of the employee; null where none is.</summary>
    public static string? MaskOf(string? shown, string? masked) =>
        new[] { shown, masked }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text) && IsMask(text))?.Trim();

    /// <summary>
    /// Whether a digit that a mask shows is another one in this number; the mask of any number contradicts an empty
    /// one. Where mask and number are not equally long, nothing is concluded.
    /// </summary>
    public static bool Contradicts(string mask, string? number)
    {
        var (shown, whole) = (Signs(mask), Signs(number ?? ""));
        return whole.Length == 0
            || (
                shown.Length == whole.Length
                && shown.Zip(whole).Any(pair => char.IsAsciiDigit(pair.First) && pair.First != pair.Second)
            );
    }

    // Spaces and dashes are a matter of spelling.
    private static string Signs(string text) => string.Concat(text.Where(sign => sign is not (' ' or '-' or '\u00A0')));

    [GeneratedRegex(@"[*•●#…]|[xX]{3}|\.\.\.|_{3}", RegexOptions.None, 1_000)]
    private static partial Regex Mask();
}
