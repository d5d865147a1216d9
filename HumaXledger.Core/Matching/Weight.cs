using HumaXledger.Core.People;

namespace HumaXledger.Core.Matching;

/// <summary>What was seen when two records were held against each other, as far as certainty depends on it.</summary>
[Flags]
internal enum Signs
{
    None = 0,

    /// <summary>The same, and nobody else on either side has it.</summary>
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
}

/// <summary>The sum of the weights of all evidence, and the signs.</summary>
internal readonly record struct Weight(double Bits, Signs Signs)
{
    /// <summary>Evidence in bits above what two strangers must overcome; candidates have at least <see cref="LeastStrength"/>.</summary>
    public double Strength => Bits - Observation.Prior;

    /// <summary>Below this (confidence 0.4) two records are not worth a question.</summary>
    public const double LeastStrength = -0.6;

    /// <summary>0–1; only a link is 1.</summary>
    public double Confidence => Math.Round(Math.Min(0.9999, 1 / (1 + Math.Pow(2, -Strength))), 4);

    private bool Has(Signs signs) => (Signs & signs) == signs;

    /// <summary>
    /// Whether the agreement is such that neither chance nor a shared household produces it: several independent things, among them a name that tells members of
    /// a family apart, and no serious contradiction. Where a record has no name at all, everything else that belongs to one person only must agree.
    /// </summary>
    public bool IsCertain =>
        Strength >= 7
        && Doubt is null
        && (Has(Signs.UniqueIdentification | Signs.GivenName)
            || Has(Signs.UniqueEmploymentId | Signs.FullName)
            || Has(Signs.UniqueEmail | Signs.FullName)
            || Has(Signs.UniqueEmploymentId | Signs.UniqueEmail | Signs.GivenName)
            || Has(Signs.UniqueEmploymentId | Signs.Birth | Signs.GivenName)
            || Has(Signs.UniqueEmail | Signs.Birth | Signs.FullGivenName)
            || Has(Signs.FullName | Signs.Birth | Signs.Phone)
            || Has(Signs.FullName | Signs.Birth | Signs.Address)
            || Has(Signs.UniqueIdentification | Signs.Birth | Signs.UniqueEmploymentId | Signs.UniqueEmail));

    /// <summary>The contradiction that forbids certainty, or null.</summary>
    public string? Doubt =>
        Has(Signs.IdentificationDiffers) ? ReasonCodes.DoubtIdentification
        : Has(Signs.BirthDiffers) ? ReasonCodes.DoubtDateOfBirth
        : Has(Signs.GivenNameDiffers) ? ReasonCodes.DoubtName
        : null;
}
