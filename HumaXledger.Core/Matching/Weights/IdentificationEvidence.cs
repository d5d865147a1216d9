using HumaXledger.Core.Matching.Names;
using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>How similar two known identity numbers are, in ascending order.</summary>
internal enum IdentificationLikeness
{
    Different,

    /// <summary>One digit differs, or two neighbors are exchanged.</summary>
    Near,

    /// <summary>
    /// A temporary number (D-number, samordningsnummer) and an ordinary one of the same date of birth.
    /// </summary>
    Renumbered,

    /// <summary>The same but for a leading zero.</summary>
    ZeroLost,
    Same,
}

/// <summary>Compares identity numbers; placeholders are no evidence.</summary>
internal static class IdentificationEvidence
{
    /// <summary>
    /// The number of significant characters, from the end: what precedes them is Sweden's century or a zero that may be
    /// lost.
    /// </summary>
    private const int SignificantLength = 10;

    /// <summary>
    /// Whether the text cannot be a person's number: no digits, a word, masked, one digit repeated, digits counting up,
    /// or only a date.
    /// </summary>
    public static bool IsPlaceholder(string number)
    {
        int digits = 0,
            letters = 0,
            hidden = 0;
        Span<char> all = stackalloc char[24];
        foreach (var c in number)
        {
            if (char.IsAsciiDigit(c))
            {
                if (digits == all.Length)
                {
                    return true;
                }

                all[digits++] = c;
            }
            else if (c is '*' or '#' or '?' or '_' or '•' or '●' or '×')
            {
                hidden++;
            }
            else if (char.IsLetter(c))
            {
                letters++;
                hidden += c is 'x' or 'X' ? 1 : 0;
            }
        }

        var known = all[..digits];
        return number.Contains("...", StringComparison.Ordinal)
            || number.Contains('…')
            || digits < 4
            || letters > 3
            || hidden > 1
            || !known.ContainsAnyExcept(known[0])
            || IsCountedUp(known)
            || IsDateAlone(known);
    }

    /// <summary>The blocking key: the end of the number, which a lost zero or century does not change.</summary>
    public static ReadOnlySpan<char> EndOf(string number)
    {
        var end = number.AsSpan(Math.Max(0, number.Length - SignificantLength));
        return end.TrimStart('0') is { Length: > 0 } bare ? bare : end;
    }

    /// <summary>The similarity of two numbers.</summary>
    /// <param name="one">Without separators, as <see cref="FieldNormal"/> writes it.</param>
    /// <param name="other">Likewise.</param>
    public static IdentificationLikeness Of(string one, string other)
    {
        if (one == other)
        {
            return IdentificationLikeness.Same;
        }

        if (EndOf(one).SequenceEqual(EndOf(other)))
        {
            var (shorter, longer) = one.Length < other.Length ? (one, other) : (other, one);
            var front = longer.AsSpan(0, longer.Length - shorter.Length);
            if (front.Length > 0 && longer.AsSpan(front.Length).SequenceEqual(shorter))
            {
                // "190" and nine digits: a Swedish number that begins with 0 lost that zero as it was written without a
                // century, and the other record has the century.
                return !front.ContainsAnyExcept('0') ? IdentificationLikeness.ZeroLost
                    : front is "18" or "19" or "20" ? IdentificationLikeness.Same
                    : front is "180" or "190" or "200" ? IdentificationLikeness.ZeroLost
                    : IdentificationLikeness.Different;
            }
        }

        if (LostZeroOf(one, other) || LostZeroOf(other, one))
        {
            return IdentificationLikeness.ZeroLost;
        }

        return TemporaryOfOneDate(one, other) == 1 ? IdentificationLikeness.Renumbered
            : NameLikeness.AreWithin(one, other, errors: 1) ? IdentificationLikeness.Near
            : IdentificationLikeness.Different;
    }

    /// <summary>Whether a century was added to ten digits that are eleven with a leading zero.</summary>
    private static bool LostZeroOf(string eleven, string twelve) =>
        eleven.Length == 11
        && twelve.Length == 12
        && eleven[0] == '0'
        && eleven.AsSpan(1).SequenceEqual(twelve.AsSpan(2));

