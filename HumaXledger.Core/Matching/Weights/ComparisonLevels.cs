using HumaXledger.Core.Matching.Names;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// All comparison levels with their weights in bits: +1 doubles the odds of "the same person", −1 halves them. The
/// weights were set by hand from what can coincide in one organization and are checked by the generated dirty data of
/// the tests.
/// </summary>
internal static class ComparisonLevels
{
    /// <summary>The bits of evidence at which "the same person" is as likely as not.</summary>
    public const double Prior = 6;

    // Must be the first static members: every level below registers here.
    private static readonly List<ComparisonLevel> Registered = [];
    private static readonly List<(double OfSame, double OfDifferent)> Expected = [(0, 0)];

    // In how much two identification numbers differ is shown only to those who may see them.
    private static readonly Evidence Same = new(
        Field.Identification,
        Agrees: true,
        Weight: 0,
        new Reason(MatchingReasons.EvidenceIdentificationSame)
    );

    private static readonly Evidence Different = new(
        Field.Identification,
        Agrees: false,
        Weight: 0,
        new Reason(MatchingReasons.EvidenceIdentificationDiffers)
    );

    /// <summary>The same number, unique on both sides.</summary>
    public static readonly ComparisonLevel IdentificationSame = For(
        Comparator.Identification,
        20,
        0.9,
        MatchingReasons.EvidenceIdentificationSame
    );

    /// <summary>The same number, shared by several people of one side.</summary>
    public static readonly ComparisonLevel IdentificationShared = For(
        Comparator.Identification,
        8,
        0.01,
        MatchingReasons.EvidenceIdentificationShared
    );

    /// <summary>The same but for a leading zero, which spreadsheets drop.</summary>
    public static readonly ComparisonLevel IdentificationZeroLost = For(
        Comparator.Identification,
        16,
        0.02,
        MatchingReasons.EvidenceIdentificationZeroLost,
        inWords: Same
    );

    /// <summary>A temporary number followed by an ordinary one of the same date of birth.</summary>
    public static readonly ComparisonLevel IdentificationRenumbered = For(
        Comparator.Identification,
        4,
        0.01,
        MatchingReasons.EvidenceIdentificationRenumbered,
        inWords: Different
    );

    /// <summary>One digit differs, or two neighbors are exchanged.</summary>
    public static readonly ComparisonLevel IdentificationNear = Against(
        Comparator.Identification,
        -1,
        0.04,
        MatchingReasons.EvidenceIdentificationNear,
        inWords: Different
    );

    /// <summary>Different people's numbers.</summary>
    public static readonly ComparisonLevel IdentificationDiffers = Against(
        Comparator.Identification,
        -12,
        0.99,
        MatchingReasons.EvidenceIdentificationDiffers
    );

    /// <summary>The same address, unique on both sides.</summary>
    public static readonly ComparisonLevel EmailSame = For(
        Comparator.Email,
        14,
        0.7,
        MatchingReasons.EvidenceEmailSame
    );

    /// <summary>The same address, shared by several people of one side.</summary>
    public static readonly ComparisonLevel EmailShared = For(
        Comparator.Email,
        3,
        0.02,
        MatchingReasons.EvidenceEmailShared
    );

    /// <summary>The same part before the @, another domain.</summary>
    public static readonly ComparisonLevel EmailLocalPart = For(
        Comparator.Email,
        3,
        0.05,
        MatchingReasons.EvidenceEmailLocalPart
    );

    /// <summary>A typing error apart.</summary>
    public static readonly ComparisonLevel EmailNear = For(
        Comparator.Email,
        5,
        0.03,
        MatchingReasons.EvidenceEmailNear
    );

    // Private and work addresses are common side by side.
    public static readonly ComparisonLevel EmailDiffers = Against(
        Comparator.Email,
        -0.5,
        0.99,
        MatchingReasons.EvidenceEmailDiffers
    );

    /// <summary>The same ID, unique on both sides.</summary>
    public static readonly ComparisonLevel EmploymentIdSame = For(
        Comparator.EmploymentId,
        10,
        0.6,
        MatchingReasons.EvidenceEmploymentIdSame
    );

    /// <summary>The same ID but for leading zeros.</summary>
    public static readonly ComparisonLevel EmploymentIdZeros = For(
        Comparator.EmploymentId,
        8,
        0.05,
        MatchingReasons.EvidenceEmploymentIdZeros
    );

    /// <summary>The same ID, shared by several people of one side.</summary>
    public static readonly ComparisonLevel EmploymentIdShared = For(
        Comparator.EmploymentId,
        5,
        0.02,
        MatchingReasons.EvidenceEmploymentIdShared
    );

    // Separate number series are common before the first synchronization.
    public static readonly ComparisonLevel EmploymentIdDiffers = Against(
        Comparator.EmploymentId,
        -1.5,
        0.99,
        MatchingReasons.EvidenceEmploymentIdDiffers
    );

