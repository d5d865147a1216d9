using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.Matching.Names;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>Compares two records field by field.</summary>
internal static class Weighing
{
    /// <summary>The hand-set weight of a pair, and its pattern.</summary>
    public static (Weight Weight, Pattern Pattern) Weigh(RecordFeatures huma, RecordFeatures xledger)
    {
        var scale = new Scale(LevelWeights.ByHand, into: null);
        Weigh(ref scale, huma, xledger);
        return (new Weight(scale.Bits, scale.Signs), scale.Pattern);
    }

    /// <summary>
    /// The weight of a pair by an organization's weights; adds the evidence to <paramref name="into"/>.
    /// </summary>
    public static Weight Weigh(RecordFeatures huma, RecordFeatures xledger, LevelWeights weights, List<Evidence> into)
    {
        var scale = new Scale(weights, into);
        Weigh(ref scale, huma, xledger);
        return new Weight(scale.Bits, scale.Signs);
    }

    private static void Weigh(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        Email(ref scale, huma, xledger);
        EmploymentId(ref scale, huma, xledger);
        Name(ref scale, huma, xledger);
        Phone(ref scale, huma, xledger);
        Birth(ref scale, huma, xledger);
        Address(ref scale, huma, xledger);
        Identification(ref scale, huma, xledger);
        Gender(ref scale, huma, xledger);
        Employment(ref scale, huma, xledger);
    }

    private ref struct Scale(LevelWeights weights, List<Evidence>? into)
    {
        public double Bits;
        public Signs Signs;
        public Pattern Pattern;

        public void Add(ComparisonLevel level, Signs signs = Signs.None)
        {
            var evidence = weights.Of(level);
            Bits += evidence.Weight;
            Signs |= signs;
            Pattern = Pattern.With(level);
            into?.Add(evidence);
        }
    }

    private static void Email(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        if (!huma.Email.IsKnown || !xledger.Email.IsKnown)
        {
            return;
        }

        if (huma.Email.IsSame(xledger.Email))
        {
            var alone = huma.ValueCounts.Email == 1 && xledger.ValueCounts.Email == 1;
            scale.Add(
                alone ? ComparisonLevels.EmailSame : ComparisonLevels.EmailShared,
                alone ? Signs.UniqueEmail : Signs.None
            );
        }
        else if (huma.EmailLocalPart.IsKnown && huma.EmailLocalPart.IsSame(xledger.EmailLocalPart))
        {
            scale.Add(ComparisonLevels.EmailLocalPart);
        }
        else
        {
            var near = huma.EmailLocalPart.IsKnown && xledger.EmailLocalPart.IsKnown && IsTypingError(huma, xledger);
            scale.Add(
                near ? ComparisonLevels.EmailNear : ComparisonLevels.EmailDiffers,
                near ? Signs.EmailNear : Signs.EmailDiffers
            );
        }
    }

    /// <summary>
    /// Whether the parts before and after the @ are typing errors apart. Short local parts must be equal: kari and mari
    /// are two people.
    /// </summary>
    private static bool IsTypingError(RecordFeatures huma, RecordFeatures xledger)
    {
        if (huma.EmailBegin != xledger.EmailBegin && huma.EmailEnd != xledger.EmailEnd)
        {
            return false;
        }

        var (length, otherLength) = (huma.EmailLocalPart.Length, xledger.EmailLocalPart.Length);
        var allowed = Math.Min(length, otherLength) / 5;
        if (
            allowed == 0
            || Math.Abs(length - otherLength) > allowed
            || !huma.EmailLetters.MayBeWithin(xledger.EmailLetters, allowed)
        )
        {
            return false;
        }

        var domain = huma.Email.Text[length..];
        var second = xledger.Email.Text[otherLength..];
        return NameLikeness.AreWithin(huma.EmailLocalPart.Text, xledger.EmailLocalPart.Text, allowed)
            && NameLikeness.AreWithin(domain, second, Math.Min(domain.Length, second.Length) / 4);
    }

    private static void EmploymentId(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        if (!huma.BareEmploymentId.IsKnown || !xledger.BareEmploymentId.IsKnown)
        {
            return;
        }

        if (!huma.BareEmploymentId.IsSame(xledger.BareEmploymentId))
        {
            scale.Add(ComparisonLevels.EmploymentIdDiffers, Signs.EmploymentIdDiffers);
        }
        else if (huma.ValueCounts.EmploymentId > 1 || xledger.ValueCounts.EmploymentId > 1)
        {
            scale.Add(ComparisonLevels.EmploymentIdShared);
        }
        else
        {
            scale.Add(
                huma.EmploymentId == xledger.EmploymentId
                    ? ComparisonLevels.EmploymentIdSame
                    : ComparisonLevels.EmploymentIdZeros,
                Signs.UniqueEmploymentId
            );
        }
    }

