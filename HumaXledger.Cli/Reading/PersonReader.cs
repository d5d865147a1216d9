using System.Text.Json;
using HumaXledger.Core.People;

namespace HumaXledger.Cli.Reading;

/// <summary>Reads the people of one side. A property that is left out is unknown, null is empty, anything else is the value.</summary>
internal sealed class PersonReader(Side side)
{
    private const int Id = 0;
    private const int Active = 1;
    private const int FirstField = 2;

    // What rules about who is never synchronized ask for; beside the fields.
    private static readonly int Groups = FirstField + FieldRules.All.Count;
    private static readonly int ContractTypes = Groups + 1;

    private static readonly Properties OfPerson = new("A person", ["id", "active", .. FieldRules.All.Select(rules => rules.Name), "groups", "contractTypes"]);

    private readonly List<KeyValuePair<Field, FieldValue>> _values = new(FieldRules.All.Count);
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    public static List<Person> ReadFile(string file, Side side, Progress progress)
    {
        var reader = new PersonReader(side);
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

    public Person Read(ref Utf8JsonReader json)
    {
        var begin = OfPerson.Begin(ref json);
        string id = "";
        var active = true;
        IReadOnlyList<string>? groups = null, contractTypes = null;
        var (seen, likely) = (0u, 0);
        _values.Clear();
        while (OfPerson.Next(ref json, ref seen, likely) is >= 0 and var property)
        {
            likely = property + 1;
            switch (property)
            {
                case Id: id = NewId(ref json); break;
                case Active: active = Take.Flag(ref json); break;
                case var other when other == Groups: groups = Take.Texts(ref json); break;
                case var other when other == ContractTypes: contractTypes = Take.Texts(ref json); break;
                default: _values.Add(new((Field)(property - FirstField), FieldReading.Value(ref json, (Field)(property - FirstField)))); break;
            }
        }

        OfPerson.Require(seen, 1, begin);
        var person = new Person(side, id, active, new FieldValues(_values)) { Groups = groups, ContractTypes = contractTypes };
        return active || side == Side.Xledger ? person : person with { Locks = WriteLocks.OfDeactivatedUser };
    }

    private string NewId(ref Utf8JsonReader json)
    {
        var id = Take.Id(ref json);
        return _ids.Add(id)
            ? id
            : throw new JsonFault(ReasonCodes.SameIds, Sentences.Of(new Reason(ReasonCodes.SameIds, side.ToString(), Take.Shown(id))), json.TokenStartIndex);
    }
}
