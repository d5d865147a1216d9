using HumaXledger.Core.Matching.Names;
using HumaXledger.Core.Matching.Weights;
using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// Distinguishes a person whose data was corrected from another person whose data was put into the same record: a
/// leaver's profile that is overwritten with the successor keeps its id, e-mail address and phone number, so that only
/// the person differs.
/// </summary>
/// <remarks>
/// Three facts are compared: the full name, the date of birth and the identification. Changes that one person can have
/// count neither way: another family name (marriage), a part or another spelling of a name, a typing error, a birth
/// number after a D-number.
/// </remarks>
public static class Identity
{
    /// <summary>The fields that the facts come from.</summary>
    public static IReadOnlyList<Field> Fields { get; } =
    [Field.GivenName, Field.FamilyName, Field.DateOfBirth, Field.Identification];

    private const int FewestDifferences = 2;

    /// <summary>Excel's first date, which forms write for "not filled in".</summary>
    private static readonly DateOnly Filler = new(1900, 1, 1);

    /// <summary>The values of <see cref="Fields"/>; every other field is unknown.</summary>
    public static FieldValues Of(FieldValues values) =>
        new(Fields.Where(field => values[field].IsValue).Select(field => KeyValuePair.Create(field, values[field])));

    /// <summary>
    /// Whether a record now holds another person: at least two of the facts that are known before and now differ in a
    /// way that is implausible for one person, and none agrees. E-mail address and phone number do not count: a
    /// successor inherits them.
    /// </summary>
    public static bool LooksLikeAnother(FieldValues before, FieldValues now)
    {
        var (birth, number) = (Birth(before, now), Number(before, now));
        if (birth == Fact.Agrees || number == Fact.Agrees)
        {
            return false;
        }

        var name = Name(before, now);
        return name != Fact.Agrees
            && new[] { name, birth, number }.Count(fact => fact == Fact.Differs) >= FewestDifferences;
    }

    /// <summary>
    /// Whether one of the facts differs in a way that is implausible for one person. Other values of such a record may
    /// be another person's too.
    /// </summary>
    public static bool Contradicts(FieldValues before, FieldValues now) =>
        Name(before, now) == Fact.Differs || Birth(before, now) == Fact.Differs || Number(before, now) == Fact.Differs;

    /// <summary>
    /// The values of <paramref name="known"/>, each missing one taken from the first of the others that has it.
    /// </summary>
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
        /// <summary>Missing before or now.</summary>
        Unknown,

        Agrees,

        /// <summary>Differs as after a correction or an ordinary change of one person's data.</summary>
        Explained,

        Differs,
    }

    private static Fact Name(FieldValues before, FieldValues now)
    {
        var (given, family) = (
            NameKeys.Of(before[Field.GivenName].TextOrNull),
            NameKeys.Of(before[Field.FamilyName].TextOrNull)
        );
        var (newGiven, newFamily) = (
            NameKeys.Of(now[Field.GivenName].TextOrNull),
            NameKeys.Of(now[Field.FamilyName].TextOrNull)
        );
        string[] one = [.. given.Words, .. family.Words],
            other = [.. newGiven.Words, .. newFamily.Words];
        if (one.Length == 0 || other.Length == 0 || InTwoScripts(one, other))
        {
            return Fact.Unknown;
        }

        if (
            string.Concat(one) == string.Concat(other)
            || one.Order(StringComparer.Ordinal).SequenceEqual(other.Order(StringComparer.Ordinal))
        )
        {
            return Fact.Agrees;
        }

        var likeness = NameLikeness.Of(given, newGiven, given: true);
        if (likeness == Likeness.Different)
        {
            // In the wrong fields, with a typing error in one of them.
            var exchanged =
                NameLikeness.Of(given, newFamily, given: false) > Likeness.Different
                && NameLikeness.Of(family, newGiven, given: false) > Likeness.Different;
            return exchanged ? Fact.Explained : Fact.Differs;
        }

        // A typing error in one name or a change of one name is plausible; both together mean another person.
        if (
            likeness is Likeness.Similar or Likeness.Overlap or Likeness.Initial or Likeness.Near
            && NameLikeness.Of(family, newFamily, given: false) == Likeness.Different
        )
        {
            return Fact.Differs;
        }

        return likeness != Likeness.Unknown || one.Intersect(other).Any(word => word.Length > 2)
            ? Fact.Explained
            : Fact.Differs;
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
            : CalendarDate.AreExchanged(one, other)
            || NameLikeness.AreWithin($"{one:yyyyMMdd}", $"{other:yyyyMMdd}", errors: 1)
                ? Fact.Explained
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

        var likeness = IdentificationEvidence.Of(one, other);
        return likeness >= IdentificationLikeness.ZeroLost ? Fact.Agrees
            : likeness != IdentificationLikeness.Different || IdentificationEvidence.HaveSameBirthDate(one, other)
                ? Fact.Explained
            : Fact.Differs;
    }

    /// <summary>A normalized identification; null for a placeholder.</summary>
    private static string? NumberOf(FieldValues values)
    {
        if (values[Field.Identification].TextOrNull is not { } text)
        {
            return null;
        }

        var identification = IdentificationNumber.Read(text);
        return IdentificationEvidence.IsPlaceholder(identification.Number)
            ? null
            : FieldNormal.Identification(identification, default);
    }
}
