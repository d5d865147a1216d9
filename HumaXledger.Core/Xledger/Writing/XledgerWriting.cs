using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// From fields to the inputs of the employee, contact and supplier mutations (design: product.md section 3). Pure: what
/// Xledger is known to have is given.
/// </summary>
internal static class XledgerWriting
{
    /// <param name="gender">The system value that means a gender, or null.</param>
    /// <param name="isSupplier">Whether the employee's subledger is known to be a supplier, which alone can be
    /// written.</param>
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
                || (field is Field.Gender or Field.JobTitle or Field.Address or Field.Email && !write.Has(Part.Contact))
            )
            {
                write.Refuse(field, ValueReasons.NoContact);
            }
            else
            {
                Put(write, field, value.TextOrNull, gender, hasSubledger: current.SubledgerId is not null);
            }
        }

        PutFullName(write, update);
        return write;
    }

    /// <summary>Puts one field where it goes. A null text empties it.</summary>
    private static void Put(
        PersonWrite write,
        Field field,
        string? text,
        Func<string, SystemValueNode?> gender,
        bool hasSubledger
    )
    {
        switch (field)
        {
            case Field.EmploymentId:
                write.Node(Part.Employee)["code"] = text;
                break;
            case Field.GivenName:
                write.Node(Part.Employee)["firstName"] = text;
                break;
            case Field.FamilyName:
                write.Node(Part.Employee)["lastName"] = text;
                break;
            case Field.Email:
                write.Node(Part.Employee)["email"] = text;
                write.Node(Part.Contact)["email"] = text;
                if (write.Has(Part.Supplier))
                {
                    write.Node(Part.Supplier)["email"] = text;
                }

                break;
            case Field.Phone:
                PutPhone(write, text, hasSubledger);
                break;
            case Field.DateOfBirth:
                PutOrClear(write, Part.Employee, field, ClearKind.Date, "birthday", text, "contact.birthday");
                break;
            case Field.EmploymentStart or Field.EmploymentEnd or Field.ProbationEnd or Field.TerminationNotice:
                var date = field switch
                {
                    Field.EmploymentStart => "employmentFrom",
                    Field.EmploymentEnd => "employmentTo",
                    Field.ProbationEnd => "trialTo",
                    _ => "noticeDate",
                };
                PutOrClear(write, Part.Employee, field, ClearKind.Date, date, text, date);
                break;
            case Field.Identification:
                PutOrClear(
                    write,
                    Part.Employee,
                    field,
                    ClearKind.Text,
                    "socialSec",
                    text is null ? null : IdentificationNumber.Read(text).Number,
                    "contact.socialSec",
                    "socialSecurityMasked"
                );
                break;
            case Field.JobTitle:
                PutOrClear(write, Part.Contact, field, ClearKind.Text, "jobTitle", text, "jobTitle");
                break;
            case Field.Gender when text is null:
                write.Clears.Add(new Clear(Part.Contact, field, ClearKind.Reference, "gender", ["gender.dbId"]));
                break;
            case Field.Gender when gender(text) is { } value:
                write.Node(Part.Contact)["gender"] = new JsonObject { ["dbId"] = value.DbId };
                break;
            case Field.Gender:
                write.Refuse(field, new Reason(ValueReasons.GenderNoCounterpart));
                break;
            case Field.Address:
                AddressWriting.Put(write, Address.Read(text!));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(field), field, "No mutation writes this field.");
        }
    }

    /// <summary>
    /// Where the employee's flat inputs land is not public (contracts/xledger.md 4.3): each record that holds the
    /// number and can be written itself is
    /// written itself too. Emptied, the contact's answer shows what is left; a supplier's answer has no phone, so its
    /// inputs go along with the contact's.
    /// </summary>
    private static void PutPhone(PersonWrite write, string? text, bool hasSubledger)
    {
        var (ofContact, ofSupplier) = (write.Has(Part.Contact), write.Has(Part.Supplier));
        if (ofContact)
        {
            PutOrClear(write, Part.Contact, Field.Phone, ClearKind.Text, "phone", text, "phone");
        }

        if (text is not null || !ofContact)
        {
            PutOrClear(write, Part.Employee, Field.Phone, ClearKind.Text, "phone", text, "contact.phone");
        }

        if (ofSupplier)
        {
            PutOrClear(write, Part.Supplier, Field.Phone, ClearKind.Text, "phone", text);
        }

        if (hasSubledger)
        {
            PutOrClear(
                write,
                Part.Employee,
                Field.Phone,
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
        params string[] answers
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
    /// The full name goes along whenever a name changes: neither the employee's nor the subledger's is known to follow
    /// by itself. It is left as it is where the other half of
    /// the name cannot be seen.
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
        Unseen.Written($"{given.TextOrNull?.Trim()} {family.TextOrNull?.Trim()}").Trim();
}
