using System.Numerics;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>The observations of a comparison on which certainty depends.</summary>
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

    /// <summary>The given name agrees at least in part, or up to a typing error.</summary>
    GivenName = 1 << 7,

    /// <summary>The given name is the same, a variant spelling, or exchanged with the family name.</summary>
    FullGivenName = 1 << 8,

    IdentificationDiffers = 1 << 9,
    BirthDiffers = 1 << 10,

    /// <summary>Both given names are known, and they are different names.</summary>
    GivenNameDiffers = 1 << 11,

    /// <summary>
    /// The whole name may be the same: as <see cref="FullName"/>, or another spelling, a nickname or a part of it.
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

    /// <summary>The person was unborn or a child when the other employment began.</summary>
    TooYoung = 1 << 20,

    /// <summary>Both family names are known, and they are different names.</summary>
    FamilyNameDiffers = 1 << 21,

    /// <summary>The e-mail addresses are a typing error apart.</summary>
    EmailNear = 1 << 22,
}

/// <summary>The result of a comparison: the sum of all weights in bits, and the signs.</summary>
internal readonly record struct Weight(double Bits, Signs Signs)
{
    /// <summary>
    /// Bits above <see cref="ComparisonLevels.Prior"/>; candidates have at least <see cref="LeastStrength"/>.
    /// </summary>
    public double Strength => Bits - ComparisonLevels.Prior;

    /// <summary>
    /// Below this (confidence 0.4) two records are no candidates, unless they share a key (<see cref="SharesKey"/>).
    /// </summary>
    public const double LeastStrength = -0.6;

    /// <summary>
    /// Below this two records are strangers even where neither resembles any other record: one name agrees, and the
    /// other name or the date of birth differs.
    /// </summary>
    public const double LeastLeftoverStrength = -12;

    private const Signs Contradictions =
        Signs.EmailDiffers
        | Signs.EmploymentIdDiffers
        | Signs.PhoneDiffers
        | Signs.AddressDiffers
        | Signs.BirthNear
        | Signs.GenderDiffers;

    private const Signs Agreements =
        Signs.UniqueEmail | Signs.UniqueEmploymentId | Signs.Phone | Signs.Birth | Signs.Address;

    /// <summary>0–1; only a link is 1.</summary>
    public double Confidence => Math.Round(Math.Min(0.9999, 1 / (1 + Math.Pow(2, -Strength))), 4);

    private bool Has(Signs signs) => (Signs & signs) == signs;

    /// <summary>
    /// Whether the records share a value that hardly ever belongs to two people: an e-mail address or an identification
    /// that is unique on both sides, or the full name with the date of birth. Such a pair is at least a question,
    /// whatever contradicts it.
    /// </summary>
    public bool SharesKey =>
        Has(Signs.UniqueEmail) || Has(Signs.UniqueIdentification) || Has(Signs.PossibleFullName | Signs.Birth);

    /// <summary>
    /// Whether a weak pair may be asked about where both records would stay unpaired: the whole name is similar, or one
    /// name agrees together with a value of the person's own. A given name alone or what a household shares is not
    /// enough.
    /// </summary>
    public bool MayPairAsLeftover =>
        Has(Signs.Birth) || (!Has(Signs.GivenNameDiffers) && (!Has(Signs.FamilyNameDiffers) || Has(Signs.EmailNear)));

    /// <summary>
    /// Whether the agreement is on something that a person keeps for life, or on more than a successor takes over.
    /// </summary>
    private bool SharesLastingKey => Has(Signs.FullName | Signs.Birth) || SharesStrongKey;

    /// <summary>
    /// Whether the identification agrees, or the full name with both e-mail address and employment ID.
    /// </summary>
    private bool SharesStrongKey =>
        Has(Signs.UniqueIdentification) || Has(Signs.FullName | Signs.UniqueEmail | Signs.UniqueEmploymentId);

    /// <summary>
    /// Whether the agreement excludes chance and a shared household: several independent values, among them a name that
    /// distinguishes members of a family, and no serious contradiction. Where a record has no name, all other values
    /// that are unique to a person must agree.
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
    /// Whether the name distinguishes a person from a successor or a twin: a given name that agrees only up to a letter
    /// or in part, with another family name, is another person's.
    /// </summary>
    private bool TellsApart => Has(Signs.GivenName) && (Has(Signs.FullGivenName) || !Has(Signs.FamilyNameDiffers));

    /// <summary>
    /// The contradiction that rules out certainty, or null. Changes that one person can have (a new phone, another
    /// address) do not, unless more differs than agrees.
    /// </summary>
    public string? Doubt =>
        Excluding
        ?? (
            Has(Signs.EmploymentApart) && !SharesLastingKey ? MatchingReasons.DoubtEmployment
            : !Has(Signs.UniqueIdentification) && Balance > AllowedBalance ? MatchingReasons.DoubtContradictions
            : null
        );

    /// <summary>A contradiction that is implausible for one person, or null.</summary>
    public string? Excluding =>
        Has(Signs.IdentificationDiffers) ? MatchingReasons.DoubtIdentification
        : Has(Signs.BirthDiffers) ? MatchingReasons.DoubtDateOfBirth
        : Has(Signs.TooYoung) ? MatchingReasons.DoubtTooYoung
        : Has(Signs.GivenNameDiffers) ? MatchingReasons.DoubtName
        : Has(Signs.GenderDiffers) && !SharesStrongKey ? MatchingReasons.DoubtGender
        : null;

    /// <summary>The number of contradicting values minus the number of agreeing ones.</summary>
    private int Balance =>
        BitOperations.PopCount((uint)(Signs & Contradictions)) - BitOperations.PopCount((uint)(Signs & Agreements));

    // Each system assigns employment IDs by itself, so an ID alone must outweigh every contradiction.
    private int AllowedBalance =>
        (Signs & (Agreements | Signs.UniqueIdentification) & ~Signs.UniqueEmploymentId) == Signs.None ? 0 : 1;
}
