using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;

namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// The people of one side in the order of their ids, which makes the system's order irrelevant. A value is normalized
/// when it is first asked for; those used for finding people are kept. Safe for concurrent use.
/// </summary>
internal sealed class Roster
{
    private static readonly Field[] Kept =
    [
        Field.Email,
        Field.EmploymentId,
        Field.Phone,
        Field.DateOfBirth,
        Field.Address,
        Field.Identification,
    ];

    /// <summary>For each field its index in <see cref="Kept"/>, or -1.</summary>
    private static readonly int[] Places = [.. FieldRules.All.Select(rules => Array.IndexOf(Kept, rules.Field))];

    /// <summary>Stands for "known to be null" where null means "not asked for yet". Compared by reference.</summary>
    private static readonly string None = new('-', 1);

    // Two threads may compute the same value; either result is the right one.
    // A column for each of the kept fields, made when a value of the field is first asked for.
    private readonly string?[]?[] _keys = new string?[]?[Kept.Length];
    private readonly string?[] _homes;
    private readonly string?[] _employers;
    private readonly Sorted _sorted;

    private Roster(Side side, Sorted sorted, OrganizationCountries countries)
    {
        Side = side;
        Countries = countries;
        _sorted = sorted;
        (_homes, _employers) = (new string?[Count], new string?[Count]);
    }

    public Side Side { get; }

    /// <summary>The countries of the organization, for numbers without a country.</summary>
    public OrganizationCountries Countries { get; }

    /// <summary>In the order of their ids.</summary>
    public Person[] People => _sorted.People;

    public int Count => People.Length;

    public Person this[int position] => People[position];

    /// <summary>The normalized value; "" for empty; null for unknown.</summary>
    public string? Key(int position, Field field) =>
        Places[(int)field] is >= 0 and var place
            ? Given(Column(place)[position] ??= Normalized(position, field) ?? None)
            : Normalized(position, field);

    // Of two threads that make one, the column of the first counts.
    private string?[] Column(int place) =>
        _keys[place] ?? Interlocked.CompareExchange(ref _keys[place], new string?[Count], null) ?? _keys[place]!;

    /// <summary>How many of the kept values have been normalized so far. Counts them: not for a hot path.</summary>
    public int NormalizedValues => _keys.Sum(column => column?.Count(key => key is not null) ?? 0);

    /// <summary>Whether the normalized values of a field are kept.</summary>
    public static bool Keeps(Field field) => Places[(int)field] >= 0;

    private string? Normalized(int position, Field field) =>
        FieldNormal.Key(
            field,
            People[position].Values[field],
            FieldRules.KindOf(field).HasCountry() ? SpellingsOf(position) : default
        );

    private static string? Given(string kept) => ReferenceEquals(kept, None) ? null : kept;

    /// <summary>The countries whose national spellings this person's values may have, by this side's records.</summary>
    private SpellingCountries SpellingsOf(int position) => Spellings(HomeOf(position), EmployerOf(position), Countries);

    private string? HomeOf(int position) =>
        Given(_homes[position] ??= CountryEvidence.HomeIn(People[position]) ?? None);

    private string? EmployerOf(int position) =>
        Given(_employers[position] ??= CountryEvidence.EmployerIn(People[position]) ?? None);

    /// <summary>The normalized value of a person, in this roster or not.</summary>
    public string? KeyOf(Person person, Field field) =>
        FieldNormal.Key(
            field,
            person[field],
            Spellings(CountryEvidence.HomeIn(person), CountryEvidence.EmployerIn(person), Countries)
        );

    /// <summary>Countries of home address and employer, as the record of this side states them.</summary>
    public (string? Home, string? Employer) PlacesOf(Person person) =>
        Find(person.Id) is >= 0 and var position && ReferenceEquals(People[position], person)
            ? (HomeOf(position), EmployerOf(position))
            : (CountryEvidence.HomeIn(person), CountryEvidence.EmployerIn(person));

    /// <summary>The position of the person with this id, or -1.</summary>
    public int Find(string id) => _sorted.Given.TryGetValue(id, out var given) ? _sorted.Places[given] : -1;

    /// <summary>Both sides, normalized by the same countries.</summary>
    /// <param name="country">The usual country by configuration; null for that of most addresses.</param>
    /// <param name="known">The organization's countries; null derives them from these people.</param>
    /// <exception cref="ArgumentException">
    /// Two records of one side have the same id, so ids are not reliable.
    /// </exception>
    public static (Roster Huma, Roster Xledger) Both(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        string? country,
        OrganizationCountries? known = null
    )
    {
        var sides = new Sorted[2];
        var counts = new CountriesOf.Counts?[2];
        Parallel.Invoke(() => Read(0, huma), () => Read(1, xledger));
        var countries = known ?? CountriesOf.Organization(counts[0]!, counts[1]!, country);
        return (Of(Side.Huma, sides[0], countries), Of(Side.Xledger, sides[1], countries));

        void Read(int side, IReadOnlyList<Person> people)
        {
            sides[side] = Sorted.Of(people);
            counts[side] = known is null ? CountriesOf.OfSide(sides[side].People) : null;
        }
    }

    /// <summary>People of one side, normalized by the countries of an organization.</summary>
    /// <exception cref="ArgumentException">Two records have the same id.</exception>
    public static Roster OneSide(Side side, IReadOnlyList<Person> people, OrganizationCountries countries) =>
        Of(side, Sorted.Of(people), countries);

    private static SpellingCountries Spellings(string? home, string? employer, OrganizationCountries countries) =>
        home is null
            ? new(employer ?? countries.Usual, countries.Usual)
            : new(home, employer ?? countries.Usual, countries.Usual);

    private static Roster Of(Side side, Sorted sorted, OrganizationCountries countries)
    {
        if (sorted.Given.Count < sorted.People.Length)
        {
            var twice = sorted.People.Where((person, position) => sorted.PositionOf(person) != position).First();
            throw new ArgumentException(
                $"Two records of {side} have the id {twice.Id}; ids must be unique.",
                nameof(sorted)
            );
        }

        return new Roster(side, sorted, countries);
    }

    /// <summary>People in the order of their ids.</summary>
    /// <param name="Given">
    /// For each id where it stood in the list that was given, the last time where it stood there several times: that
    /// list is read through memory as it lies.
    /// </param>
    /// <param name="Places">For each place in that list the position in the order.</param>
    private sealed record Sorted(Person[] People, Dictionary<string, int> Given, int[] Places)
    {
        public static Sorted Of(IReadOnlyList<Person> people)
        {
            var list = people as Person[] ?? [.. people];
            var given = new Dictionary<string, int>(list.Length, StringComparer.Ordinal);
            for (var place = 0; place < list.Length; place++)
            {
                given[list[place].Id] = place;
            }

            var order = IdOrder.Of(list);
            var (sorted, places) = (new Person[list.Length], new int[list.Length]);
            for (var position = 0; position < order.Length; position++)
            {
                sorted[position] = list[order[position]];
                places[order[position]] = position;
            }

            return new Sorted(sorted, given, places);
        }

        public int PositionOf(Person person) => Places[Given[person.Id]];
    }
}
