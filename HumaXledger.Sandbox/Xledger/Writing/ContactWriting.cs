using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// Writes contacts, the only way to change a gender, a job title and a structured address (contracts/xledger.md 4.4).
/// </summary>
internal sealed class ContactWriting(XledgerRequest request)
{
    private static readonly string[] MoreFields =
    [
        "initials",
        "aliasName",
        "maidenName",
        "prefix",
        "suffix",
        "profession",
        "deathDate",
        "personalId",
        "companyName",
        "companyContact",
        "notes",
        "phone2",
        "phone3",
        "email2",
        "email3",
        "doNotCall",
        "noEmail",
        "noMail",
        "noSms",
        "noTul",
    ];

    private static readonly string[] SystemValueFields =
    [
        "personalIdType",
        "language",
        "emailType",
        "emailType2",
        "emailType3",
        "phoneType",
        "phoneType2",
        "phoneType3",
    ];

    private readonly References _references = new(request);

    public ContactRow Add(Node node, XledgerEdit edit)
    {
        var owner = request.Visibility.Own;
        node.Reference(
            "owner",
            reference => _references.Owner(reference),
            entity => owner = entity?.OwnerDbId ?? owner
        );
        return Fill(node, edit, edit.Add(new ContactRow { OwnerDbId = owner }));
    }

    public ContactRow Update(Node node, XledgerEdit edit)
    {
        if (request.Switches.ContactIdRequired)
            node.Demand("id");
        return Fill(node, edit, MassMutation.Existing<ContactRow>(node, request));
    }

    private ContactRow Fill(Node node, XledgerEdit edit, ContactRow contact)
    {
        var owner = contact.OwnerDbId;
        return edit.Change(contact, row =>
        {
            node.Text("id", value => row.Id = value);
            node.Text("code", value => row.Code = value);
            node.Text("firstName", value => row.FirstName = value);
            node.Text("middleName", value => row.MiddleName = value);
            node.Text("lastName", value => row.LastName = value);
            if (node.Has("firstName", "middleName", "lastName"))
                row.Name = PersonParts.FullName(row);
            node.Text("name", value => row.Name = value);
            node.Date("birthday", value => row.Birthday = value);
            node.Text("socialSec", value => row.SocialSec = value);
            node.Text("phone", value => row.Phone = value);
            node.Text("email", value => row.Email = value);
            node.Text("jobTitle", value => row.JobTitle = value);
            node.Date("fromDate", value => row.FromDate = value);
            node.Date("toDate", value => row.ToDate = value);
            node.Each(MoreFields, (field, value) =>
                row.More = value is null ? row.More.Remove(field) : row.More.SetItem(field, value)
            );
            node.Reference(
                "gender",
                reference => _references.SystemValue("gender", reference, owner, SystemValueRow.Gender),
                gender => row.GenderDbId = gender?.DbId
            );
            foreach (var field in SystemValueFields)
                node.Reference(field, reference => References.None(field, reference, owner), _ => { });
            foreach (var field in new[] { "maritalStatus", "contactGroup" })
                node.Reference(field, reference => _references.ObjectValue(field, reference, owner), _ => { });

            string? country = null;
            node.Reference(
                "country",
                reference => _references.Country("country", reference, owner),
                found => country = found?.Code
            );
            row.CountryCode = country ?? row.CountryCode;
            row.Address = Address("address", row.Address, country);
            row.HomeAddress = Address("homeAddress", row.HomeAddress, null);
            row.BillAddress = Address("billAddress", row.BillAddress, null);
            row.ShipAddress = Address("shipAddress", row.ShipAddress, null);
        });

        AddressRow? Address(string field, AddressRow? before, string? countryCode) =>
            AddressWriting.Apply(before, node.Input.Get<InputObject>(field), countryCode, request);
    }
}
