using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Planning.Checks;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>The indexed people of both sides of one comparison.</summary>
internal sealed record Rosters(ComparisonInput Source, Roster Huma, Roster Xledger)
{
    private readonly TakenValues _takenInHuma = new(Huma);
    private readonly TakenValues _takenInXledger = new(Xledger);

    private readonly Lazy<HashSet<string>> _genders = new(() => GendersOf(Xledger));

    private readonly Lazy<HashSet<string>> _titles = new(() => TitlesOf(Huma));

    /// <summary>Indexes the people of an input.</summary>
    public static Rosters Of(ComparisonInput input)
    {
        var (huma, xledger) = Roster.Both(input.Huma, input.Xledger, input.Country, input.Countries);
        return new Rosters(input, huma, xledger);
    }

    /// <summary>The organization's countries, the same on both sides.</summary>
    public OrganizationCountries Countries => Huma.Countries;

    /// <summary>The organization's usual country (alpha-2); null where none prevails.</summary>
    public string? Country => Countries.Usual;

    /// <summary>The people of one side.</summary>
    public Roster In(Side side) => side == Side.Huma ? Huma : Xledger;

    /// <summary>The holders of unique values on one side.</summary>
    public TakenValues TakenIn(Side side) => side == Side.Huma ? _takenInHuma : _takenInXledger;

    /// <summary>
    /// The countries whose national spellings one person's values may have, by both systems' records; null for a side
    /// where the person has no record.
    /// </summary>
    public SpellingCountries SpellingsOf(Person? huma, Person? xledger) =>
        EvidenceOf(huma, xledger, other: null).Spellings;

    /// <summary>
    /// The evidence for the country of a person's number; null for a side where the person has no record.
    /// </summary>
    /// <param name="other">The country that the other system states for the same field.</param>
    public CountryEvidence EvidenceOf(Person? huma, Person? xledger, string? other)
    {
        var (homeInHuma, employerInHuma) = huma is null ? default : Huma.PlacesOf(huma);
        var (homeInXledger, employerInXledger) = xledger is null ? default : Xledger.PlacesOf(xledger);
        return new CountryEvidence(other, homeInHuma, homeInXledger, employerInXledger ?? employerInHuma, Countries);
    }

    /// <summary>The person of one side with this id; null where there is none.</summary>
    public Person? Find(Side side, string? id) =>
        id is not null && In(side) is var roster && roster.Find(id) is >= 0 and var position ? roster[position] : null;

    /// <summary>The normalized value that a change writes; "" where it clears the field.</summary>
    public string KeyOf(PlannedChange change) =>
        FieldNormal.Key(
            change.Field,
            change.To,
            SpellingsOf(Find(Side.Huma, change.Huma?.Value), Find(Side.Xledger, change.Xledger?.Value))
        )!;

    /// <summary>
    /// Whether Xledger is known to have a system value for this gender because an employee has it. The values
    /// themselves cannot be read, so one that no employee has counts as missing.
    /// </summary>
    /// <param name="key">The normal form of a gender.</param>
    public bool XledgerHasGender(string key) => _genders.Value.Contains(key);

    /// <summary>Whether a user of Huma has this job title, so that Huma's register has it.</summary>
    public bool HumaHasTitle(string title) => _titles.Value.Contains(JobTitle.RegisterKey(title));

    private static HashSet<string> TitlesOf(Roster huma) =>
        [
            .. huma
                .People.Select(person => person[Field.JobTitle].TextOrNull)
                .OfType<string>()
                .Select(JobTitle.RegisterKey),
        ];

    private static HashSet<string> GendersOf(Roster xledger) =>
        [
            .. xledger
                .People.Select(person =>
                    FieldNormal.Key(Field.Gender, person[Field.Gender], default(SpellingCountries))
                )
                .OfType<string>(),
        ];
}
