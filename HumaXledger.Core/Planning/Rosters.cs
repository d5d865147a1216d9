using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning;

/// <summary>Both sides of one comparison, made ready once.</summary>
internal sealed record Rosters(ComparisonInput Source, Roster Huma, Roster Xledger)
{
    private readonly TakenValues _takenInHuma = new(Huma);
    private readonly TakenValues _takenInXledger = new(Xledger);

    private readonly Lazy<HashSet<string>> _genders = new(() => GendersOf(Xledger));

    public static Rosters Of(ComparisonInput input)
    {
        var (huma, xledger) = Roster.Both(input.Huma, input.Xledger, input.Country);
        return new Rosters(input, huma, xledger);
    }

    public string? Country => Huma.Country;

    public Roster In(Side side) => side == Side.Huma ? Huma : Xledger;

    public TakenValues TakenIn(Side side) => side == Side.Huma ? _takenInHuma : _takenInXledger;

    /// <summary>
    /// Whether Xledger's register of genders is known to have this one: an employee has it. The register itself cannot
    /// be read, so one that nobody has yet counts as missing.
    /// </summary>
    /// <param name="key">The normal form of a gender.</param>
    public bool XledgerHasGender(string key) => _genders.Value.Contains(key);

    private static HashSet<string> GendersOf(Roster xledger) =>
        [.. xledger.People.Select(person => FieldNormal.Key(Field.Gender, person[Field.Gender], defaultCountry: null))
            .OfType<string>()];
}
