using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Maps fields to the inputs of the employee, contact and supplier mutations (design: product.md section 3). Pure:
/// known facts about Xledger are parameters.
/// </summary>
internal static class XledgerWriting
{
    /// <summary>The inputs of one update.</summary>
    /// <param name="gender">The system value of a gender, or null.</param>
    /// <param name="isSupplier">
    /// Whether the employee's subledger is a known supplier; only then can it be written.
    /// </param>
    public static PersonWrite Update(XledgerUpdate update, Func<string, SystemValueNode?> gender, bool isSupplier)
    {
        var current = update.Current;
        var write = new PersonWrite(current.Person.Id);
        write.Knows(Part.Employee, new JsonObject { ["dbId"] = current.Person.Id });
        if (current.ContactId is { } contact)
        {
            var key = new JsonObject { ["dbId"] = contact };
            if (current.ContactKey is { Length: > 0 } textual)
            {
                key["id"] = textual;
            }

            write.Knows(Part.Contact, key);
        }

        if (isSupplier)
        {
            write.Knows(Part.Supplier, new JsonObject { ["dbId"] = current.SubledgerId });
        }

        foreach (var (field, value) in update.Values.OrderBy(pair => pair.Key))
        {
            var can = FieldRules.For(field).Xledger;
            if (value is FieldValue.Unknown)
            {
                throw new ArgumentException($"An unknown value cannot be written ({field}).", nameof(update));
            }

            if (!can.Writable)
            {
                write.Refuse(field, XledgerReasons.NotWritable);
            }
            else if (value is FieldValue.Empty && !can.Clearable)
            {
                write.Refuse(field, XledgerReasons.NotClearable);
            }
            else if (
                current.Person.Locks.ContainsKey(field)
                || (XledgerFields.For(field).NeedsContact && !write.Has(Part.Contact))
            )
            {
                write.Refuse(field, ValueReasons.NoContact);
            }
            else
            {
                Put(new FieldPut(write, field, value.TextOrNull, gender, current.SubledgerId is not null));
            }
        }

        PutFullName(write, update);
        return write;
    }

    /// <summary>Puts one field where it goes. A null text empties it.</summary>
    private static void Put(FieldPut put)
    {
        var entry = XledgerFields.For(put.Field);
        if (entry.Put is { } own)
        {
            own(put);
            return;
        }

        var text = put.Text is { } given ? entry.InputText(given) : null;
        foreach (var input in entry.Inputs)
        {
            if (input.Part != Part.Supplier || put.Write.Has(Part.Supplier))
            {
                PutOrClear(put.Write, input.Part, put.Field, entry.Clearing, input.Name, text, input.Shown);
            }
        }
    }

    /// <summary>By the system value that means it.</summary>
    internal static void PutGender(FieldPut put)
    {
        if (put.Text is null)
        {
            put.Write.Clears.Add(new Clear(Part.Contact, put.Field, ClearKind.Reference, "gender", ["gender.dbId"]));
        }
        else if (put.Gender(put.Text) is { } value)
        {
            put.Write.Node(Part.Contact)["gender"] = new JsonObject { ["dbId"] = value.DbId };
        }
        else
        {
            put.Write.Refuse(put.Field, new Reason(ValueReasons.GenderNoCounterpart));
        }
    }

    /// <summary>
    /// The target of the employee's flat inputs is not public (contracts/xledger.md 4.3): each record that has the
    /// number and can be written is written itself too. When it is cleared, the contact's answer shows what remains; a
    /// supplier's answer has no phone, so its inputs are sent with the contact's.
    /// </summary>
    internal static void PutPhone(FieldPut put)
    {
        var (write, text) = (put.Write, put.Text);
        var (ofContact, ofSupplier) = (write.Has(Part.Contact), write.Has(Part.Supplier));
        if (ofContact)
        {
            PutOrClear(write, Part.Contact, put.Field, ClearKind.Text, "phone", text, "phone");
        }

        if (text is not null || !ofContact)
        {
            PutOrClear(write, Part.Employee, put.Field, ClearKind.Text, "phone", text, "contact.phone");
        }

        if (ofSupplier)
        {
            PutOrClear(write, Part.Supplier, put.Field, ClearKind.Text, "phone", text);
        }

        if (put.HasSubledger)
        {
            PutOrClear(
                write,
                Part.Employee,
                put.Field,
                ClearKind.Text,
                "phoneSubledger",
                text,
                ofSupplier ? [] : ["subledger.phone"]
            );
        }
    }

    private static void PutOrClear(
        PersonWrite write,
        Part part,
        Field field,
        ClearKind kind,
        string input,
        string? text,
        params IReadOnlyList<string> answers
    )
    {
        if (text is not null)
        {
            write.Node(part)[input] = text;
        }
        else
        {
            write.Clears.Add(new Clear(part, field, kind, input, answers));
        }
    }

    /// <summary>
    /// Writes the full name whenever a name changes: neither the employee's nor the subledger's is known to follow by
    /// itself. It is left unchanged where the other part of the name cannot be read.
    /// </summary>
    private static void PutFullName(PersonWrite write, XledgerUpdate update)
    {
        bool Changes(Field field) => update.Values.ContainsKey(field) && !write.NotWritten.ContainsKey(field);
        FieldValue After(Field field) => Changes(field) ? update.Values[field] : update.Current.Person[field];
        if (
            (!Changes(Field.GivenName) && !Changes(Field.FamilyName))
            || !After(Field.GivenName).IsKnown
            || !After(Field.FamilyName).IsKnown
        )
        {
            return;
        }

        var name = FullName(After(Field.GivenName), After(Field.FamilyName));
        write.Node(Part.Employee)["description"] = name;
        if (write.Has(Part.Supplier))
        {
            write.Node(Part.Supplier)["description"] = name;
        }
    }

    internal static string FullName(FieldValue given, FieldValue family) =>
        InvisibleCharacters.Written($"{given.TextOrNull?.Trim()} {family.TextOrNull?.Trim()}").Trim();
}

/// <summary>One field on its way into the inputs of a person.</summary>
/// <param name="Text">Null empties it.</param>
/// <param name="Gender">The system value that means a gender, or null.</param>
internal readonly record struct FieldPut(
    PersonWrite Write,
    Field Field,
    string? Text,
    Func<string, SystemValueNode?> Gender,
    bool HasSubledger
)
{
    // A record struct prints its members; a value must not.
    public override string ToString() => $"{Field}";
}
