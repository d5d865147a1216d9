using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>Writes the parts of an employee's flat input that belong to its contact and its subledger.</summary>
internal sealed class PersonParts(XledgerRequest request)
{
    private readonly string[] _contactFields =
    [
        "firstName",
        "middleName",
        "lastName",
        "initials",
        "aliasName",
        "maidenName",
        "suffix",
        "birthday",
        "socialSec",
        "personalId",
        "companyName",
        "contactAddress",
        .. Landing(request.Switches, FlatInput.Contact),
    ];

    private readonly string[] _subledgerFields =
    [
        "fullAddress",
        "bankAccount",
        "paymentNotification",
        .. Landing(request.Switches, FlatInput.Subledger),
    ];

    private static readonly string[] MoreOfContact =
    [
        "initials",
        "aliasName",
        "maidenName",
        "suffix",
        "personalId",
        "companyName",
    ];

    private static readonly string[] MoreOfSubledger = ["paymentNotification"];

    /// <summary>Returns the contact and the subledger of the employee after the write.</summary>
    public (ContactRow? Contact, SubledgerRow? Subledger) Write(
        Node node,
        XledgerEdit edit,
        EmployeeRow employee,
        bool added
    )
    {
        var contact = request.Store.Contacts.Find(employee.ContactDbId);
        var subledger = request.Store.Subledgers.Find(employee.SubledgerDbId);
        // Without a record to write to the values are dropped; no public source says that they are refused.
        var creates = request.Switches.AddEmployeesCreatesContactAndSubledger;
        if (node.Has(_contactFields))
            request.DemandWrite(XledgerScope.Contact);
        if (contact is not null || (creates && (added || node.Has(_contactFields))))
            contact = Contact(node, edit, contact, employee);
        if (node.Has(_subledgerFields))
            request.DemandWrite(XledgerScope.Subledger);
        if (subledger is not null || (creates && (added || node.Has(_subledgerFields))))
            subledger = Subledger(node, edit, subledger, employee, contact);
        return (contact, subledger);
    }

    private ContactRow Contact(Node node, XledgerEdit edit, ContactRow? before, EmployeeRow employee)
    {
        var contact = before
            ?? edit.Add(
                new ContactRow
                {
                    OwnerDbId = employee.OwnerDbId,
                    Code = employee.Code,
                    Name = employee.Description,
                }
            );
        if (!node.Has(_contactFields))
            return contact;
        return edit.Change(contact, row =>
        {
            node.Text("firstName", value => row.FirstName = value);
            node.Text("middleName", value => row.MiddleName = value);
            node.Text("lastName", value => row.LastName = value);
            node.Date("birthday", value => row.Birthday = value);
            node.Text("socialSec", value => row.SocialSec = value);
            Land(node, FlatInput.Contact, value => row.Email = value, value => row.Phone = value);
            node.Text("contactAddress", value => row.Address = OneLine(row.Address, value));
            node.Each(MoreOfContact, (field, value) =>
                row.More = value is null ? row.More.Remove(field) : row.More.SetItem(field, value)
            );
            if (node.Has("firstName", "middleName", "lastName"))
                row.Name = FullName(row);
        });
    }

    private SubledgerRow Subledger(
        Node node,
        XledgerEdit edit,
        SubledgerRow? before,
        EmployeeRow employee,
        ContactRow? contact
    )
    {
        var subledger = before
            ?? edit.Add(
                new SubledgerRow
                {
                    OwnerDbId = employee.OwnerDbId,
                    Code = employee.Code,
                    Description = employee.Description,
                    ContactDbId = contact?.DbId,
                }
            );
        if (!node.Has(_subledgerFields))
            return subledger;
        return edit.Change(subledger, row =>
        {
            Land(node, FlatInput.Subledger, value => row.Email = value, value => row.Phone = value);
            node.Text("bankAccount", value => row.BankAccount = value);
            node.Text("fullAddress", value => row.Address = OneLine(row.Address, value));
            node.Each(MoreOfSubledger, (field, value) =>
                row.More = value is null ? row.More.Remove(field) : row.More.SetItem(field, value)
            );
        });
    }

    private void Land(Node node, FlatInput place, Action<string?> email, Action<string?> phone)
    {
        foreach (var field in Landing(request.Switches, place))
            node.Text(field, field == "email" ? email : phone);
    }

    /// <summary>The flat inputs that are written to that record.</summary>
    private static IEnumerable<string> Landing(XledgerSwitches switches, FlatInput place) =>
        new[]
        {
            ("email", switches.FlatEmail),
            ("phone", switches.FlatPhone),
            ("phoneSubledger", switches.FlatPhoneSubledger),
        }
            .Where(input => input.Item2 == place || input.Item2 == FlatInput.Both)
            .Select(input => input.Item1);

    /// <summary>First, middle and last name; null when all are empty.</summary>
    public static string? FullName(ContactRow row)
    {
        var name = string.Join(
            ' ',
            new[] { row.FirstName, row.MiddleName, row.LastName }.Where(part => !string.IsNullOrEmpty(part))
        );
        return name.Length == 0 ? null : name;
    }

    // A line cannot be split reliably, so all of it becomes the street. An address cannot be cleared.
    private static AddressRow? OneLine(AddressRow? before, string? line) =>
        line is null ? before : new AddressRow(line, null, null, before?.CountryCode);
}
