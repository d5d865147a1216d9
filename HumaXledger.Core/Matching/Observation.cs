using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>
/// Every observation that counts, with its weight in bits: +1 makes "the same person" twice as likely against "two people", −1 half as likely. The scale
/// was set by hand from what can coincide in one organization and is checked by the generated dirty data of the tests.
/// </summary>
internal static class Observation
{
    /// <summary>What two records must overcome before "the same" is as likely as not.</summary>
    public const double Prior = 6;

    public static readonly Evidence IdentificationSame = For(Field.Identification, 20, ReasonCodes.EvidenceIdentificationSame);
    public static readonly Evidence IdentificationShared = For(Field.Identification, 8, ReasonCodes.EvidenceIdentificationShared);
    public static readonly Evidence IdentificationNear = Against(Field.Identification, -1, ReasonCodes.EvidenceIdentificationNear);
    public static readonly Evidence IdentificationDiffers = Against(Field.Identification, -12, ReasonCodes.EvidenceIdentificationDiffers);

    public static readonly Evidence EmailSame = For(Field.Email, 14, ReasonCodes.EvidenceEmailSame);
    public static readonly Evidence EmailShared = For(Field.Email, 3, ReasonCodes.EvidenceEmailShared);
    public static readonly Evidence EmailLocalPart = For(Field.Email, 3, ReasonCodes.EvidenceEmailLocalPart);

    // Private and work addresses stand side by side in most organizations.
    public static readonly Evidence EmailDiffers = Against(Field.Email, -0.5, ReasonCodes.EvidenceEmailDiffers);

    public static readonly Evidence EmploymentIdSame = For(Field.EmploymentId, 10, ReasonCodes.EvidenceEmploymentIdSame);
    public static readonly Evidence EmploymentIdZeros = For(Field.EmploymentId, 8, ReasonCodes.EvidenceEmploymentIdZeros);
    public static readonly Evidence EmploymentIdShared = For(Field.EmploymentId, 5, ReasonCodes.EvidenceEmploymentIdShared);

    // Two number series are an ordinary beginning.
    public static readonly Evidence EmploymentIdDiffers = Against(Field.EmploymentId, -1.5, ReasonCodes.EvidenceEmploymentIdDiffers);

    public static readonly Evidence PhoneSame = For(Field.Phone, 6, ReasonCodes.EvidencePhoneSame);
    public static readonly Evidence PhoneShared = For(Field.Phone, 2, ReasonCodes.EvidencePhoneShared);
    public static readonly Evidence PhoneDiffers = Against(Field.Phone, -0.5, ReasonCodes.EvidencePhoneDiffers);

    public static readonly Evidence BirthSame = For(Field.DateOfBirth, 6, ReasonCodes.EvidenceBirthSame);
    public static readonly Evidence BirthShared = For(Field.DateOfBirth, 2, ReasonCodes.EvidenceBirthShared);
    public static readonly Evidence BirthSwapped = For(Field.DateOfBirth, 4, ReasonCodes.EvidenceBirthSwapped);
    public static readonly Evidence BirthNear = Against(Field.DateOfBirth, -1, ReasonCodes.EvidenceBirthNear);
    public static readonly Evidence BirthDiffers = Against(Field.DateOfBirth, -9, ReasonCodes.EvidenceBirthDiffers);

    public static readonly Evidence AddressSame = For(Field.Address, 2, ReasonCodes.EvidenceAddressSame);
    public static readonly Evidence AddressDiffers = Against(Field.Address, -0.25, ReasonCodes.EvidenceAddressDiffers);

    /// <summary>
    /// How a part of a name is told, by its own words: people change their family name, hardly ever their given name; families share the one and never the other.
    /// </summary>
    private static readonly Evidence?[] GivenName = ByLikeness(new()
    {
        [Likeness.Same] = For(Field.GivenName, 3.5, ReasonCodes.EvidenceGivenNameSame),
        [Likeness.Variant] = For(Field.GivenName, 3.25, ReasonCodes.EvidenceGivenNameVariant),
        [Likeness.Part] = For(Field.GivenName, 2.5, ReasonCodes.EvidenceGivenNamePart),
        [Likeness.Near] = For(Field.GivenName, 1, ReasonCodes.EvidenceGivenNameNear),
        [Likeness.Initial] = For(Field.GivenName, 0.5, ReasonCodes.EvidenceGivenNameInitial),
        [Likeness.Different] = Against(Field.GivenName, -14, ReasonCodes.EvidenceGivenNameDiffers),
    });