    private static void Name(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        var given = NameLikeness.Of(huma.Given, xledger.Given, given: true);
        var family = NameLikeness.Of(huma.Family, xledger.Family, given: false);
        var sharedBy = Math.Max(huma.ValueCounts.Name, xledger.ValueCounts.Name);
        if (
            (given is Likeness.Different or Likeness.Similar || family is Likeness.Different or Likeness.Similar)
            && AreSwapped(huma, xledger) is { } full
        )
        {
            var swapped = full
                ? ComparisonLevels.Swapped(sharedBy)
                : (ComparisonLevels.GivenSwappedNear, ComparisonLevels.FamilySwappedNear);
            scale.Add(swapped.Item1, full ? Signs.GivenName | Signs.FullGivenName : Signs.GivenName);
            scale.Add(swapped.Item2, full ? Signs.FullName | Signs.PossibleFullName : Signs.None);
            return;
        }

        if (IsFull(given) && IsFull(family))
        {
            var whole = ComparisonLevels.Whole(given, family, sharedBy);
            scale.Add(whole.Given, Signs.GivenName | Signs.FullGivenName);
            scale.Add(whole.Family, Signs.FullName | Signs.PossibleFullName);
            return;
        }

        if (given != Likeness.Unknown)
        {
            scale.Add(
                ComparisonLevels.Given(given),
                given <= Likeness.Overlap ? Signs.GivenNameDiffers
                    : IsFull(given) ? Signs.GivenName | Signs.FullGivenName
                    : Signs.GivenName
            );
        }

        if (family != Likeness.Unknown)
        {
            scale.Add(
                ComparisonLevels.Family(family),
                given >= Likeness.Part && family >= Likeness.Part ? Signs.PossibleFullName
                    : family == Likeness.Different ? Signs.FamilyNameDiffers
                    : Signs.None
            );
        }
    }

    /// <summary>
    /// Whether given and family name are exchanged: true where they are spelled the same, false with a typing error in
    /// one of them, otherwise null.
    /// </summary>
    private static bool? AreSwapped(RecordFeatures huma, RecordFeatures xledger)
    {
        var one = NameLikeness.Of(huma.Given, xledger.Family, given: false);
        if (one < Likeness.Near)
        {
            return null;
        }

        var other = NameLikeness.Of(huma.Family, xledger.Given, given: false);
        return IsFull(one) && IsFull(other) ? true
            : other >= Likeness.Near && (IsFull(one) || IsFull(other)) ? false
            : null;
    }

    private static bool IsFull(Likeness likeness) => likeness is Likeness.Same or Likeness.Variant;

    private static void Phone(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        if (!huma.Phone.IsKnown || !xledger.Phone.IsKnown)
        {
            return;
        }

        if (!huma.Phone.IsSame(xledger.Phone) && !IsOnePhone(huma, xledger))
        {
            scale.Add(ComparisonLevels.PhoneDiffers, Signs.PhoneDiffers);
        }
        else if (huma.ValueCounts.Phone > 1 || xledger.ValueCounts.Phone > 1)
        {
            scale.Add(ComparisonLevels.PhoneShared);
        }
        else
        {
            scale.Add(ComparisonLevels.PhoneSame, Signs.Phone);
        }
    }

    /// <summary>
    /// Whether two readings may be the same number: each side reads a number without calling code by the country of its
    /// own address, which may be outdated.
    /// </summary>
    private static bool IsOnePhone(RecordFeatures huma, RecordFeatures xledger) =>
        huma.PhoneEnd != 0
        && huma.PhoneEnd == xledger.PhoneEnd
        && FieldNormal.Same(Field.Phone, huma.PhoneAsSpelled, xledger.PhoneAsSpelled, default(SpellingCountries));

    private static void Birth(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        if (huma.Birth is not { } one || xledger.Birth is not { } other)
        {
            return;
        }

        if (one == other)
        {
            // A date that many share is a filler such as 1900-01-01.
            var filler = Math.Max(huma.ValueCounts.Birth, xledger.ValueCounts.Birth) > BirthFiller;
            scale.Add(
                filler ? ComparisonLevels.BirthShared : ComparisonLevels.BirthSame,
                filler ? Signs.None : Signs.Birth
            );
        }
        else if (CalendarDate.AreExchanged(one, other))
        {
            scale.Add(ComparisonLevels.BirthSwapped, Signs.Birth);
        }
        else if (OneDigitApart(one, other))
        {
            scale.Add(ComparisonLevels.BirthNear, Signs.BirthNear);
        }
        else
        {
            scale.Add(
                AreClose(one, other) ? ComparisonLevels.BirthClose : ComparisonLevels.BirthDiffers,
                Signs.BirthDiffers
            );
        }
    }

    /// <summary>
    /// Among 100,000 people some ten have the same date of birth; more than this many on one date is a filler.
    /// </summary>
    private const int BirthFiller = 40;

    /// <summary>Whether two of day, month and year agree, or the dates lie within a month of each other.</summary>
    private static bool AreClose(DateOnly one, DateOnly other) =>
        (one.Day == other.Day ? 1 : 0) + (one.Month == other.Month ? 1 : 0) + (one.Year == other.Year ? 1 : 0) > 1
        || Math.Abs(one.DayNumber - other.DayNumber) <= 31;