    /// <summary>Whether two numbers of one register have the same date of birth, temporary numbers included.</summary>
    public static bool HaveSameBirthDate(string one, string other) => TemporaryOfOneDate(one, other) is not null;

    /// <summary>
    /// How many of two numbers of one register are temporary: Norway (day + 40), Denmark and Sweden (day + 60), Finland
    /// (individual number from 900). Null where their dates of birth differ or are absent.
    /// </summary>
    private static int? TemporaryOfOneDate(string one, string other)
    {
        // Swedish numbers may leave out the century.
        if (one.Length + other.Length == 22 && one.Length != other.Length)
        {
            (one, other) = one.Length == 12 ? (one[2..], other) : (one, other[2..]);
        }

        // Fast path: in every register the second and the sixth character belong to the date and do not change.
        if (one.Length != other.Length || one.Length < 10 || one[1] != other[1] || one[5] != other[5])
        {
            return null;
        }

        if (RawId.Read(one) is not { } first || RawId.Read(other) is not { } second || first.Shape != second.Shape)
        {
            return null;
        }

        return first.Shape switch
        {
            RawShape.ElevenDigits => Month(first) == Month(second)
                ? OfOneDate(first, second, dayAt: 0, added: 40, known: 2)
                : null,
            RawShape.TenDigits => OfOneDate(first, second, dayAt: 0, added: 60)
                ?? OfOneDate(first, second, dayAt: 4, added: 60),
            RawShape.TwelveDigits => OfOneDate(first, second, dayAt: 6, added: 60),
            RawShape.Finnish => first.Number.AsSpan(0, 6).SequenceEqual(second.Number.AsSpan(0, 6))
                ? (first.Number[7] == '9' ? 1 : 0) + (second.Number[7] == '9' ? 1 : 0)
                : null,
            _ => null,
        };
    }

    /// <summary>The month of a Norwegian number, without the additions of hospitals and test series.</summary>
    private static int Month(RawId norwegian) =>
        norwegian.Pair(2) switch
        {
            > 80 and var month => month - 80,
            > 65 and var month => month - 65,
            > 40 and var month => month - 40,
            var month => month,
        };

    /// <param name="added">The number added to the day of a temporary number.</param>
    /// <param name="known">The number of digits after the day that are known to agree.</param>
    private static int? OfOneDate(RawId one, RawId other, int dayAt, int added, int known = 0)
    {
        var length = dayAt == 0 ? 6 : dayAt + 2;
        var (day, second) = (one.Pair(dayAt), other.Pair(dayAt));
        var born = day > added ? day - added : day;
        if (born != (second > added ? second - added : second) || born is < 1 or > 31)
        {
            return null;
        }

        for (var at = 0; at < length; at++)
        {
            if ((at < dayAt || at > dayAt + 1 + known) && one.Number[at] != other.Number[at])
            {
                return null;
            }
        }

        return (day > added ? 1 : 0) + (second > added ? 1 : 0);
    }

    private static bool IsCountedUp(ReadOnlySpan<char> digits)
    {
        for (var at = 1; at < digits.Length; at++)
        {
            if (digits[at] != '0' + ((digits[at - 1] - '0' + 1) % 10))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Six or eight digits of a date, followed by nothing or only zeros.</summary>
    private static bool IsDateAlone(ReadOnlySpan<char> digits)
    {
        var bare =
            digits.Length is 6 or 8 ? digits
            : digits.Length is 10 or 11 && !digits[6..].ContainsAnyExcept('0') ? digits[..6]
            : digits.Length == 12 && !digits[8..].ContainsAnyExcept('0') ? digits[..8]
            : [];
        return bare.Length switch
        {
            6 => IsDate(Two(bare, 0), Two(bare, 2)) || IsDate(Two(bare, 4), Two(bare, 2)),
            8 => (IsDate(Two(bare, 0), Two(bare, 2)) && Two(bare, 4) is 19 or 20)
                || (IsDate(Two(bare, 6), Two(bare, 4)) && Two(bare, 0) is 19 or 20),
            _ => false,
        };
    }

    private static bool IsDate(int day, int month) => day is >= 1 and <= 31 && month is >= 1 and <= 12;

    private static int Two(ReadOnlySpan<char> digits, int at) => ((digits[at] - '0') * 10) + (digits[at + 1] - '0');
}