    private static readonly Evidence?[] FamilyName = ByLikeness(new()
    {
        [Likeness.Same] = For(Field.FamilyName, 4.5, ReasonCodes.EvidenceFamilyNameSame),
        [Likeness.Variant] = For(Field.FamilyName, 4.25, ReasonCodes.EvidenceFamilyNameVariant),
        [Likeness.Part] = For(Field.FamilyName, 3, ReasonCodes.EvidenceFamilyNamePart),
        [Likeness.Near] = For(Field.FamilyName, 2.5, ReasonCodes.EvidenceFamilyNameNear),
        [Likeness.Initial] = For(Field.FamilyName, 0.5, ReasonCodes.EvidenceFamilyNameInitial),
        [Likeness.Different] = Against(Field.FamilyName, -4, ReasonCodes.EvidenceFamilyNameDiffers),
    });

    /// <summary>A full name that several people of one side bear says less: one bit less for each doubling, no more than these.</summary>
    private const int MostDoublings = 6;

    private static readonly Evidence[] GivenSwapped = ByDoublings(For(Field.GivenName, 3, ReasonCodes.EvidenceNameSwapped));
    private static readonly Evidence[] FamilySwapped = ByDoublings(For(Field.FamilyName, 4, ReasonCodes.EvidenceNameSwapped));

    private static readonly Evidence[] GivenSame = ByDoublings(GivenName[(int)Likeness.Same]! with { Reason = new(ReasonCodes.EvidenceNameSame) });
    private static readonly Evidence[] GivenVariant = ByDoublings(GivenName[(int)Likeness.Variant]! with { Reason = new(ReasonCodes.EvidenceNameVariant) });
    private static readonly Evidence[] GivenSameOfVariant = ByDoublings(GivenName[(int)Likeness.Same]! with { Reason = new(ReasonCodes.EvidenceNameVariant) });
    private static readonly Evidence[] FamilySame = ByDoublings(FamilyName[(int)Likeness.Same]! with { Reason = new(ReasonCodes.EvidenceNameSame) });
    private static readonly Evidence[] FamilyVariant = ByDoublings(FamilyName[(int)Likeness.Variant]! with { Reason = new(ReasonCodes.EvidenceNameVariant) });
    private static readonly Evidence[] FamilySameOfVariant = ByDoublings(FamilyName[(int)Likeness.Same]! with { Reason = new(ReasonCodes.EvidenceNameVariant) });

    public static readonly Evidence GivenSwappedNear = For(Field.GivenName, 1, ReasonCodes.EvidenceNameSwapped);
    public static readonly Evidence FamilySwappedNear = For(Field.FamilyName, 2.5, ReasonCodes.EvidenceNameSwapped);

    public static Evidence Given(Likeness likeness) => GivenName[(int)likeness]!;

    public static Evidence Family(Likeness likeness) => FamilyName[(int)likeness]!;

    /// <summary>Given and family name exchanged, a full name that so many people of one side bear. Both parts have one reason: it is one fact to a person.</summary>
    public static (Evidence Given, Evidence Family) Swapped(int bearers) => (GivenSwapped[Doublings(bearers)], FamilySwapped[Doublings(bearers)]);

    /// <summary>The whole name, each part the same or a variant spelling. Both parts have one reason: it is one fact to a person.</summary>
    public static (Evidence Given, Evidence Family) Whole(Likeness given, Likeness family, int bearers)
    {
        var doublings = Doublings(bearers);
        return (given, family) switch
        {
            (Likeness.Same, Likeness.Same) => (GivenSame[doublings], FamilySame[doublings]),
            (Likeness.Same, _) => (GivenSameOfVariant[doublings], FamilyVariant[doublings]),
            (_, Likeness.Same) => (GivenVariant[doublings], FamilySameOfVariant[doublings]),
            _ => (GivenVariant[doublings], FamilyVariant[doublings]),
        };
    }

    private static int Doublings(int bearers) => bearers < 2 ? 0 : Math.Min((int)Math.Ceiling(Math.Log2(bearers)), MostDoublings);

    // The parts lose in proportion to what they weigh, so that what agrees never counts against.
    private static Evidence[] ByDoublings(Evidence alone)
    {
        var share = alone.Field == Field.GivenName ? 0.4375 : 0.5625;
        return [.. Enumerable.Range(0, MostDoublings + 1).Select(doublings => doublings == 0 ? alone : alone with
        {
            Weight = alone.Weight - (doublings * share),
            Reason = alone.Reason.Code == ReasonCodes.EvidenceNameSwapped ? alone.Reason : new Reason(ReasonCodes.EvidenceNameCommon),
        })];
    }

    private static Evidence?[] ByLikeness(Dictionary<Likeness, Evidence> weights) =>
        [.. Enum.GetValues<Likeness>().Select(likeness => weights.GetValueOrDefault(likeness))];

    private static Evidence For(Field field, double weight, string code) => new(field, Agrees: true, weight, new Reason(code));

    private static Evidence Against(Field field, double weight, string code) => new(field, Agrees: false, weight, new Reason(code));
}