    /// <summary>The same number, unique on both sides.</summary>
    public static readonly ComparisonLevel PhoneSame = For(Comparator.Phone, 6, 0.7, MatchingReasons.EvidencePhoneSame);

    /// <summary>The same number, shared by several people of one side.</summary>
    public static readonly ComparisonLevel PhoneShared = For(
        Comparator.Phone,
        2,
        0.05,
        MatchingReasons.EvidencePhoneShared
    );

    /// <summary>Different numbers.</summary>
    public static readonly ComparisonLevel PhoneDiffers = Against(
        Comparator.Phone,
        -0.5,
        0.98,
        MatchingReasons.EvidencePhoneDiffers
    );

    /// <summary>The same date.</summary>
    public static readonly ComparisonLevel BirthSame = For(
        Comparator.DateOfBirth,
        6,
        0.9,
        MatchingReasons.EvidenceBirthSame
    );

    /// <summary>The same date, which too many people share for a date of birth.</summary>
    public static readonly ComparisonLevel BirthShared = For(
        Comparator.DateOfBirth,
        2,
        0.02,
        MatchingReasons.EvidenceBirthShared
    );

    /// <summary>Day and month exchanged.</summary>
    public static readonly ComparisonLevel BirthSwapped = For(
        Comparator.DateOfBirth,
        4,
        0.01,
        MatchingReasons.EvidenceBirthSwapped
    );

    /// <summary>One digit differs.</summary>
    public static readonly ComparisonLevel BirthNear = Against(
        Comparator.DateOfBirth,
        -1,
        0.05,
        MatchingReasons.EvidenceBirthNear
    );

    /// <summary>Two of day, month and year agree, or the dates are less than a month apart.</summary>
    public static readonly ComparisonLevel BirthClose = Against(
        Comparator.DateOfBirth,
        -4,
        0.1,
        MatchingReasons.EvidenceBirthClose
    );

    /// <summary>Different dates.</summary>
    public static readonly ComparisonLevel BirthDiffers = Against(
        Comparator.DateOfBirth,
        -9,
        0.95,
        MatchingReasons.EvidenceBirthDiffers
    );

    /// <summary>The same street and postal code.</summary>
    public static readonly ComparisonLevel AddressSame = For(
        Comparator.Address,
        2,
        0.7,
        MatchingReasons.EvidenceAddressSame
    );

    /// <summary>A typing error or an abbreviation apart.</summary>
    public static readonly ComparisonLevel AddressNear = For(
        Comparator.Address,
        1,
        0.1,
        MatchingReasons.EvidenceAddressNear
    );

    /// <summary>Different addresses.</summary>
    public static readonly ComparisonLevel AddressDiffers = Against(
        Comparator.Address,
        -0.25,
        0.98,
        MatchingReasons.EvidenceAddressDiffers
    );

    /// <summary>Male and female.</summary>
    public static readonly ComparisonLevel GenderDiffers = Against(
        Comparator.Gender,
        -3,
        0.5,
        MatchingReasons.EvidenceGenderDiffers
    );

    /// <summary>Both employments began on the same day.</summary>
    public static readonly ComparisonLevel StartSame = For(
        Comparator.Employment,
        2,
        0.5,
        MatchingReasons.EvidenceStartSame
    );

    /// <summary>
    /// One employment ended before the other began: the person returned, or a successor took over the values.
    /// </summary>
    public static readonly ComparisonLevel EmploymentEarlier = Against(
        Comparator.Employment,
        -1,
        0.1,
        MatchingReasons.EvidenceEmploymentEarlier,
        Field.EmploymentEnd
    );

    /// <summary>
    /// By the date of birth in one record, the person was unborn or a child when the employment in the other began.
    /// </summary>
    public static readonly ComparisonLevel TooYoung = Against(
        Comparator.Employment,
        -10,
        0.1,
        MatchingReasons.EvidenceEmploymentTooYoung
    );

