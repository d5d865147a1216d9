using System.Numerics;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>What was seen when two records were held against each other, as far as certainty depends on it.</summary>
[Flags]
internal enum Signs
{
    None = 0,

    /// <summary>The same, and unique on either side.</summary>
    UniqueIdentification = 1,
    UniqueEmail = 1 << 1,
    UniqueEmploymentId = 1 << 2,

    Phone = 1 << 3,
    Birth = 1 << 4,
    Address = 1 << 5,

    /// <summary>Both parts of the name agree: the same, a variant spelling, or exchanged.</summary>
    FullName = 1 << 6,

    /// <summary>The given name agrees at least in part, or but for a typing error.</summary>
    GivenName = 1 << 7,

    /// <summary>The given name is the same, a variant spelling, or exchanged with the family name.</summary>
    FullGivenName = 1 << 8,

    IdentificationDiffers = 1 << 9,
    BirthDiffers = 1 << 10,

    /// <summary>Both given names are known, and they are different names.</summary>
    GivenNameDiffers = 1 << 11,

    /// <summary>
    /// The whole name may be one name: as <see cref="FullName"/>, and spelled otherwise, a nickname or a part of it.
    /// </summary>
    PossibleFullName = 1 << 12,

    GenderDiffers = 1 << 13,
    EmailDiffers = 1 << 14,
    EmploymentIdDiffers = 1 << 15,
    PhoneDiffers = 1 << 16,
    AddressDiffers = 1 << 17,

    /// <summary>One digit of the date of birth differs.</summary>
    BirthNear = 1 << 18,

    /// <summary>One employment ended before the other began.</summary>
    EmploymentApart = 1 << 19,

    /// <summary>Not born, or a child, when the other employment began.</summary>
    TooYoung = 1 << 20,

    /// <summary>Both family names are known, and they are different names.</summary>
    FamilyNameDiffers = 1 << 21,

    /// <summary>The e-mail addresses are a typing error apart.</summary>
    EmailNear = 1 << 22,
}

