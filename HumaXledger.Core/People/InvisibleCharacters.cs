using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;

namespace HumaXledger.Core.People;

/// <summary>
/// Invisible characters: zero-width space, soft hyphen, byte order mark, word joiner, tag characters, fillers. They are
/// ignored in comparisons and left out of what is written; a text of nothing else is empty.
/// </summary>
/// <remarks>
/// The set is Unicode's Default_Ignorable_Code_Point (DerivedCoreProperties.txt) without the bidirectional controls,
/// which change the visible order and are refused (<see cref="Spelling.IsBroken"/>). Joiners and variation selectors
/// belong to the set, so that they make no difference; <see cref="Written(string)"/> keeps them where they shape the
/// letter before them: joiners between letters of scripts that join (Persian, Devanagari …) and between emoji,
/// selectors after ideographs, Mongolian letters and symbols.
/// </remarks>
internal static class InvisibleCharacters
{
    private const char FirstJoiningScript = '\u0600';

    // Every UTF-16 unit that an ignorable code point can begin with; a surrogate alone decides nothing.
    private static readonly SearchValues<char> Suspects = SearchValues.Create([
        .. Enumerable
            .Range(0, char.MaxValue + 1)
            .Select(c => (char)c)
            .Where(c => IsIgnorable(c) || IsLeadOfIgnorable(c)),
    ]);

    /// <summary>Whether the text has no visible character: null, white space and ignorable characters only.</summary>
    public static bool IsBlank([NotNullWhen(false)] string? text) =>
        string.IsNullOrWhiteSpace(text) || (Holds(text) && string.IsNullOrWhiteSpace(Without(text)));

    /// <summary>The text without its ignorable characters, for comparing. The same string where it has none.</summary>
    public static string Without(string text) => Holds(text) ? Left(text, keepShaping: false) : text;

    /// <summary>
    /// A text as it is sent to a system: without ignorable characters that shape nothing. The same string where it has
    /// none.
    /// </summary>
    public static string Written(string text) => Holds(text) ? Left(text, keepShaping: true) : text;

    /// <summary>A value as it is sent to a system; empty where it has no visible character.</summary>
    public static FieldValue Written(Field field, FieldValue value)
    {
        // In JSON an ignorable character may be escaped. Values with neither are returned without parsing.
        if (value.TextOrNull is not { } text || (!Holds(text) && !text.Contains("\\u", StringComparison.Ordinal)))
        {
            return value;
        }

        return FieldRules.KindOf(field) switch
        {
            FieldKind.Address when FieldJson.TryRead<Address>(text) is { } parts => Same(
                value,
                parts,
                address =>
                    address with
                    {
                        Street = WrittenOrNull(address.Street),
                        PostalCode = WrittenOrNull(address.PostalCode),
                        City = WrittenOrNull(address.City),
                        Country = WrittenOrNull(address.Country),
                    },
                address => address.ToValue()
            ),
            FieldKind.BankAccount when FieldJson.TryRead<BankAccount>(text) is { } parts => Same(
                value,
                parts,
                account =>
                    account with
                    {
                        Number = WrittenOrNull(account.Number)!,
                        Country = WrittenOrNull(account.Country),
                        Bic = WrittenOrNull(account.Bic),
                    },
                account => account.ToValue()
            ),
            _ => Written(text) is var written && ReferenceEquals(written, text) ? value : FieldValue.From(written),
        };
    }

    /// <summary>Whether a single UTF-16 unit is ignorable.</summary>
    public static bool IsIgnorable(char c) => c >= '\u00AD' && IsIgnorable((int)c);

    /// <summary>
    /// Whether the text may have an ignorable character. Vectorized: nearly every text is ASCII or Latin letters.
    /// </summary>
    private static bool Holds(string text)
    {
        var first = text.AsSpan().IndexOfAnyExceptInRange('\0', '\u00AC');
        for (var index = first; index >= 0 && index < text.Length; index++)
        {
            var c = text[index];
            if (c == '\u00AD' || (c >= '\u034F' && Suspects.Contains(c)))
            {
                return true;
            }
        }

        return false;
    }

    private static FieldValue Same<T>(FieldValue value, T parts, Func<T, T> written, Func<T, FieldValue> toValue)
        where T : class =>
        written(parts) is var clean && clean.Equals(parts) && !Holds(value.TextOrNull!) ? value : toValue(clean);

    private static string? WrittenOrNull(string? text) => text is null ? null : Written(text);

    private static string Left(string text, bool keepShaping)
    {
        var builder = new StringBuilder(text.Length);
        for (var index = 0; index < text.Length; )
        {
            // An unpaired surrogate is no rune and stays; <see cref="Spelling.IsBroken"/> refuses it.
            var whole = Rune.TryGetRuneAt(text, index, out var rune);
            var length = whole ? rune.Utf16SequenceLength : 1;
            if (!whole || !IsIgnorable(rune.Value) || (keepShaping && Shapes(rune.Value, text, index, length)))
            {
                builder.Append(text, index, length);
            }

            index += length;
        }

        // Surrogates that an ignorable character separated form a pair now, which may be ignorable too.
        return builder.Length == text.Length ? text
            : builder.ToString() is var left && Holds(left) ? Left(left, keepShaping)
            : left;
    }

    /// <summary>Whether an ignorable character changes how its neighbors are drawn.</summary>
    private static bool Shapes(int c, string text, int index, int length)
    {
        if (Before(text, index) is not { } before || IsIgnorable(before.Value))
        {
            return false;
        }

        return c switch
        {
            0x200C or 0x200D => Joins(before)
                && index + length < text.Length
                && Rune.TryGetRuneAt(text, index + length, out var after)
                && Joins(after),
            >= 0x180B and <= 0x180F => before.Value is >= 0x1820 and <= 0x18AA,
            (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) => Rune.GetUnicodeCategory(before)
                is UnicodeCategory.OtherLetter
                    or UnicodeCategory.OtherSymbol
                    or UnicodeCategory.MathSymbol,
            _ => false,
        };
    }

    private static bool Joins(Rune rune) =>
        rune.Value >= FirstJoiningScript
        && Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.OtherLetter
                or UnicodeCategory.OtherSymbol
                or UnicodeCategory.NonSpacingMark
                or UnicodeCategory.SpacingCombiningMark;

    private static Rune? Before(string text, int index)
    {
        var start = index - 1;
        start -= start > 0 && char.IsLowSurrogate(text[start]) && char.IsHighSurrogate(text[start - 1]) ? 1 : 0;
        return start >= 0 && Rune.TryGetRuneAt(text, start, out var rune) ? rune : null;
    }

    private static bool IsIgnorable(int c) =>
        c
            is 0xAD
                or 0x34F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or 0x3164
                or 0xFEFF
                or 0xFFA0
                or (>= 0x180B and <= 0x180F)
                or (>= 0x200B and <= 0x200D)
                or (>= 0x2060 and <= 0x2065)
                or (>= 0x206A and <= 0x206F)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xFFF0 and <= 0xFFF8)
                or (>= 0x1BCA0 and <= 0x1BCA3)
                or (>= 0x1D173 and <= 0x1D17A)
                or (>= 0xE0000 and <= 0xE0FFF);

    private static bool IsLeadOfIgnorable(char c) => c is '\uD82F' or '\uD834' or (>= '\uDB40' and <= '\uDB43');
}
