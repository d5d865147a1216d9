using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>Holds two records against each other, field by field.</summary>
internal static class Weighing
{
    public static Weight Weigh(Traits huma, Traits xledger, List<Evidence>? into = null)
    {
        var scale = new Scale(into);
        Email(ref scale, huma, xledger);
        EmploymentId(ref scale, huma, xledger);
        Name(ref scale, huma, xledger);
        Phone(ref scale, huma, xledger);
        Birth(ref scale, huma, xledger);
        Address(ref scale, huma, xledger);
        Identification(ref scale, huma, xledger);
        return new Weight(scale.Bits, scale.Signs);
    }

    private ref struct Scale(List<Evidence>? into)
    {
        public double Bits;
        public Signs Signs;

        public void Add(Evidence evidence, Signs signs = Signs.None)
        {
            Bits += evidence.Weight;
            Signs |= signs;
            into?.Add(evidence);
        }
    }

    private static void Email(ref Scale scale, Traits huma, Traits xledger)
    {
        if (huma.Email is null || xledger.Email is null)
        {
            return;
        }

        if (huma.Email == xledger.Email)
        {
            var alone = huma.Bearers.Email == 1 && xledger.Bearers.Email == 1;
            scale.Add(alone ? Observation.EmailSame : Observation.EmailShared, alone ? Signs.UniqueEmail : Signs.None);
        }
        else
        {
            scale.Add(huma.EmailLocalPart is not null && huma.EmailLocalPart == xledger.EmailLocalPart ? Observation.EmailLocalPart : Observation.EmailDiffers);
        }
    }

    private static void EmploymentId(ref Scale scale, Traits huma, Traits xledger)
    {
        if (huma.EmploymentId is null || xledger.EmploymentId is null)
        {
            return;
        }

        if (huma.BareEmploymentId != xledger.BareEmploymentId)
        {
            scale.Add(Observation.EmploymentIdDiffers);
        }
        else if (huma.Bearers.EmploymentId > 1 || xledger.Bearers.EmploymentId > 1)
        {
            scale.Add(Observation.EmploymentIdShared);
        }
        else
        {
            scale.Add(huma.EmploymentId == xledger.EmploymentId ? Observation.EmploymentIdSame : Observation.EmploymentIdZeros, Signs.UniqueEmploymentId);
        }
    }

    private static void Name(ref Scale scale, Traits huma, Traits xledger)
    {
        var given = NameLikeness.Of(huma.Given, xledger.Given);
        var family = NameLikeness.Of(huma.Family, xledger.Family);
        var bearers = Math.Max(huma.Bearers.Name, xledger.Bearers.Name);
        if ((given == Likeness.Different || family == Likeness.Different) && AreSwapped(huma, xledger) is { } full)
        {
            var swapped = full ? Observation.Swapped(bearers) : (Observation.GivenSwappedNear, Observation.FamilySwappedNear);
            scale.Add(swapped.Item1, full ? Signs.GivenName | Signs.FullGivenName : Signs.GivenName);
            scale.Add(swapped.Item2, full ? Signs.FullName : Signs.None);
            return;
        }

        if (IsFull(given) && IsFull(family))
        {
            var whole = Observation.Whole(given, family, bearers);
            scale.Add(whole.Given, Signs.GivenName | Signs.FullGivenName);
            scale.Add(whole.Family, Signs.FullName);
            return;
        }

        if (given != Likeness.Unknown)
        {
            scale.Add(
                Observation.Given(given),
                given == Likeness.Different ? Signs.GivenNameDiffers : IsFull(given) ? Signs.GivenName | Signs.FullGivenName : Signs.GivenName);
        }

        if (family != Likeness.Unknown)
        {
            scale.Add(Observation.Family(family));
        }
    }

    /// <summary>Whether given and family name changed places: true as they are spelled, false with a typing error in one of them, null when they did not.</summary>
    private static bool? AreSwapped(Traits huma, Traits xledger)
    {
        var one = NameLikeness.Of(huma.Given, xledger.Family);
        if (one < Likeness.Near)
        {
            return null;
        }

        var other = NameLikeness.Of(huma.Family, xledger.Given);
        return IsFull(one) && IsFull(other) ? true : other >= Likeness.Near && (IsFull(one) || IsFull(other)) ? false : null;
    }

    private static bool IsFull(Likeness likeness) => likeness is Likeness.Same or Likeness.Variant;

