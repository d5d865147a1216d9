using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Writing;

namespace HumaXledger.Core.Xledger;

/// <summary>
/// How Xledger holds each field: the one place of this side that a new field needs (docs/adding-a-field.md). Queries
/// select what is read here, mutations what shows whether an input was emptied. Where a field has two places, the
/// contact's counts and the subledger's is compared with it (<see cref="TwoPlaces"/>).
/// </summary>
internal static class XledgerFields
{
    private const string Address = "address { streetAddress zipCode place country { code description } }";
    private const string HomeAddress = "homeAddress { streetAddress zipCode place country { code description } }";
    private const string AddressLeft = "address { streetAddress zipCode place country { code } }";

    // In the order of Field: a field is found by its number.
    private static readonly XledgerField[] Table =
    [
        new(Field.Email, "email", "contact.email", "subledger.email")
        {
            Read = record => record.Email,
            Inputs =
            [
                new FieldInput(Part.Employee, "email"),
                new FieldInput(Part.Contact, "email"),
                new FieldInput(Part.Supplier, "email"),
            ],
        },
        new(Field.EmploymentId, "code")
        {
            Read = record => record.Own("code", record.Node.Code),
            Inputs = [new FieldInput(Part.Employee, "code")],
        },
        // The full name on employee and supplier goes along: XledgerWriting.PutFullName.
        new(Field.GivenName, "contact.firstName")
        {
            Read = record => record.GivenName,
            Inputs = [new FieldInput(Part.Employee, "firstName")],
        },
        new(Field.FamilyName, "contact.lastName")
        {
            Read = record => record.FamilyName,
            Inputs = [new FieldInput(Part.Employee, "lastName")],
        },
        new(Field.Phone, "contact.phone", "subledger.phone")
        {
            Read = record => record.Phone,
            Inputs =
            [
                new FieldInput(Part.Contact, "phone", "phone"),
                new FieldInput(Part.Employee, "phone", "contact.phone"),
                new FieldInput(Part.Supplier, "phone"),
                new FieldInput(Part.Employee, "phoneSubledger", "subledger.phone"),
            ],
            Put = XledgerWriting.PutPhone,
            GoesWithoutContact = true,
        },
        new(Field.DateOfBirth, "contact.birthday")
        {
            Read = record =>
                record.ContactHidden ? FieldValue.NotKnown : record.Date("contact.birthday", record.Contact?.Birthday),
            Inputs = [new FieldInput(Part.Employee, "birthday", "contact.birthday")],
        },
        new(Field.BankAccount, "subledger.bankAccount", "subledger.company.address.country.code")
        {
            Read = record => record.BankAccount,
        },
        new(Field.Address, $"contact.{Address}", $"contact.{HomeAddress}", $"subledger.{Address}")
        {
            Read = record => record.Address,
            Inputs =
            [
                new FieldInput(Part.Contact, "address", AddressLeft),
                new FieldInput(Part.Supplier, "address", AddressLeft),
            ],
            Put = AddressWriting.Put,
        },
        new(Field.Gender, "contact.gender { dbId code name }")
        {
            Read = record => record.Gender,
            Inputs = [new FieldInput(Part.Contact, "gender", "gender.dbId")],
            Put = XledgerWriting.PutGender,
        },
        XledgerField.OfContact(Field.JobTitle, "jobTitle", record => record.Contact?.JobTitle),
        XledgerField.DateOfEmployee(Field.EmploymentStart, "employmentFrom", record => record.Node.EmploymentFrom),
        XledgerField.DateOfEmployee(Field.ProbationEnd, "trialTo", record => record.Node.TrialTo),
        XledgerField.DateOfEmployee(Field.TerminationNotice, "noticeDate", record => record.Node.NoticeDate),
        XledgerField.DateOfEmployee(Field.EmploymentEnd, "employmentTo", record => record.Node.EmploymentTo),
        new(Field.Identification, "contact.socialSec", "socialSecurityMasked")
        {
            Read = record => record.Identification,
            Inputs = [new FieldInput(Part.Employee, "socialSec", "contact.socialSec", "socialSecurityMasked")],
        },
        .. FurtherFields<XledgerField>.Entries,
    ];

    /// <summary>What only a contact can hold.</summary>
    public static readonly Field[] OfContact =
    [
        .. Table.Where(entry => entry.IsOfContact).Select(entry => entry.Field),
    ];

    /// <summary>What the queries select of an employee for all fields.</summary>
    public static readonly IReadOnlyList<string> Selects = [.. Table.SelectMany(entry => entry.Selects)];

    /// <summary>All fields, in the order of <see cref="Field"/>.</summary>
    public static IReadOnlyList<XledgerField> All => Table;

    public static XledgerField For(Field field) => Table[(int)field];

    /// <summary>What the answer to a mutation selects, to find out whether inputs were emptied.</summary>
    public static IEnumerable<string> ShownBy(Part part) =>
        Table.SelectMany(entry => entry.Inputs).Where(input => input.Part == part).SelectMany(input => input.Shown);
}
