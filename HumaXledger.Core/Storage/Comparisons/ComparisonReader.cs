using System.Text.Json;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>
/// Reads what <see cref="ComparisonWriter"/> wrote. Each method starts on the value's first token and ends on its last;
/// unknown properties are passed over.
/// </summary>
internal sealed class ComparisonReader(JsonPieces pieces)
{
    // Those of every person first: a name that is known is found without a string of its own.
    private static readonly JsonEncodedText[] Names =
    [
        .. "id active values employerCountry groups contractTypes outlook owner furtherCalls huma xledger"
            .Split(' ')
            .Select(name => JsonEncodedText.Encode(name)),
    ];

    private readonly SharedValues _shared = new();

    /// <summary>Reads one input.</summary>
    public ComparisonInput Read()
    {
        IReadOnlyList<Person> huma = [],
            xledger = [];
        IReadOnlyList<Link> links = [];
        IReadOnlyList<DistinctPair> distinct = [];
        IReadOnlyList<Baseline> baselines = [];
        IReadOnlyList<LinkedIdentity> identities = [];
        IReadOnlyList<ReadProblem> problems = [];
        IReadOnlyList<PutBack> putBack = [];
        IReadOnlyList<OutsideRecord> outside = [];
        var policy = Policy.AlwaysAsk;
        bool humaComplete = true,
            xledgerComplete = true;
        string? country = null;
        Guid? connection = null;
        pieces.Enter();
        while (pieces.Property() is { } name)
        {
            switch (name)
            {
                case "version":
                    ComparisonPacking.RequireVersion(pieces.Value(Number));
                    break;
                case "humaComplete":
                    humaComplete = pieces.Value(Truth);
                    break;
                case "xledgerComplete":
                    xledgerComplete = pieces.Value(Truth);
                    break;
                case "connection":
                    connection = pieces.Value((ref Utf8JsonReader json) => json.GetGuid());
                    break;
                case "country":
                    country = pieces.Value(Text);
                    break;
                case "policy":
                    policy = pieces.Value(ReadPolicy);
                    break;
                case "huma":
                    huma = pieces.List((ref Utf8JsonReader item) => ReadPerson(ref item, Side.Huma));
                    break;
                case "xledger":
                    xledger = pieces.List((ref Utf8JsonReader item) => ReadPerson(ref item, Side.Xledger));
                    break;
                case "links":
                    links = pieces.List((ref Utf8JsonReader item) => ReadLinked(ref item).Link);
                    break;
                case "distinct":
                    distinct = pieces.List(ReadDistinct);
                    break;
                case "baselines":
                    baselines = pieces.List(ReadLinked);
                    break;
                case "identities":
                    identities = pieces.List(ReadIdentity);
                    break;
                case "problems":
                    problems = pieces.List(ReadProblem);
                    break;
                case "putBack":
                    putBack = pieces.List(ReadPutBack);
                    break;
                case "outside":
                    outside = pieces.List(ReadOutside);
                    break;
                default:
                    pieces.Skip();
                    break;
            }
        }

        return new ComparisonInput(huma, xledger, links, baselines, policy, humaComplete, xledgerComplete)
        {
            Problems = problems,
            PutBack = putBack,
            Outside = outside,
            Identities = identities,
            Distinct = distinct,
            Country = country,
            ConnectionId = connection,
        };
    }

    private static int Number(ref Utf8JsonReader json) => json.GetInt32();

    private static bool Truth(ref Utf8JsonReader json) => json.GetBoolean();

    private static string? Text(ref Utf8JsonReader json) => json.GetString();