    private static void Phone(ref Scale scale, Traits huma, Traits xledger)
    {
        if (huma.Phone is null || xledger.Phone is null)
        {
            return;
        }

        if (huma.Phone != xledger.Phone && !IsOnePhone(huma, xledger))
        {
            scale.Add(Observation.PhoneDiffers);
        }
        else if (huma.Bearers.Phone > 1 || xledger.Bearers.Phone > 1)
        {
            scale.Add(Observation.PhoneShared);
        }
        else
        {
            scale.Add(Observation.PhoneSame, Signs.Phone);
        }
    }

    /// <summary>
    /// Whether two readings come from one number: each side reads a number without calling code by the country of its own address, which may be an old one.
    /// </summary>
    private static bool IsOnePhone(Traits huma, Traits xledger) =>
        huma.Phone!.Length > SharedEnd && xledger.Phone!.Length > SharedEnd && huma.Phone.AsSpan(huma.Phone.Length - SharedEnd).SequenceEqual(xledger.Phone.AsSpan(xledger.Phone.Length - SharedEnd))
        && FieldNormal.Same(Field.Phone, huma.PhoneAsSpelled, xledger.PhoneAsSpelled, default(SpellingCountries));

    /// <summary>Two numbers whose last digits differ are not worth reading once more.</summary>
    private const int SharedEnd = 6;

    private static void Birth(ref Scale scale, Traits huma, Traits xledger)
    {
        if (huma.Birth is not { } one || xledger.Birth is not { } other)
        {
            return;
        }

        if (one == other)
        {
            // A date that many share is a filler such as 1900-01-01, not a birthday.
            var filler = Math.Max(huma.Bearers.Birth, xledger.Bearers.Birth) > BirthFiller;
            scale.Add(filler ? Observation.BirthShared : Observation.BirthSame, filler ? Signs.None : Signs.Birth);
        }
        else if (one.Year == other.Year && one.Month == other.Day && one.Day == other.Month)
        {
            scale.Add(Observation.BirthSwapped, Signs.Birth);
        }
        else if (OneDigitApart(one, other))
        {
            scale.Add(Observation.BirthNear);
        }
        else
        {
            scale.Add(Observation.BirthDiffers, Signs.BirthDiffers);
        }
    }

    /// <summary>100,000 people have some ten birthdays in common; more than this many on one date are no coincidence.</summary>
    private const int BirthFiller = 40;

    private static bool OneDigitApart(DateOnly one, DateOnly other)
    {
        var differing = 0;
        var a = (one.Year * 10000) + (one.Month * 100) + one.Day;
        var b = (other.Year * 10000) + (other.Month * 100) + other.Day;
        for (; a > 0; a /= 10, b /= 10)
        {
            differing += a % 10 == b % 10 ? 0 : 1;
        }

        return differing == 1;
    }

    private static void Address(ref Scale scale, Traits huma, Traits xledger)
    {
        if (huma.Street is null || xledger.Street is null)
        {
            return;
        }

        var same = huma.Street == xledger.Street && (huma.PostalCode is null || xledger.PostalCode is null || huma.PostalCode == xledger.PostalCode);
        scale.Add(same ? Observation.AddressSame : Observation.AddressDiffers, same ? Signs.Address : Signs.None);
    }

    /// <summary>Whether two numbers of the same length differ in one digit, or in two neighbours that changed places.</summary>
    private static bool IsSlip(string one, string other)
    {
        if (one.Length != other.Length)
        {
            return false;
        }

        int first = -1, differing = 0;
        for (var index = 0; index < one.Length && differing <= 2; index++)
        {
            if (one[index] != other[index])
            {
                first = first < 0 ? index : first;
                differing++;
            }
        }

        return differing == 1 || (differing == 2 && one[first] == other[first + 1] && one[first + 1] == other[first]);
    }

    private static void Identification(ref Scale scale, Traits huma, Traits xledger)
    {
        if (huma.Identification is not { } one || xledger.Identification is not { } other)
        {
            return;
        }

        if (one == other)
        {
            var alone = huma.Bearers.Identification == 1 && xledger.Bearers.Identification == 1;
            scale.Add(alone ? Observation.IdentificationSame : Observation.IdentificationShared, alone ? Signs.UniqueIdentification : Signs.None);
        }
        else
        {
            scale.Add(IsSlip(one, other) ? Observation.IdentificationNear : Observation.IdentificationDiffers, Signs.IdentificationDiffers);
        }
    }
}
