using System.Text.RegularExpressions;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// The social security number of a contact. Whether a token can read it in full is not public (contracts/xledger.md
/// 3.4); a masked form is not used as a value, and an unreadable one is not empty.
/// </summary>
internal static partial class SocialSecurity
{
    /// <summary>The number; unknown where it is masked.</summary>
    /// <param name="shown">contact.socialSec.</param>
    /// <param name="masked">
    /// employee.socialSecurityMasked, which shows that a number exists where the contact does not.
    /// </param>
    public static FieldValue Read(string? shown, string? masked, Unreadable unreadable)
    {
        if (InvisibleCharacters.IsBlank(shown))
        {
            return !InvisibleCharacters.IsBlank(masked) || (shown is null && unreadable.Touches("contact.socialSec"))
                ? FieldValue.NotKnown
                : FieldValue.Nothing;
        }

        return IsMask(shown) || shown.Trim() == masked?.Trim() ? FieldValue.NotKnown : new FieldValue.Of(shown);
    }

    /// <summary>Whether a text is masked. A single X is valid in Finnish numbers, three are not.</summary>
    public static bool IsMask(string text) => Mask().IsMatch(text);

    /// <summary>The masked form of the contact, else of the employee; null where there is none.</summary>
    public static string? MaskOf(string? shown, string? masked) =>
        new[] { shown, masked }.FirstOrDefault(text => !string.IsNullOrWhiteSpace(text) && IsMask(text))?.Trim();

    /// <summary>
    /// Whether a visible digit of a mask differs in this number; a mask contradicts an empty number. Where the lengths
    /// differ, nothing is concluded.
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

    // Spaces and dashes are formatting.
    private static string Signs(string text) => string.Concat(text.Where(sign => sign is not (' ' or '-' or '\u00A0')));

    [GeneratedRegex(@"[*•●#…]|[xX]{3}|\.\.\.|_{3}", RegexOptions.None, 1_000)]
    private static partial Regex Mask();
}
