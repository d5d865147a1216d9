using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Cli.Reading;

/// <summary>
/// Reads the people of one side. An absent property is unknown, null is empty, anything else is the value.
/// </summary>
/// <param name="side">The system of the people.</param>
/// <param name="today">The day of the employment that is derived from a Huma user's positions.</param>
internal sealed class PersonReader(Side side, DateOnly today = default)
{
    private const int Id = 0;
    private const int Active = 1;
    private const int FirstField = 2;

    // Besides the fields: the facts for scope rules and for employments.
    private static readonly string[] Common =
    [
        "id",
        "active",
        .. FieldRules.All.Select(rules => rules.Name),
        "groups",
        "contractTypes",
    ];
    private static readonly int Groups = FirstField + FieldRules.All.Count;
    private static readonly int ContractTypes = Groups + 1;
    private static readonly int Positions = Common.Length;
    private static readonly int FirstContract = Common.Length + 1;
    private static readonly Properties OfEmployee = new("A person", Common);
    private static readonly Properties OfUser = new("A person", [.. Common, "positions", "firstContractStartDate"]);

    // Fields that follow from positions, where they are not given themselves.
    private static readonly IReadOnlyList<Field> OfPositions = FieldRules.KeptInHuma(HumaRecord.Position);

    private readonly Properties _properties = side == Side.Huma ? OfUser : OfEmployee;

    private readonly List<KeyValuePair<Field, FieldValue>> _values = new(FieldRules.All.Count);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <summary>Reads a file of people; ids must be unique.</summary>
    public static List<Person> ReadFile(string file, Side side, DateOnly today, Progress progress)
    {
        var reader = new PersonReader(side, today);
        using var source = JsonSource.Open(file);
        var people = new List<Person>();
        foreach (var person in source.Array<Person>("persons", reader.Read))
        {
            people.Add(person);
            if (people.Count % 5_000 == 0)
            {
                progress.Reading(file, people.Count);
            }
        }

        return people;
    }

    /// <summary>Reads one person.</summary>
    public Person Read(ref Utf8JsonReader json)
    {
        var begin = _properties.Begin(ref json);
        string id = "";
        var active = true;
        IReadOnlyList<string>? groups = null,
            contractTypes = null;
        var (seen, likely) = (0u, 0);
        List<PositionReading.Read>? positions = null;
        DateOnly? firstContract = null;
        _values.Clear();
        while (_properties.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            switch (property)
            {
                case Id:
                    id = NewId(ref json);
                    break;
                case Active:
                    active = Take.Flag(ref json);
                    break;
                case var other when other == Positions:
                    positions = PositionReading.List(ref json);
                    break;
                case var other when other == FirstContract:
                    firstContract = PositionReading.Date(ref json);
                    break;
                case var other when other == Groups:
                    groups = Take.Texts(ref json);
                    break;
                case var other when other == ContractTypes:
                    contractTypes = Take.Texts(ref json);
                    break;
                default:
                    _values.Add(
                        new(
                            (Field)(property - FirstField),
                            FieldReading.Value(ref json, (Field)(property - FirstField))
                        )
                    );
                    break;
            }
        }

        _properties.Require(seen, 1, begin);
        var person = new Person(side, id, active, new FieldValues(_values))
        {
            Groups = groups,
            ContractTypes = contractTypes,
        };
        if (positions is not null)
        {
            DemandNoneOfPositions(begin);
            person = PositionReading.Employed(person, positions, firstContract, today);
        }
        else if (firstContract is not null)
        {
            throw new JsonFault(
                RefusalCodes.MissingProperty,
                "\"firstContractStartDate\" needs the property \"positions\".",
                begin
            );
        }

        return active || side == Side.Xledger ? person : person with { Locks = WriteLocks.OfDeactivatedUser };
    }

    // Two sources for one field: neither takes precedence.
    private void DemandNoneOfPositions(long begin)
    {
        foreach (var (field, _) in _values)
        {
            if (OfPositions.Contains(field))
            {
                throw new JsonFault(
                    RefusalCodes.PropertyConflict,
                    $"\"{FieldRules.For(field).Name}\" follows from \"positions\" and cannot stand beside them.",
                    begin
                );
            }
        }
    }

    private string NewId(ref Utf8JsonReader json)
    {
        var id = Take.Id(ref json);
        return _ids.Add(id)
            ? id
            : throw new JsonFault(
                MatchingReasons.SameIds,
                Sentences.Of(new Reason(MatchingReasons.SameIds, side.ToString(), Take.Shown(id))),
                json.TokenStartIndex
            );
    }
}
