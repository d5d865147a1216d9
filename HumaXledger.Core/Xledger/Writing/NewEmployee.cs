using System.Globalization;
using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>A person on the way into Xledger: what is wanted and which records exist by now.</summary>
internal sealed class NewEmployee(XledgerAddition addition)
{
    public string ClientId => addition.ClientId;
    public string Code => addition.Values[Field.EmploymentId].TextOrNull ?? "";
    public string Name => XledgerWriting.FullName(addition.Values[Field.GivenName], addition.Values[Field.FamilyName]);

    public XledgerId Id { get; set; }
    public string? ContactId { get; set; }
    public string? ContactKey { get; set; }
    public string? SubledgerId { get; set; }
    public string? SubledgerCode { get; set; }

    /// <summary>Required fields that are missing.</summary>
    public IEnumerable<Field> Missing =>
        FieldRules
            .All.Where(rules => rules.Xledger.Required && !addition.Values[rules.Field].IsValue)
            .Select(rules => rules.Field);

    /// <param name="today">Today in Oslo, Xledger's own time.</param>
    public JsonObject EmployeeNode(string ownerDbId, DateOnly today)
    {
        var node = new JsonObject
        {
            ["owner"] = new JsonObject { ["dbId"] = ownerDbId },
            ["code"] = Code,
            ["description"] = Name,
        };
        foreach (var entry in XledgerFields.All)
        {
            if (addition.Values[entry.Field].TextOrNull is not { } text)
            {
                continue;
            }

            foreach (var input in entry.Inputs.Where(input => input.Part == Part.Employee))
            {
                node[input.Name] = entry.InputText(text);
            }
        }

        // From when the record is valid, apart from the employment (contracts/xledger.md 3.2). Whether Xledger demands
        // it is not public; the only
        // published example sends it. A person without a start date is valid from today.
        node["dateFrom"] = addition.Values[Field.EmploymentStart].TextOrNull
            ?? today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return node;
    }

    /// <summary>
    /// Names only: an added record must not be refused for a value that an update can bring afterwards.
    /// </summary>
    public JsonObject ContactNode(string ownerDbId) =>
        new()
        {
            ["owner"] = new JsonObject { ["dbId"] = ownerDbId },
            ["firstName"] = addition.Values[Field.GivenName].TextOrNull,
            ["lastName"] = addition.Values[Field.FamilyName].TextOrNull,
        };

    public JsonObject SupplierNode(string ownerDbId) =>
        new()
        {
            ["owner"] = new JsonObject { ["dbId"] = ownerDbId },
            ["code"] = Code,
            ["description"] = Name,
        };

    public JsonObject LinkNode()
    {
        var node = new JsonObject { ["dbId"] = Id.Value };
        if (ContactId is not null)
        {
            node["contact"] = new JsonObject { ["dbId"] = ContactId };
        }

        if (SubledgerId is not null)
        {
            node["subledger"] = new JsonObject { ["dbId"] = SubledgerId };
        }

        return node;
    }

    /// <summary>
    /// What to write once the records are there: all that contact and subledger hold, since what <c>addEmployees</c>
    /// does with it is not public.
    /// </summary>
    public XledgerUpdate Rest()
    {
        var values = XledgerFields
            .OfContact.Where(field => addition.Values[field].IsValue)
            .ToDictionary(field => field, field => addition.Values[field]);
        var person = new Person(
            Side.Xledger,
            Id.Value,
            Active: true,
            FieldValues.AllUnknown.With(Field.Gender, FieldValue.Nothing)
        );
        return new XledgerUpdate(
            new XledgerEmployee(person, ContactId, SubledgerId)
            {
                ContactKey = ContactKey,
                SubledgerCode = SubledgerCode,
            },
            values
        );
    }

    public override string ToString() => ClientId;
}
