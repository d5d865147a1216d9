using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox;

/// <summary>The rows that are one person in Xledger.</summary>
internal readonly record struct XledgerPerson(
    XledgerStore Store,
    EmployeeRow Employee,
    ContactRow? Contact,
    SubledgerRow? Subledger
);

/// <summary>An edit of one employee and its records. An employee without contact or subledger gets one.</summary>
internal sealed class EmployeeEdit(XledgerStore store, XledgerEdit edit, EmployeeRow employee)
{
    public void OnEmployee(Action<EmployeeRow> change) => edit.Change(employee, change);

    public ContactRow OnContact(Action<ContactRow> change)
    {
        if (store.Contacts.Find(store.Employees.Find(employee.DbId)!.ContactDbId) is { } known)
            return edit.Change(known, change);
        var added = edit.Add(new ContactRow { OwnerDbId = employee.OwnerDbId, Name = employee.Description });
        edit.Change(employee, row => row.ContactDbId = added.DbId);
        return edit.Change(added, change);
    }

    public void OnSubledger(Action<SubledgerRow> change)
    {
        if (store.Subledgers.Find(store.Employees.Find(employee.DbId)!.SubledgerDbId) is { } known)
        {
            edit.Change(known, change);
            return;
        }

        var added = edit.Add(new SubledgerRow { OwnerDbId = employee.OwnerDbId, Description = employee.Description });
        edit.Change(employee, row => row.SubledgerDbId = added.DbId);
        edit.Change(added, change);
    }

    /// <summary>Changes a name of the contact, and the full name wherever Xledger keeps it.</summary>
    public void Rename(Action<ContactRow> change)
    {
        var contact = OnContact(change);
        var name = $"{contact.FirstName} {contact.LastName}".Trim();
        edit.Change(contact, row => row.Name = name);
        edit.Change(employee, row => row.Description = name);
        OnSubledger(row => row.Description = name);
    }
}

/// <summary>Where Xledger keeps a field.</summary>
/// <param name="Read">The value as one line of text; null where there is none.</param>
/// <param name="Write">Gives the field a value, or none, wherever Xledger keeps it; null when the text is no value of
/// the field.</param>
internal sealed record XledgerPlace(
    Func<XledgerPerson, string?> Read,
    Func<string?, XledgerStore, Action<EmployeeEdit>?> Write
)
{
    public static readonly XledgerPlace Email = new(
        person => person.Contact?.Email ?? person.Subledger?.Email,
        (text, _) =>
            edit =>
            {
                edit.OnEmployee(row => row.Email = text);
                edit.OnContact(row => row.Email = text);
                edit.OnSubledger(row => row.Email = text);
            }
    );

    public static readonly XledgerPlace Phone = new(
        person => person.Contact?.Phone ?? person.Subledger?.Phone,
        (text, _) =>
            edit =>
            {
                edit.OnContact(row => row.Phone = text);
                edit.OnSubledger(row => row.Phone = text);
            }
    );

    public static readonly XledgerPlace BankAccount = new(
        person => person.Subledger?.BankAccount,
        (text, _) => edit => edit.OnSubledger(row => row.BankAccount = text)
    );

    public static readonly XledgerPlace Address = new(
        person =>
            (person.Contact?.Address ?? person.Subledger?.Address) is { } address
                ? FieldText.Address(address.StreetAddress, address.ZipCode, address.Place, address.CountryCode)
                : null,
        (text, _) =>
            edit =>
            {
                edit.OnContact(row => row.Address = ToAddress(text));
                edit.OnSubledger(row => row.Address = ToAddress(text));
            }
    );

    /// <summary>By the code or the name of a gender, in any case.</summary>
    public static readonly XledgerPlace Gender = new(
        person => person.Store.SystemValues.Find(person.Contact?.GenderDbId)?.Name,
        (text, store) =>
            TryGender(store, text, out var gender) ? edit => edit.OnContact(row => row.GenderDbId = gender) : null
    );

    public static XledgerPlace OfEmployee(Func<EmployeeRow, string?> read, Action<EmployeeRow, string?> write) =>
        new(person => read(person.Employee), (text, _) => edit => edit.OnEmployee(row => write(row, text)));

    public static XledgerPlace OfContact(Func<ContactRow, string?> read, Action<ContactRow, string?> write) =>
        new(
            person => person.Contact is { } contact ? read(contact) : null,
            (text, _) => edit => edit.OnContact(row => write(row, text))
        );

    /// <summary>A name of the contact; the full name goes along.</summary>
    public static XledgerPlace Name(Func<ContactRow, string?> read, Action<ContactRow, string?> write) =>
        OfContact(read, write) with
        {
            Write = (text, _) => edit => edit.Rename(row => write(row, text)),
        };

    public static XledgerPlace DateOfEmployee(
        Func<EmployeeRow, DateOnly?> read,
        Action<EmployeeRow, DateOnly?> write
    ) =>
        new(
            person => FieldText.Of(read(person.Employee)),
            (text, _) => FieldText.TryDate(text, out var date) ? edit => edit.OnEmployee(row => write(row, date)) : null
        );

    public static XledgerPlace DateOfContact(Func<ContactRow, DateOnly?> read, Action<ContactRow, DateOnly?> write) =>
        new(
            person => person.Contact is { } contact ? FieldText.Of(read(contact)) : null,
            (text, _) => FieldText.TryDate(text, out var date) ? edit => edit.OnContact(row => write(row, date)) : null
        );

    private static bool TryGender(XledgerStore store, string? text, out long? dbId)
    {
        dbId = null;
        if (text is null)
            return true;
        dbId = store
            .SystemValues.All()
            .FirstOrDefault(value =>
                value.Definition == SystemValueRow.Gender
                && (
                    text.Equals(value.Code, StringComparison.OrdinalIgnoreCase)
                    || text.Equals(value.Name, StringComparison.OrdinalIgnoreCase)
                )
            )
            ?.DbId;
        return dbId is not null;
    }

    private static AddressRow? ToAddress(string? text)
    {
        if (text is null)
            return null;
        var parts = FieldText.AddressParts(text);
        return new AddressRow(parts[0], parts[1], parts[2], parts[3]);
    }
}