    private static bool OneDigitApart(DateOnly one, DateOnly other)
    {
        var (year, month, day) = one;
        var (otherYear, otherMonth, otherDay) = other;
        return year != otherYear ? month == otherMonth && day == otherDay && OneDigitApart(year, otherYear)
            : month != otherMonth ? day == otherDay && OneDigitApart(month, otherMonth)
            : OneDigitApart(day, otherDay);
    }

    private static bool OneDigitApart(int one, int other)
    {
        var differing = 0;
        for (; one > 0 || other > 0; one /= 10, other /= 10)
        {
            differing += one % 10 == other % 10 ? 0 : 1;
        }

        return differing == 1;
    }

    private static void Address(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        if (!huma.Street.IsKnown || !xledger.Street.IsKnown)
        {
            return;
        }

        var samePlace =
            !huma.PostalCode.IsKnown || !xledger.PostalCode.IsKnown || huma.PostalCode.IsSame(xledger.PostalCode);
        if (samePlace && huma.Street.IsSame(xledger.Street))
        {
            scale.Add(ComparisonLevels.AddressSame, Signs.Address);
        }
        else if (samePlace && IsAlike(huma.Street.Text, xledger.Street.Text))
        {
            scale.Add(ComparisonLevels.AddressNear);
        }
        else
        {
            scale.Add(ComparisonLevels.AddressDiffers, Signs.AddressDiffers);
        }
    }

    /// <summary>Whether two streets are a typing error or an abbreviation apart, with the same house number.</summary>
    private static bool IsAlike(ReadOnlySpan<char> one, ReadOnlySpan<char> other)
    {
        var allowed = Math.Min(one.Length, other.Length) / 4;
        return Math.Abs(one.Length - other.Length) <= allowed
            && one.Length <= LongestStreet
            && other.Length <= LongestStreet
            && HouseOf(one).SequenceEqual(HouseOf(other))
            && NameLikeness.AreWithin(one, other, allowed);
    }

    private const int LongestStreet = 60;

    /// <summary>The text from the first digit on.</summary>
    private static ReadOnlySpan<char> HouseOf(ReadOnlySpan<char> street) =>
        street.IndexOfAnyInRange('0', '9') is >= 0 and var at ? street[at..] : [];

    private static void Identification(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        if (huma.Identification is not { } one || xledger.Identification is not { } other)
        {
            return;
        }

        var likeness = IdentificationEvidence.Of(one, other);
        if (likeness < IdentificationLikeness.Renumbered)
        {
            scale.Add(
                likeness == IdentificationLikeness.Near
                    ? ComparisonLevels.IdentificationNear
                    : ComparisonLevels.IdentificationDiffers,
                Signs.IdentificationDiffers
            );
        }
        else if (likeness == IdentificationLikeness.Renumbered)
        {
            scale.Add(ComparisonLevels.IdentificationRenumbered);
        }
        else if (huma.ValueCounts.Identification > 1 || xledger.ValueCounts.Identification > 1)
        {
            scale.Add(ComparisonLevels.IdentificationShared);
        }
        else
        {
            scale.Add(
                likeness == IdentificationLikeness.Same
                    ? ComparisonLevels.IdentificationSame
                    : ComparisonLevels.IdentificationZeroLost,
                Signs.UniqueIdentification
            );
        }
    }

    private static void Gender(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        if (huma.Gender != '\0' && xledger.Gender != '\0')
        {
            // An equal gender is no evidence: half of all people have it.
            if (huma.Gender != xledger.Gender)
            {
                scale.Add(ComparisonLevels.GenderDiffers, Signs.GenderDiffers);
            }
        }
    }

    private static void Employment(ref Scale scale, RecordFeatures huma, RecordFeatures xledger)
    {
        var (one, other) = (huma.Employment, xledger.Employment);
        if (IsTooYoung(huma, xledger) || IsTooYoung(xledger, huma))
        {
            scale.Add(
                ComparisonLevels.TooYoung,
                Signs.TooYoung | (one.IsApartFrom(other) ? Signs.EmploymentApart : Signs.None)
            );
        }
        else if (one.IsApartFrom(other))
        {
            scale.Add(ComparisonLevels.EmploymentEarlier, Signs.EmploymentApart);
        }
        else if (one.From is not null && one.From == other.From)
        {
            scale.Add(ComparisonLevels.StartSame);
        }
    }

    /// <summary>
    /// Whether the date of birth in one record contradicts the employment start in the other. A record that contradicts
    /// itself has a typing error and is no evidence.
    /// </summary>
    private static bool IsTooYoung(RecordFeatures born, RecordFeatures employed) =>
        employed.Employment.From < born.MayWorkFrom
        && !(born.Employment.From < born.MayWorkFrom)
        && born.ValueCounts.Birth <= BirthFiller
        && !(employed.Birth is { } same && same == born.Birth);
}