/// <summary>The sum of the weights of all evidence, and the signs.</summary>
internal readonly record struct Weight(double Bits, Signs Signs)
{
    /// <summary>
    /// Evidence in bits above what two strangers must overcome; candidates have at least <see cref="LeastStrength"/>.
    /// </summary>
    public double Strength => Bits - ComparisonLevels.Prior;

    /// <summary>
    /// Below this (confidence 0.4) two records are not worth a question, unless they share a key
    /// (<see cref="SharesKey"/>).
    /// </summary>
    public const double LeastStrength = -0.6;

    /// <summary>
    /// Below this two records are strangers even where neither resembles any other record: one name agrees and the
    /// other differs, or the date of birth does.
    /// </summary>
    public const double LeastStrengthOfLast = -12;

    private const Signs Contradictions =
        Signs.EmailDiffers
        | Signs.EmploymentIdDiffers
        | Signs.PhoneDiffers
        | Signs.AddressDiffers
        | Signs.BirthNear
        | Signs.GenderDiffers;

    private const Signs BaselineUpdates =
        Signs.UniqueEmail | Signs.UniqueEmploymentId | Signs.Phone | Signs.Birth | Signs.Address;

    /// <summary>0–1; only a link is 1.</summary>
    public double Confidence => Math.Round(Math.Min(0.9999, 1 / (1 + Math.Pow(2, -Strength))), 4);

    private bool Has(Signs signs) => (Signs & signs) == signs;

    /// <summary>
    /// Whether the records share what hardly ever belongs to two people: an e-mail address or an identification that no
    /// other record of either side has, or the
    /// full name with the date of birth. Such a pair is at least a question, whatever speaks against it.
    /// </summary>
    public bool SharesKey =>
        Has(Signs.UniqueEmail) || Has(Signs.UniqueIdentification) || Has(Signs.PossibleFullName | Signs.Birth);

    /// <summary>
    /// Whether weak evidence may be asked about where both would be left alone: the whole name resembles, or one name
    /// and something that is a person's own.
    /// Not what a household shares, nor a given name alone.
    /// </summary>
    public bool MayBeLastOfBoth =>
        Has(Signs.Birth) || (!Has(Signs.GivenNameDiffers) && (!Has(Signs.FamilyNameDiffers) || Has(Signs.EmailNear)));

    /// <summary>
    /// Whether what agrees belongs to a person for life, or is too much for a successor to have taken over.
    /// </summary>
    private bool SharesLastingKey => Has(Signs.FullName | Signs.Birth) || SharesStrongKey;

    /// <summary>
    /// Whether the identification agrees, or the full name with both e-mail address and employment ID.
    /// </summary>
    private bool SharesStrongKey =>
        Has(Signs.UniqueIdentification) || Has(Signs.FullName | Signs.UniqueEmail | Signs.UniqueEmploymentId);

    /// <summary>
    /// Whether the agreement is such that neither chance nor a shared household produces it: several independent
    /// things, among them a name that tells members of
    /// a family apart, and no serious contradiction. Where a record has no name at all, everything else that belongs to
    /// one person only must agree.
    /// </summary>
    public bool IsCertain =>
        Strength >= 7
        && Doubt is null
        && (
            Has(Signs.UniqueIdentification | Signs.GivenName)
            || Has(Signs.UniqueEmploymentId | Signs.FullName)
            || Has(Signs.UniqueEmail | Signs.FullName)
            || (Has(Signs.UniqueEmploymentId | Signs.UniqueEmail) && TellsApart)
            || (Has(Signs.UniqueEmploymentId | Signs.Birth) && TellsApart)
            || Has(Signs.UniqueEmail | Signs.Birth | Signs.FullGivenName)
            || Has(Signs.FullName | Signs.Birth | Signs.Phone)
            || Has(Signs.FullName | Signs.Birth | Signs.Address)
            || Has(Signs.UniqueIdentification | Signs.Birth | Signs.UniqueEmploymentId | Signs.UniqueEmail)
        );

    /// <summary>
    /// Whether the name tells a person from a successor or a twin: a given name that agrees but for a letter, or in
    /// part, beside another family name is another
    /// person's.
    /// </summary>
    private bool TellsApart => Has(Signs.GivenName) && (Has(Signs.FullGivenName) || !Has(Signs.FamilyNameDiffers));

    /// <summary>
    /// The contradiction that forbids certainty, or null. What one person can explain (a new phone, another address)
    /// does not, unless more differs than agrees.
    /// </summary>
    public string? Doubt =>
        Excluding
        ?? (
            Has(Signs.EmploymentApart) && !SharesLastingKey ? MatchingReasons.DoubtEmployment
            : !Has(Signs.UniqueIdentification) && Balance > AllowedBalance ? MatchingReasons.DoubtContradictions
            : null
        );

    /// <summary>A contradiction that one person hardly explains, or null.</summary>
    public string? Excluding =>
        Has(Signs.IdentificationDiffers) ? MatchingReasons.DoubtIdentification
        : Has(Signs.BirthDiffers) ? MatchingReasons.DoubtDateOfBirth
        : Has(Signs.TooYoung) ? MatchingReasons.DoubtTooYoung
        : Has(Signs.GivenNameDiffers) ? MatchingReasons.DoubtName
        : Has(Signs.GenderDiffers) && !SharesStrongKey ? MatchingReasons.DoubtGender
        : null;

    /// <summary>How many known values contradict, above those that agree.</summary>
    private int Balance =>
        BitOperations.PopCount((uint)(Signs & Contradictions))
        - BitOperations.PopCount((uint)(Signs & BaselineUpdates));

    // Numbers are given out on each side by itself, so that a number alone must outweigh every contradiction.
    private int AllowedBalance =>
        (Signs & (BaselineUpdates | Signs.UniqueIdentification) & ~Signs.UniqueEmploymentId) == Signs.None ? 0 : 1;
}
