using System.Globalization;
using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>A person being added to Xledger: the values to write and the records that exist so far.</summary>
internal sealed class NewEmployee(XledgerAddition addition)
{
    public string ClientId => addition.ClientId;

    /// <summary>The employment ID.</summary>
    public string Code => addition.Values[Field.EmploymentId].TextOrNull ?? "";

    /// <summary>The full name.</summary>
    public string Name => XledgerWriting.FullName(addition.Values[Field.GivenName], addition.Values[Field.FamilyName]);

    public XledgerId Id { get; set; }
    public string? ContactId { get; set; }
    public string? ContactKey { get; set; }
    public string? SubledgerId { get; set; }
    public string? SubledgerCode { get; set; }

    /// <summary>Required fields without a value.</summary>
    public IEnumerable<Field> Missing =>
        FieldRules
            .All.Where(rules => rules.Xledger.Required && !addition.Values[rules.Field].IsValue)
            .Select(rules => rules.Field);

    /// <summary>The input of <c>addEmployees</c>.</summary>
    /// <param name="today">Today in Oslo, Xledger's time.</param>
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

        // The start of the record's validity, independent of the employment (contracts/xledger.md 3.2). Whether Xledger
        // requires it is not public; the only published example sends it. Without a start date it is today.
        node["dateFrom"] = addition.Values[Field.EmploymentStart].TextOrNull
            ?? today.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        return node;
    }

    /// <summary>
    /// The input of <c>addContacts</c>. Names only: the addition must not be refused for a value that an update can
    /// write afterwards.
    /// </summary>
    public JsonObject ContactNode(string ownerDbId) =>
        new()
        {
            ["owner"] = new JsonObject { ["dbId"] = ownerDbId },
            ["firstName"] = addition.Values[Field.GivenName].TextOrNull,
            ["lastName"] = addition.Values[Field.FamilyName].TextOrNull,
        };

    /// <summary>The input of <c>addSuppliers</c>.</summary>
    public JsonObject SupplierNode(string ownerDbId) =>
        new()
        {
            ["owner"] = new JsonObject { ["dbId"] = ownerDbId },
            ["code"] = Code,
            ["description"] = Name,
        };

    /// <summary>The input that links contact and subledger to the employee.</summary>
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

    /// <summary>The fields to write once the records exist.</summary>
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