    private static Policy ReadPolicy(ref Utf8JsonReader json)
    {
        var rule = PolicyRule.Ask;
        IReadOnlyDictionary<Field, PolicyRule> fields = Policy.AlwaysAsk.Fields;
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "default":
                    rule = Enum.Parse<PolicyRule>(json.GetString()!);
                    break;
                case "fields":
                    fields = ReadByField<PolicyRule>(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new Policy(rule, fields);
    }

    private Person ReadPerson(ref Utf8JsonReader json, Side side)
    {
        string id = "",
            owner = "";
        string? employerCountry = null;
        IReadOnlyList<string>? groups = null,
            contractTypes = null;
        EmploymentOutlook? outlook = null;
        bool active = true,
            held = false,
            owned = false;
        var furtherCalls = 0;
        var values = FieldValues.AllUnknown;
        IReadOnlyDictionary<Field, WriteLock>? locks = null;
        IReadOnlyList<InnerDisagreement> disagreements = [];
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "id":
                    id = json.GetString()!;
                    break;
                case "active":
                    active = json.GetBoolean();
                    break;
                case "held":
                    held = json.GetBoolean();
                    break;
                case "owner":
                    (owner, owned) = (json.GetString()!, true);
                    break;
                case "employerCountry":
                    employerCountry = json.GetString();
                    break;
                case "groups":
                    groups = ReadList(ref json, (ref Utf8JsonReader item) => item.GetString()!);
                    break;
                case "contractTypes":
                    contractTypes = ReadList(ref json, (ref Utf8JsonReader item) => item.GetString()!);
                    break;
                case "outlook":
                    outlook = JsonSerializer.Deserialize<EmploymentOutlook>(ref json, StorageJson.Options);
                    break;
                case "furtherCalls":
                    furtherCalls = json.GetInt32();
                    break;
                case "values":
                    values = FieldValuesJson.Read(ref json, _shared);
                    break;
                case "locks":
                    locks = ReadByField<WriteLock>(ref json);
                    break;
                case "disagreements":
                    disagreements = ReadList(ref json, ReadDisagreement);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        var person = new Person(side, id, active, values)
        {
            HeldByOtherIntegration = held,
            Owner = owned ? owner : null,
            InnerDisagreements = disagreements,
            EmployerCountry = employerCountry,
            Groups = groups,
            ContractTypes = contractTypes,
            Outlook = outlook,
            FurtherCalls = furtherCalls,
        };
        return locks is null ? person : person with { Locks = locks };
    }

    // The side comes before the person: a person cannot be read without it.
    private OutsideRecord ReadOutside(ref Utf8JsonReader json)
    {
        var side = Side.Xledger;
        string? place = null;
        Person? person = null;
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "side":
                    side = Enum.Parse<Side>(json.GetString()!);
                    break;
                case "place":
                    place = json.GetString();
                    break;
                case "person":
                    person = ReadPerson(ref json, side);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new OutsideRecord(
            person ?? throw new InvalidDataException("A record of another place holds no person."),
            place
        );
    }

    private static InnerDisagreement ReadDisagreement(ref Utf8JsonReader json)
    {
        var field = default(Field);
        IReadOnlyList<KeyValuePair<string, FieldValue>> places = [];
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "field":
                    field = FieldRules.ByName(json.GetString()!) ?? field;
                    break;
                case "places":
                    places = ReadList(ref json, ReadPlace);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new InnerDisagreement(field, places);
    }

    private static KeyValuePair<string, FieldValue> ReadPlace(ref Utf8JsonReader json)
    {
        var path = "";
        var value = FieldValue.NotKnown;
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "path":
                    path = json.GetString()!;
                    break;
                case "value":
                    value = FieldValuesJson.ReadValue(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new KeyValuePair<string, FieldValue>(path, value);
    }

    private Baseline ReadLinked(ref Utf8JsonReader json)
    {
        string huma = "",
            xledger = "";
        var values = FieldValues.AllUnknown;
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "huma":
                    huma = json.GetString()!;
                    break;
                case "xledger":
                    xledger = json.GetString()!;
                    break;
                case "values":
                    values = FieldValuesJson.Read(ref json, _shared);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new Baseline(new Link(new HumaId(huma), new XledgerId(xledger)), values);
    }

    private LinkedIdentity ReadIdentity(ref Utf8JsonReader json)
    {
        var doubted = false;
        string huma = "",
            xledger = "";
        FieldValues inHuma = FieldValues.AllUnknown,
            inXledger = FieldValues.AllUnknown;
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "huma":
                    huma = json.GetString()!;
                    break;
                case "xledger":
                    xledger = json.GetString()!;
                    break;
                case "inHuma":
                    inHuma = FieldValuesJson.Read(ref json, _shared);
                    break;
                case "inXledger":
                    inXledger = FieldValuesJson.Read(ref json, _shared);
                    break;
                case "doubted":
                    doubted = json.GetBoolean();
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new LinkedIdentity(new Link(new HumaId(huma), new XledgerId(xledger)), inHuma, inXledger)
        {
            Doubted = doubted,
        };
    }

    private DistinctPair ReadDistinct(ref Utf8JsonReader json)
    {
        var pair = ReadLinked(ref json).Link;
        return new DistinctPair(pair.Huma, pair.Xledger);
    }

    private static PutBack ReadPutBack(ref Utf8JsonReader json)
    {
        var huma = "";
        var field = default(Field);
        var target = Side.Huma;
        var run = 0;
        FieldValue value = FieldValue.NotKnown,
            undone = FieldValue.NotKnown;
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "huma":
                    huma = json.GetString()!;
                    break;
                case "field":
                    field = FieldRules.ByName(json.GetString()!) ?? field;
                    break;
                case "target":
                    target = Enum.Parse<Side>(json.GetString()!);
                    break;
                case "run":
                    run = json.GetInt32();
                    break;
                case "value":
                    value = FieldValuesJson.ReadValue(ref json);
                    break;
                case "undone":
                    undone = FieldValuesJson.ReadValue(ref json);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new PutBack(new HumaId(huma), field, target, value, undone, run);
    }

    private static ReadProblem ReadProblem(ref Utf8JsonReader json)
    {
        var side = Side.Huma;
        string record = "",
            code = "";
        var incomplete = true;
        IReadOnlyList<string> arguments = [];
        while (Property(ref json) is { } name)
        {
            switch (name)
            {
                case "side":
                    side = Enum.Parse<Side>(json.GetString()!);
                    break;
                case "record":
                    record = json.GetString()!;
                    break;
                case "incomplete":
                    incomplete = json.GetBoolean();
                    break;
                case "code":
                    code = json.GetString()!;
                    break;
                case "arguments":
                    arguments = ReadList(ref json, (ref Utf8JsonReader item) => item.GetString()!);
                    break;
                default:
                    json.Skip();
                    break;
            }
        }

        return new ReadProblem(side, record, new Reason(code, arguments), incomplete);
    }

    private static Dictionary<Field, T> ReadByField<T>(ref Utf8JsonReader json)
        where T : struct, Enum
    {
        var values = new Dictionary<Field, T>();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var field = FieldValuesJson.Find(ref json);
            json.Read();
            if (field is { } known)
            {
                values[known] = Enum.Parse<T>(json.GetString()!);
            }
        }

        return values;
    }

    private static List<T> ReadList<T>(ref Utf8JsonReader json, JsonPieces.Item<T> read)
    {
        var items = new List<T>();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            items.Add(read(ref json));
        }

        return items;
    }

    /// <summary>The next property's name, with the reader on its value; null at the object's end.</summary>
    private static string? Property(ref Utf8JsonReader json)
    {
        if (!json.Read() || json.TokenType != JsonTokenType.PropertyName)
        {
            return null;
        }

        var name = NameOf(ref json);
        json.Read();
        return name;
    }

    private static string NameOf(ref Utf8JsonReader json)
    {
        foreach (var name in Names)
        {
            if (json.ValueTextEquals(name.EncodedUtf8Bytes))
            {
                return name.Value;
            }
        }

        return json.GetString()!;
    }
}
