using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>
/// Tells a person whose data was corrected from another person whose data was put into the same record: a leaver's
/// profile that is
/// overwritten with the successor keeps its id, its e-mail address and its phone number, so that nothing but the person
/// differs.
/// </summary>
/// <remarks>
/// Three facts are compared: the full name, the date of birth and the identification. What one person can explain
/// counts neither way: a
/// changed family name (marriage), a part or another spelling of a name, a typing error, a birth number after a
/// D-number.
/// </remarks>
public static class Identity
{
    /// <summary>The fields that the facts are read from.</summary>
    public static IReadOnlyList<Field> Fields { get; } = [Field.GivenName, Field.FamilyName, Field.DateOfBirth, Field.Identification];

    private const int FewestDifferences = 2;

    // Shorter texts are no identity numbers; six or eight digits alone are a date of birth.
    private const int ShortestNumber = 7;

    /// <summary>Excel's first day, which forms write for "not filled in".</summary>
    private static readonly DateOnly Filler = new(1900, 1, 1);

    /// <summary>The values of <see cref="Fields"/>; every other field is unknown.</summary>
    public static FieldValues Of(FieldValues values) =>
        new(Fields.Where(field => values[field].IsValue).Select(field => KeyValuePair.Create(field, values[field])));

    /// <summary>
    /// Whether a record holds another person than it did: at least two of the facts that both hold differ in a way that
    /// one person cannot
    /// explain, and none agrees. E-mail address and phone number do not count: a successor inherits them.
    /// </summary>
    public static bool LooksLikeAnother(FieldValues before, FieldValues now)
    {
        var (birth, number) = (Birth(before, now), Number(before, now));
        if (birth == Fact.Agrees || number == Fact.Agrees)
        {
            return false;
        }

        var name = Name(before, now);
        return name != Fact.Agrees && new[] { name, birth, number }.Count(fact => fact == Fact.Differs) >= FewestDifferences;
    }

    /// <summary>The values of <paramref name="known"/>; a value that it does not hold comes from the first of the
    /// others that does.</summary>
    public static FieldValues Filled(FieldValues known, params ReadOnlySpan<FieldValues> others)
    {
        foreach (var field in Fields)
        {
            for (var index = 0; index < others.Length && !known[field].IsValue; index++)
            {
                known = others[index][field].IsValue ? known.With(field, others[index][field]) : known;
            }
        }

        return known;
    }

    private enum Fact
    {
        /// <summary>At least one of the two does not tell.</summary>
        Unknown,

        Agrees,

        /// <summary>Differs as it does when one person's data is corrected or changes in an ordinary way.</summary>
        Explained,

        Differs,
    }

