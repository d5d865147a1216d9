using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;

namespace HumaXledger.Tests.Planning;

/// <summary>
/// Invented people and comparisons, one line each. Null is a value known to be empty; a field not given is unknown.
/// </summary>
public static class ComparisonBuilder
{
    public static readonly DateOnly Today = new(2026, 3, 1);

    /// <summary>
    /// A user who is a certain match of the employee with the same <paramref name="id"/>: e-mail, employment id and
    /// name agree.
    /// </summary>
    public static Person Huma(string id, params (Field Field, string? Value)[] values) => With(Side.Huma, id, values);

    public static Person Xledger(string id, params (Field Field, string? Value)[] values) =>
        With(Side.Xledger, id, values);

    /// <summary>A person with only these values.</summary>
    public static Person Bare(Side side, string id, params (Field Field, string? Value)[] values) =>
        new(
            side,
            id,
            Active: true,
            new FieldValues(values.Select(value => KeyValuePair.Create(value.Field, FieldValue.From(value.Value))))
        );

    public static FieldValue Value(string? text) => FieldValue.From(text);

    public static string Address(
        string? street,
        string? postalCode = "0155",
        string? city = "Oslo",
        string? country = "NO"
    ) => new Address(street, postalCode, city, country).ToValue().TextOrNull!;

    public static ComparisonInput Input(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        PolicyRule policy = PolicyRule.Ask
    ) => new(huma, xledger, [], [], new Policy(policy, new Dictionary<Field, PolicyRule>())) { Country = "NO" };

    public static Comparison Compared(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        PolicyRule policy = PolicyRule.Ask
    ) => Comparison.Of(Input(huma, xledger, policy), []);

    /// <summary>As <see cref="Compared"/>, with equal numbers linked.</summary>
    public static Comparison Linked(
        IReadOnlyList<Person> huma,
        IReadOnlyList<Person> xledger,
        PolicyRule policy = PolicyRule.Ask
    ) =>
        Comparison.Of(
            Input(huma, xledger, policy) with
            {
                Links =
                [
                    .. huma.Select(person => new Link(new HumaId(person.Id), new XledgerId("x" + person.Id[1..]))),
                ],
            },
            []
        );

    /// <summary>One linked pair with equal names and keys, and these values of one field.</summary>
    public static ComparisonInput OneField(
        Field field,
        FieldValue baseline,
        FieldValue huma,
        FieldValue xledger,
        PolicyRule policy = PolicyRule.Ask
    )
    {
        var one = Huma("1");
        var other = Xledger("1");
        return new ComparisonInput(
            [one with { Values = one.Values.With(field, huma) }],
            [other with { Values = other.Values.With(field, xledger) }],
            [new Link(new HumaId("h1"), new XledgerId("x1"))],
            [
                new Baseline(
                    new Link(new HumaId("h1"), new XledgerId("x1")),
                    FieldValues.AllUnknown.With(field, baseline)
                ),
            ],
            new Policy(policy, new Dictionary<Field, PolicyRule>())
        )
        {
            Country = "NO",
        };
    }

    public static Decisions Choosing(FieldChoice choice, params IEnumerable<Difference> differences) =>
        Decisions.None with
        {
            Fields = differences.ToDictionary(difference => difference.Key, _ => choice),
        };

    public static Decisions AddingToHuma(params string[] ids) =>
        Decisions.None with
        {
            AddToHuma = ids.Select(id => new XledgerId(id)).ToHashSet(),
        };

    public static Decisions AddingToXledger(params string[] ids) =>
        Decisions.None with
        {
            AddToXledger = ids.Select(id => new HumaId(id)).ToHashSet(),
        };

    public static SyncPlan Plan(
        Comparison comparison,
        Decisions? decisions = null,
        GuardSettings? guards = null,
        int? lastHuma = null,
        int? lastXledger = null
    ) =>
        SyncPlan.Make(
            comparison,
            decisions ?? Decisions.None,
            guards ?? NoGuards,
            Today,
            lastHuma,
            lastXledger,
            ForecastModel.Default
        );

    public static readonly GuardSettings NoGuards = new(new Dictionary<GuardKind, GuardLimit>());

    private static Person With(Side side, string id, (Field Field, string? Value)[] values)
    {
        var person = Bare(
            side,
            (side == Side.Huma ? "h" : "x") + id,
            (Field.Email, $"person{id}@example.no"),
            (Field.EmploymentId, $"10{id}"),
            (Field.GivenName, Word(GivenNames, id)),
            (Field.FamilyName, Word(FamilyNames, id))
        );
        return values.Aggregate(person, (known, value) =>
            known with
            {
                Values = known.Values.With(value.Field, FieldValue.From(value.Value)),
            }
        );
    }

    private static readonly string[] GivenNames =
    [
        "Anna",
        "Berit",
        "Cato",
        "Dagfinn",
        "Eivor",
        "Fredrik",
        "Gunnhild",
        "Hedda",
        "Ivar",
        "Jorunn",
    ];
    private static readonly string[] FamilyNames =
    [
        "Aas",
        "Bakke",
        "Dahl",
        "Engen",
        "Fossum",
        "Grønli",
        "Haugen",
        "Iversen",
        "Kvam",
        "Lunde",
    ];

    // Each digit becomes a word, so that no two people are a typing error apart.
    private static string Word(string[] words, string id) => string.Concat(id.Select(digit => words[digit - '0']));
}