    /// <summary>
    /// The levels of the given name. Given names hardly ever change and differ within a family; family names change and
    /// are shared.
    /// </summary>
    private static readonly ComparisonLevel?[] GivenName = ByLikeness(
        new()
        {
            [Likeness.Same] = For(Comparator.GivenName, 3.5, 0.85, MatchingReasons.EvidenceGivenNameSame),
            [Likeness.Variant] = For(Comparator.GivenName, 3.25, 0.05, MatchingReasons.EvidenceGivenNameVariant),
            [Likeness.Spelling] = For(Comparator.GivenName, 3, 0.02, MatchingReasons.EvidenceGivenNameSpelling),
            [Likeness.Nickname] = For(Comparator.GivenName, 1.5, 0.02, MatchingReasons.EvidenceGivenNameNickname),
            [Likeness.Part] = For(Comparator.GivenName, 2.5, 0.05, MatchingReasons.EvidenceGivenNamePart),
            [Likeness.Near] = For(Comparator.GivenName, 1, 0.03, MatchingReasons.EvidenceGivenNameNear),
            [Likeness.Initial] = For(Comparator.GivenName, 0.5, 0.01, MatchingReasons.EvidenceGivenNameInitial),
            [Likeness.Overlap] = Against(Comparator.GivenName, -3, 0.01, MatchingReasons.EvidenceGivenNameOverlap),
            [Likeness.Similar] = Against(Comparator.GivenName, -5, 0.01, MatchingReasons.EvidenceGivenNameSimilar),
            [Likeness.Different] = Against(Comparator.GivenName, -14, 0.95, MatchingReasons.EvidenceGivenNameDiffers),
        }
    );

    private static readonly ComparisonLevel?[] FamilyName = ByLikeness(
        new()
        {
            [Likeness.Same] = For(Comparator.FamilyName, 4.5, 0.85, MatchingReasons.EvidenceFamilyNameSame),
            [Likeness.Variant] = For(Comparator.FamilyName, 4.25, 0.05, MatchingReasons.EvidenceFamilyNameVariant),
            [Likeness.Spelling] = For(Comparator.FamilyName, 4, 0.02, MatchingReasons.EvidenceFamilyNameSpelling),
            [Likeness.Part] = For(Comparator.FamilyName, 3, 0.05, MatchingReasons.EvidenceFamilyNamePart),
            [Likeness.Near] = For(Comparator.FamilyName, 2.5, 0.03, MatchingReasons.EvidenceFamilyNameNear),
            [Likeness.Initial] = For(Comparator.FamilyName, 0.5, 0.01, MatchingReasons.EvidenceFamilyNameInitial),
            [Likeness.Overlap] = For(Comparator.FamilyName, 1, 0.01, MatchingReasons.EvidenceFamilyNameOverlap),
            [Likeness.Similar] = Against(Comparator.FamilyName, -1, 0.03, MatchingReasons.EvidenceFamilyNameSimilar),
            [Likeness.Different] = Against(Comparator.FamilyName, -4, 0.95, MatchingReasons.EvidenceFamilyNameDiffers),
        }
    );

    /// <summary>
    /// The most steps of one bit that a common full name loses: one for each doubling of the people who share it.
    /// </summary>
    private const int MostDoublings = 6;

    private static readonly ComparisonLevel[] GivenSwapped = ByDoublings(
        For(Comparator.GivenName, 3, 0.02, MatchingReasons.EvidenceNameSwapped),
        MatchingReasons.EvidenceNameSwapped
    );
    private static readonly ComparisonLevel[] FamilySwapped = ByDoublings(
        For(Comparator.FamilyName, 4, 0.02, MatchingReasons.EvidenceNameSwapped),
        MatchingReasons.EvidenceNameSwapped
    );

    private static readonly ComparisonLevel[] GivenSame = ByDoublings(
        WithReason(GivenName[(int)Likeness.Same]!, MatchingReasons.EvidenceNameSame),
        MatchingReasons.EvidenceNameCommon
    );
    private static readonly ComparisonLevel[] GivenVariant = ByDoublings(
        WithReason(GivenName[(int)Likeness.Variant]!, MatchingReasons.EvidenceNameVariant),
        MatchingReasons.EvidenceNameCommon
    );
    private static readonly ComparisonLevel[] GivenSameOfVariant = ByDoublings(
        WithReason(GivenName[(int)Likeness.Same]!, MatchingReasons.EvidenceNameVariant),
        MatchingReasons.EvidenceNameCommon
    );
    private static readonly ComparisonLevel[] FamilySame = ByDoublings(
        WithReason(FamilyName[(int)Likeness.Same]!, MatchingReasons.EvidenceNameSame),
        MatchingReasons.EvidenceNameCommon
    );
    private static readonly ComparisonLevel[] FamilyVariant = ByDoublings(
        WithReason(FamilyName[(int)Likeness.Variant]!, MatchingReasons.EvidenceNameVariant),
        MatchingReasons.EvidenceNameCommon
    );
    private static readonly ComparisonLevel[] FamilySameOfVariant = ByDoublings(
        WithReason(FamilyName[(int)Likeness.Same]!, MatchingReasons.EvidenceNameVariant),
        MatchingReasons.EvidenceNameCommon
    );

    /// <summary>Given and family name exchanged, with a typing error.</summary>
    public static readonly ComparisonLevel GivenSwappedNear = For(
        Comparator.GivenName,
        1,
        0.01,
        MatchingReasons.EvidenceNameSwapped
    );

