using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Checks;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>Both sides of one comparison, made ready once.</summary>
internal sealed record Rosters(ComparisonInput Source, Roster Huma, Roster Xledger)
{
    private readonly TakenValues _takenInHuma = new(Huma);
    private readonly TakenValues _takenInXledger = new(Xledger);

    private readonly Lazy<HashSet<string>> _genders = new(() => GendersOf(Xledger));

    public static Rosters Of(ComparisonInput input)
    {
        var (huma, xledger) = Roster.Both(input.Huma, input.Xledger, input.Country, input.Countries);
        return new Rosters(input, huma, xledger);
    }

    public OrganizationCountries Countries => Huma.Countries;

    /// <summary>The organization's usual country (alpha-2); null where none prevails.</summary>
    public string? Country => Countries.Usual;

    public Roster In(Side side) => side == Side.Huma ? Huma : Xledger;

    public TakenValues TakenIn(Side side) => side == Side.Huma ? _takenInHuma : _takenInXledger;

    /// <summary>
    /// The countries whose national spellings one person's values may have, from what both systems tell; null for a
    /// side where the person is not.
    /// </summary>
    public SpellingCountries SpellingsOf(Person? huma, Person? xledger) =>
        EvidenceOf(huma, xledger, other: null).Spellings;

    /// <summary>
    /// What is known of the country of a number of one person; null for a side where the person is not.
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

    /// <summary>The normalised value that a change writes; the empty text where it empties the field.</summary>
    public string KeyOf(PlannedChange change) =>
        FieldNormal.Key(
            change.Field,
            change.To,
            SpellingsOf(Find(Side.Huma, change.Huma?.Value), Find(Side.Xledger, change.Xledger?.Value))
        )!;

    /// <summary>
    /// Whether Xledger's register of genders is known to have this one: an employee has it. The register itself cannot
    /// be read, so one that no employee has yet counts as missing.
    /// </summary>
    /// <param name="key">The normal form of a gender.</param>
    public bool XledgerHasGender(string key) => _genders.Value.Contains(key);

    private static HashSet<string> GendersOf(Roster xledger) =>
        [
            .. xledger
                .People.Select(person =>
                    FieldNormal.Key(Field.Gender, person[Field.Gender], default(SpellingCountries))
                )
                .OfType<string>(),
        ];
}
