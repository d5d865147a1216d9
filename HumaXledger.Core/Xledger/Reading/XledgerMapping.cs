using HumaXledger.Core.People;
using HumaXledger.Core.People.Countries;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// Maps Xledger's employee, contact and subledger to a person (design: product.md section 3). Where a field has two
/// places, the contact's counts and the subledger's is compared with it.
/// </summary>
/// <remarks>
/// The contact's fields of an employee without a contact are empty and locked, because the effect of an employee
/// mutation on them is not public. Without a subledger the bank account is unknown and not empty: it is copied only to
/// Huma, and a missing ledger record must not clear it there.
/// </remarks>
internal static class XledgerMapping
{
    // What an employee mutation does with a contact's fields where there is no contact is not public: they are locked.
    private static readonly IReadOnlyDictionary<Field, WriteLock> WithoutContact = XledgerFields.OfContact.ToDictionary(
        field => field,
        _ => WriteLock.NoContact
    );

    /// <summary>The employee of a node; fields in <paramref name="unreadable"/> are unknown.</summary>
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
    /// The employee after a read without any system value: they are not readable, so an absent gender is unknown. A
    /// missing contact still has none.
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

    /// <summary>Whether the node has a system value, which shows that they are readable.</summary>
    public static bool ShowsSystemValues(EmployeeNode node) =>
        node.Contact?.Gender is not null || node.Subledger?.LedgerType is not null;

    /// <summary>
    /// Employed today or later: neither the employment nor the record has ended. A person who has not started yet is
    /// active.
    /// </summary>
    private static bool IsActive(EmployeeNode node, DateOnly today) =>
        !Ended(node.EmploymentTo, today) && !Ended(node.DateTo, today);

    private static bool Ended(string? date, DateOnly today) =>
        DateOnly.TryParse(OsloClock.DateText(date), System.Globalization.CultureInfo.InvariantCulture, out var last)
        && last < today;
}
