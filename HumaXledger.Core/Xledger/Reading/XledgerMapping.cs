using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// From Xledger's employee, contact and subledger to a person (design: product.md section 3). What is read for each
/// field: <see cref="XledgerFields"/>.
/// </summary>
internal static class XledgerMapping
{
    // What an employee mutation does with a contact's fields where there is no contact is not public: they are locked.
    private static readonly IReadOnlyDictionary<Field, WriteLock> WithoutContact = XledgerFields.OfContact.ToDictionary(
        field => field,
        _ => WriteLock.NoContact
    );

    public static XledgerEmployee ToEmployee(EmployeeNode node, Unreadable unreadable, DateOnly today)
    {
        var record = new EmployeeRecord(node, unreadable);
        var values = new KeyValuePair<Field, FieldValue>[XledgerFields.All.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var entry = XledgerFields.All[index];
            values[index] = new(entry.Field, entry.Read(record));
        }

        var person = new Person(Side.Xledger, node.DbId!, IsActive(node, today), new FieldValues(values))
        {
            Owner = node.OwnerDbId,
            EmployerCountry = Country.Read(node.Subledger?.Company?.Address?.Country?.Code),
            InnerDisagreements = [.. record.Disagreements],
        };
        return new XledgerEmployee(
            record.ContactId is null && !record.ContactHidden ? person with { Locks = WithoutContact } : person,
            record.ContactId,
            node.Subledger?.DbId
        )
        {
            Description = node.Description,
            IdentificationMask = person[Field.Identification].IsKnown
                ? null
                : SocialSecurity.MaskOf(node.Contact?.SocialSec, node.SocialSecurityMasked),
            ContactKey = node.Contact?.Id,
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
}
