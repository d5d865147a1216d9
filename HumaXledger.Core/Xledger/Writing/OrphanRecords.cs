using System.Text.Json.Nodes;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// Finds contacts and suppliers that an interrupted addition created and did not link. Only unambiguous records are
/// used: created since the addition began, in the same entity, with the person's name and nothing else, and not in use.
/// </summary>
internal sealed class OrphanRecords(PageReader pages, EmployeeReader employees, SupplierLookup suppliers)
{
    /// <summary>Tolerance for differing clocks, as in Xledger's own sample (contracts/xledger.md 6.1).</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(15);

    private const int PageSize = 1_000;

    /// <summary>Sets the ids of found records on the people who lack them.</summary>
    public async Task AdoptAsync(
        IReadOnlyCollection<NewEmployee> people,
        string ownerDbId,
        DateTime begunAt,
        CancellationToken cancellation
    )
    {
        var since = OsloClock.Text(begunAt - ClockSkew);
        if (people.Where(person => person.ContactId is null).ToArray() is { Length: > 0 } withoutContact)
        {
            await TakeContactsAsync(withoutContact, ownerDbId, since, cancellation);
        }

        if (people.Where(person => person.SubledgerId is null).ToArray() is { Length: > 0 } withoutSubledger)
        {
            await TakeSuppliersAsync(withoutSubledger, ownerDbId, since, cancellation);
        }
    }

    private static bool IsEmpty(AddressNode? address) =>
        address is null
        || (
            string.IsNullOrWhiteSpace(address.StreetAddress)
            && string.IsNullOrWhiteSpace(address.ZipCode)
            && string.IsNullOrWhiteSpace(address.Place)
        );

    private async Task TakeContactsAsync(
        NewEmployee[] people,
        string ownerDbId,
        string since,
        CancellationToken cancellation
    )
    {
        var names = people.Select(person => person.Name).ToHashSet();
        var bare = new List<ContactNode>();
        var changed = XledgerDocuments.ContactsByFilter.Fill(("filter", new JsonObject { ["modifiedAt_gte"] = since }));
        await foreach (
            var page in pages.ReadAsync<ContactNode>(changed, PageSize, contact => contact.DbId, cancellation)
        )
        {
            bare.AddRange(
                page.Records.Select(record => record.Node)
                    .OfType<ContactNode>()
                    .Where(contact =>
                        contact
                            is {
                                DbId: not null,
                                Email: null or "",
                                Phone: null or "",
                                Birthday: null,
                                SocialSec: null or "",
                                MiddleName: null or "",
                                JobTitle: null or ""
                            }
                        && IsEmpty(contact.Address)
                        && IsEmpty(contact.HomeAddress)
                        && contact.OwnerDbId == ownerDbId
                        && names.Contains(NameOf(contact))
                    )
            );
        }

        var used = (await employees.OfContactsAsync([.. bare.Select(contact => contact.DbId!)], cancellation))
            .Select(employee => employee.ContactId)
            .ToHashSet();
        var free = bare.Where(contact => !used.Contains(contact.DbId))
            .GroupBy(NameOf)
            .ToDictionary(same => same.Key, same => new Queue<ContactNode>(same));
        foreach (var person in people)
        {
            // Two people with the same name take one contact each: both have the same content.
            if (free.TryGetValue(person.Name, out var contacts) && contacts.TryDequeue(out var contact))
            {
                (person.ContactId, person.ContactKey) = (contact.DbId, contact.Id);
            }
        }
    }

    private async Task TakeSuppliersAsync(
        NewEmployee[] people,
        string ownerDbId,
        string since,
        CancellationToken cancellation
    )
    {
        var codes = new JsonArray([.. people.Select(person => JsonValue.Create(person.Code))]);
        var fresh = XledgerDocuments.FreshSuppliers.Fill(("codes", codes), ("since", since));
        var found = new List<SupplierNode>();
        await foreach (
            var page in pages.ReadAsync<SupplierNode>(fresh, PageSize, supplier => supplier.DbId, cancellation)
        )
        {
            found.AddRange(page.Records.Select(record => record.Node).OfType<SupplierNode>());
        }

        foreach (var person in people)
        {
            if (
                found.Where(supplier => supplier.Code == person.Code).ToArray()
                    is [{ DbId: { } id, Email: null or "" } supplier]
                && supplier.OwnerDbId == ownerDbId
                && supplier.Description == person.Name
            )
            {
                (person.SubledgerId, person.SubledgerCode) = (id, supplier.Code);
                suppliers.Remember(id, person.Code);
            }
        }
    }

    private static string NameOf(ContactNode contact) =>
        XledgerWriting.FullName(People.FieldValue.From(contact.FirstName), People.FieldValue.From(contact.LastName));
}