    /// <summary>Given and family name exchanged, with a typing error.</summary>
    public static readonly ComparisonLevel FamilySwappedNear = For(
        Comparator.FamilyName,
        2.5,
        0.01,
        MatchingReasons.EvidenceNameSwapped
    );

    /// <summary>All levels, by slot.</summary>
    public static IReadOnlyList<ComparisonLevel> All => Registered;

    /// <summary>The number of learned weights plus one: indices start at 1.</summary>
    public static int LearnedCount => Expected.Count;

    /// <summary>
    /// The expected share of a learned level among pairs of one person, and among pairs of two people.
    /// </summary>
    public static (double OfSame, double OfDifferent) ExpectedShare(int learned) => Expected[learned];

    /// <summary>The level of a given name.</summary>
    public static ComparisonLevel Given(Likeness likeness) => GivenName[(int)likeness]!;

    /// <summary>The level of a family name.</summary>
    public static ComparisonLevel Family(Likeness likeness) => FamilyName[(int)likeness]!;

    /// <summary>
    /// Given and family name exchanged; the weight falls with the number of people of one side who share the name. Both
    /// parts have one reason, so that the screen shows one fact.
    /// </summary>
    public static (ComparisonLevel Given, ComparisonLevel Family) Swapped(int sharedBy) =>
        (GivenSwapped[Doublings(sharedBy)], FamilySwapped[Doublings(sharedBy)]);

    /// <summary>
    /// The whole name, each part the same or a variant spelling. Both parts have one reason, so that the screen shows
    /// one fact.
    /// </summary>
    public static (ComparisonLevel Given, ComparisonLevel Family) Whole(Likeness given, Likeness family, int sharedBy)
    {
        var doublings = Doublings(sharedBy);
        return (given, family) switch
        {
            (Likeness.Same, Likeness.Same) => (GivenSame[doublings], FamilySame[doublings]),
            (Likeness.Same, _) => (GivenSameOfVariant[doublings], FamilyVariant[doublings]),
            (_, Likeness.Same) => (GivenVariant[doublings], FamilySameOfVariant[doublings]),
            _ => (GivenVariant[doublings], FamilyVariant[doublings]),
        };
    }

    private static int Doublings(int sharedBy) =>
        sharedBy < 2 ? 0 : Math.Min((int)Math.Ceiling(Math.Log2(sharedBy)), MostDoublings);

    // The parts lose in proportion to what they weigh, so that what agrees never counts against.
    private static ComparisonLevel[] ByDoublings(ComparisonLevel alone, string common)
    {
        var share = alone.Comparator == Comparator.GivenName ? 0.4375 : 0.5625;
        return
        [
            .. Enumerable
                .Range(0, MostDoublings + 1)
                .Select(doublings =>
                    doublings == 0
                        ? alone
                        : Register(
                            alone with
                            {
                                Evidence = alone.Evidence with
                                {
                                    Weight = alone.Evidence.Weight - (doublings * share),
                                    Reason = new Reason(common),
                                },
                            }
                        )
                ),
        ];
    }

    private static ComparisonLevel?[] ByLikeness(Dictionary<Likeness, ComparisonLevel> levels) =>
        [.. Enum.GetValues<Likeness>().Select(likeness => levels.GetValueOrDefault(likeness))];

    private static ComparisonLevel WithReason(ComparisonLevel level, string code) =>
        Register(level with { Evidence = level.Evidence with { Reason = new Reason(code) } });

    /// <param name="share">The expected share of pairs of one person with this level.</param>
    private static ComparisonLevel For(
        Comparator comparator,
        double weight,
        double share,
        string code,
        Evidence? inWords = null
    ) =>
        Learned(
            comparator,
            new Evidence(comparator.FieldOf(), Agrees: true, weight, new Reason(code)) { InWords = inWords },
            share,
            share / Math.Pow(2, weight)
        );

    /// <param name="share">The share of pairs of two people that are expected to show it.</param>
    /// <param name="field">The field that is named; null: the comparator's own.</param>
    private static ComparisonLevel Against(
        Comparator comparator,
        double weight,
        double share,
        string code,
        Field? field = null,
        Evidence? inWords = null
    ) =>
        Learned(
            comparator,
            new Evidence(field ?? comparator.FieldOf(), Agrees: false, weight, new Reason(code)) { InWords = inWords },
            share * Math.Pow(2, weight),
            share
        );

    private static ComparisonLevel Learned(Comparator comparator, Evidence evidence, double ofSame, double ofDifferent)
    {
        Expected.Add((ofSame, ofDifferent));
        return Register(new ComparisonLevel(0, Expected.Count - 1, comparator, evidence));
    }

    private static ComparisonLevel Register(ComparisonLevel level)
    {
        var placed = level with { Slot = Registered.Count };
        Registered.Add(placed);
        return placed;
    }
}
