using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// From Xledger's employee, contact and subledger to a person (design: product.md section 3). Where a field has two
/// places, the contact's counts and the subledger's is compared
/// with it.
/// </summary>
/// <remarks>
/// An employee without a contact holds nothing in the contact's fields, so they are empty, and they are locked: what an
/// employee mutation does with them then is not public.
/// Without a subledger the bank account is unknown, not empty: it is only ever copied to Huma, and "no ledger record"
/// must never clear it there.
/// </remarks>
internal static class XledgerMapping
{
    /// <summary>What only a contact can hold.</summary>
    private static readonly Field[] ContactFields =
    [
        Field.Email,
        Field.GivenName,
        Field.FamilyName,
        Field.Phone,
        Field.DateOfBirth,
        Field.Address,
        Field.Gender,
        Field.JobTitle,
        Field.Identification,
    ];

    private static readonly IReadOnlyDictionary<Field, WriteLock> WithoutContact = ContactFields.ToDictionary(
        field => field,
        _ => WriteLock.NoContact
    );

    public static XledgerEmployee ToEmployee(EmployeeNode node, Unreadable unreadable, DateOnly today)
    {
        var contact = node.Contact;
        var contactId = contact?.DbId ?? node.ContactDbId;
        // A reference without the record means that the record is there and not shown.
        var contactHidden = contact is null && (contactId is not null || unreadable.Touches("contact"));
        var subledgerHidden = node.Subledger is null && unreadable.Touches("subledger");

        FieldValue Own(string path, string? text) =>
            text is null && unreadable.Touches(path) ? FieldValue.NotKnown : FieldValue.From(text);
        FieldValue Date(string path, string? text) => Own(path, OsloClock.DateText(text));
        FieldValue OfContact(string name, string? text) =>
            contactHidden ? FieldValue.NotKnown : Own($"contact.{name}", text);
        FieldValue OfSubledger(string name, string? text) =>
            subledgerHidden ? FieldValue.NotKnown : Own($"subledger.{name}", text);
        FieldValue Address(string path, bool hidden, AddressNode? address) =>
            hidden || unreadable.Touches(path) ? FieldValue.NotKnown : ToAddress(address).ToValue();

        var email = TwoPlaces.Email(
            OfContact("email", contact?.Email),
            OfSubledger("email", node.Subledger?.Email),
            Own("email", node.Email)
        );
        var phone = TwoPlaces.Phone(OfContact("phone", contact?.Phone), OfSubledger("phone", node.Subledger?.Phone));
        var address = TwoPlaces.Address(
            Address("contact.address", contactHidden, contact?.Address),
            Address("subledger.address", subledgerHidden, node.Subledger?.Address),
            Address("contact.homeAddress", contactHidden, contact?.HomeAddress)
        );
        var given = OfContact("firstName", contact?.FirstName);
        var family = OfContact("lastName", contact?.LastName);
        var names = TwoPlaces.Names(given, family, contact?.MiddleName, node.Description, node.Subledger?.Description);

        var values = new FieldValues([
            new(Field.Email, email.Value),
            new(Field.EmploymentId, Own("code", node.Code)),
            new(Field.GivenName, given),
            new(Field.FamilyName, family),
            new(Field.Phone, phone.Value),
            new(Field.DateOfBirth, contactHidden ? FieldValue.NotKnown : Date("contact.birthday", contact?.Birthday)),
            new(Field.BankAccount, ToBankAccount(node.Subledger, unreadable)),
            new(Field.Address, address.Value),
            new(Field.Gender, ToGender(contact?.Gender, OfContact("gender", null))),
            new(Field.JobTitle, OfContact("jobTitle", contact?.JobTitle)),
            new(Field.EmploymentStart, Date("employmentFrom", node.EmploymentFrom)),
            new(Field.ProbationEnd, Date("trialTo", node.TrialTo)),
            new(Field.TerminationNotice, Date("noticeDate", node.NoticeDate)),
            new(Field.EmploymentEnd, Date("employmentTo", node.EmploymentTo)),
            new(
                Field.Identification,
                contactHidden
                    ? FieldValue.NotKnown
                    : SocialSecurity.Read(contact?.SocialSec, node.SocialSecurityMasked, unreadable)
            ),
        ]);

        var person = new Person(Side.Xledger, node.DbId!, IsActive(node, today), values)
        {
            Owner = node.OwnerDbId,
            EmployerCountry = Country.Read(node.Subledger?.Company?.Address?.Country?.Code),
            InnerDisagreements =
            [
                .. new[]
                {
                    email.Disagreement,
                    phone.Disagreement,
                    address.Disagreement,
                    names,
                }.OfType<InnerDisagreement>(),
            ],
        };
        return new XledgerEmployee(
            contactId is null && !contactHidden ? person with { Locks = WithoutContact } : person,
            contactId,
            node.Subledger?.DbId
        )
        {
            Description = node.Description,
            IdentificationMask = values[Field.Identification].IsKnown
                ? null
                : SocialSecurity.MaskOf(contact?.SocialSec, node.SocialSecurityMasked),
            ContactKey = contact?.Id,
            SubledgerCode = node.Subledger?.Code,
        };
    }

    /// <summary>
    /// Genders of a read in which no system value was seen at all: the register cannot be read, and a gender that is
    /// not shown is not known. A contact
    /// that is not there still holds none.
    /// </summary>
    public static XledgerEmployee WithoutRegister(XledgerEmployee employee) =>
        employee.ContactId is not null && employee.Person[Field.Gender] is FieldValue.Empty
            ? employee with
            {
                Person = employee.Person with
                {
                    Values = employee.Person.Values.With(Field.Gender, FieldValue.NotKnown),
                },
            }
            : employee;

    /// <summary>Whether the node shows any system value, so that those can be read.</summary>
    public static bool ShowsSystemValues(EmployeeNode node) =>
        node.Contact?.Gender is not null || node.Subledger?.LedgerType is not null;

    /// <summary>
    /// Employed today or later: neither the employment nor the record has ended. Somebody who has not started yet is
    /// active.
    /// </summary>
    private static bool IsActive(EmployeeNode node, DateOnly today) =>
        !Ended(node.EmploymentTo, today) && !Ended(node.DateTo, today);

    private static bool Ended(string? date, DateOnly today) =>
        DateOnly.TryParse(OsloClock.DateText(date), System.Globalization.CultureInfo.InvariantCulture, out var last)
        && last < today;

    private static Address ToAddress(AddressNode? node) =>
        new(
            Part(node?.StreetAddress),
            Part(node?.ZipCode),
            Part(node?.Place),
            Part(node?.Country?.Code) ?? Part(node?.Country?.Description)
        );

    /// <summary>A gender of which neither code nor name is shown is there and not known.</summary>
    private static FieldValue ToGender(SystemValueNode? gender, FieldValue absent) =>
        gender is null ? absent
        : Gender.OfSystemValue(gender.Code, gender.Name) is { } text ? FieldValue.From(text)
        : FieldValue.NotKnown;

    private static FieldValue ToBankAccount(SubledgerNode? subledger, Unreadable unreadable) =>
        subledger is null || (subledger.BankAccount is null && unreadable.Touches("subledger.bankAccount"))
            ? FieldValue.NotKnown
            : new BankAccount(subledger.BankAccount ?? "", Part(subledger.Company?.Address?.Country?.Code)).ToValue();

    private static string? Part(string? text) => Unseen.IsBlank(text) ? null : text;
}