    private static Fact Name(FieldValues before, FieldValues now)
    {
        var (given, family) = (NameKeys.Of(before[Field.GivenName].TextOrNull), NameKeys.Of(before[Field.FamilyName].TextOrNull));
        var (newGiven, newFamily) = (NameKeys.Of(now[Field.GivenName].TextOrNull), NameKeys.Of(now[Field.FamilyName].TextOrNull));
        string[] one = [.. given.Words, .. family.Words], other = [.. newGiven.Words, .. newFamily.Words];
        if (one.Length == 0 || other.Length == 0 || InTwoScripts(one, other))
        {
            return Fact.Unknown;
        }

        if (string.Concat(one) == string.Concat(other)
            || one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal)))
        {
            return Fact.Agrees;
        }

        var likeness = NameLikeness.Of(given, newGiven, given: true);
        if (likeness == Likeness.Different)
        {
            // In the wrong fields, with a typing error in one of them.
            var exchanged = NameLikeness.Of(given, newFamily, given: false) > Likeness.Different
                && NameLikeness.Of(family, newGiven, given: false) > Likeness.Different;
            return exchanged ? Fact.Explained : Fact.Differs;
        }

        return likeness != Likeness.Unknown || one.Intersect(other).Any(word => word.Length > 2) ? Fact.Explained : Fact.Differs;
    }

    // A name and its transliteration share no letter.
    private static bool InTwoScripts(string[] one, string[] other) => IsLatin(one) != IsLatin(other);

    private static bool IsLatin(string[] words) => words.Any(word => word.Any(char.IsAsciiLetter));

    private static Fact Birth(FieldValues before, FieldValues now)
    {
        if (BirthOf(before) is not { } one || BirthOf(now) is not { } other)
        {
            return Fact.Unknown;
        }

        return one == other ? Fact.Agrees
            : CalendarDate.AreExchanged(one, other) || IsSlip($"{one:yyyyMMdd}", $"{other:yyyyMMdd}") ? Fact.Explained
            : Fact.Differs;
    }

    private static DateOnly? BirthOf(FieldValues values) =>
        CalendarDate.Read(values[Field.DateOfBirth].TextOrNull) is { } date && date != Filler ? date : null;

    private static Fact Number(FieldValues before, FieldValues now)
    {
        if (NumberOf(before) is not { } one || NumberOf(now) is not { } other)
        {
            return Fact.Unknown;
        }

        return IsSame(one, other) ? Fact.Agrees
            : IsSlip(one, other) || (DateIn(one) is { } date && date == DateIn(other)) ? Fact.Explained
            : Fact.Differs;
    }

    /// <summary>Letters and digits of an identification that can be a person's number; null for one that
    /// cannot.</summary>
    private static string? NumberOf(FieldValues values)
    {
        if (values[Field.Identification].TextOrNull is not { } text)
        {
            return null;
        }

        var written = IdentificationNumber.Read(text).Number;
        var number = string.Concat(written.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var digits = number.Count(char.IsAsciiDigit);
        var isDateAlone = digits == number.Length && digits is 6 or 8;
        return number.Length >= ShortestNumber && 2 * digits > number.Length && !isDateAlone && !written.AsSpan().ContainsAny("*•")
            && number.Distinct().Skip(1).Any()
            ? number
            : null;
    }

    // Sweden writes the century or leaves it out; a spreadsheet loses the first zero.
    private static bool IsSame(string one, string other)
    {
        var (shorter, longer) = one.Length <= other.Length ? (one, other) : (other, one);
        return longer.EndsWith(shorter, StringComparison.Ordinal)
            && (longer.Length == shorter.Length
                || (longer.Length == 12 && shorter.Length == 10)
                || (longer.Length == 1 + shorter.Length && longer[0] == '0'));
    }

    /// <summary>
    /// The date that a Nordic number begins with, without what marks a number for people who are not registered: a
    /// D-number adds 40 to the
    /// day, a Swedish coordination number 60, a Norwegian H-number or synthetic number 40, 65 or 80 to the month. Null
    /// for other numbers.
    /// </summary>
    private static (int, int, int)? DateIn(string number)
    {
        var start = number.Length == 12 ? 2 : 0;
        if (number.Length is not (10 or 11 or 12) || number.AsSpan(start, 6).ContainsAnyExceptInRange('0', '9'))
        {
            return null;
        }

        var (first, second, third) = (Pair(number, start), Pair(number, start + 2), Pair(number, start + 4));
        return number.Length == 11
            ? (first > 40 ? first - 40 : first, second switch { > 80 => second - 80, > 65 => second - 65, > 40 => second - 40, _ => second }, third)
            : (first, second, third > 60 && second <= 12 ? third - 60 : third);
    }

    private static int Pair(string number, int at) => ((number[at] - '0') * 10) + (number[at + 1] - '0');

    /// <summary>Whether one character was mistaken, left out or added, or two neighbours changed places.</summary>
    private static bool IsSlip(string one, string other) =>
        Math.Abs(one.Length - other.Length) <= 1 && NameLikeness.TypingDistance(one, other) <= 1;
}
