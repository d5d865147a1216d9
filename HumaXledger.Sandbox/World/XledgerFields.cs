using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox;

/// <summary>The fields of an employee in Xledger, read from and written to the records that hold them.</summary>
internal static class XledgerFields
{
    public static IReadOnlyDictionary<SandboxField, string> Read(EmployeeRow employee, XledgerStore store)
    {
        var contact = store.Contacts.Find(employee.ContactDbId);
        var subledger = store.Subledgers.Find(employee.SubledgerDbId);
        var address = contact?.Address ?? subledger?.Address;
        return HumaFields.Values(
            (SandboxField.Email, contact?.Email ?? subledger?.Email),
            (SandboxField.EmploymentId, employee.Code),
            (SandboxField.GivenName, contact?.FirstName),
            (SandboxField.FamilyName, contact?.LastName),
            (SandboxField.Phone, contact?.Phone ?? subledger?.Phone),
            (SandboxField.BirthDate, FieldText.Of(contact?.Birthday)),
            (SandboxField.BankAccount, subledger?.BankAccount),
            (
                SandboxField.Address,
                address is null
                    ? null
                    : FieldText.Address(address.StreetAddress, address.ZipCode, address.Place, address.CountryCode)
            ),
            (SandboxField.Gender, store.SystemValues.Find(contact?.GenderDbId)?.Name),
            (SandboxField.JobTitle, contact?.JobTitle),
            (SandboxField.EmploymentStart, FieldText.Of(employee.EmploymentFrom)),
            (SandboxField.ProbationEnd, FieldText.Of(employee.TrialTo)),
            (SandboxField.TerminationNotice, FieldText.Of(employee.NoticeDate)),
            (SandboxField.EmploymentEnd, FieldText.Of(employee.EmploymentTo)),
            (SandboxField.Identification, contact?.SocialSec)
        );
    }

    /// <summary>Writes a value wherever Xledger keeps it. An employee without contact or subledger gets one.</summary>
    public static EditOutcome Write(XledgerStore store, int dbId, SandboxField field, string? text)
    {
        if (store.Employees.Find(dbId) is not { } employee)
            return EditOutcome.NotFound;
        if (!FieldText.TryDate(IsDate(field) ? text : null, out var date))
            return EditOutcome.NotValid;
        if (!TryGender(store, field, text, out var gender))
            return EditOutcome.NotValid;
        store.Edit(edit =>
        {
            switch (field)
            {
                case SandboxField.Email:
                    edit.Change(employee, row => row.Email = text);
                    OnContact(row => row.Email = text);
                    OnSubledger(row => row.Email = text);
                    break;
                case SandboxField.EmploymentId:
                    edit.Change(employee, row => row.Code = text);
                    break;
                case SandboxField.GivenName:
                    Rename(row => row.FirstName = text);
                    break;
                case SandboxField.FamilyName:
                    Rename(row => row.LastName = text);
                    break;
                case SandboxField.Phone:
                    OnContact(row => row.Phone = text);
                    OnSubledger(row => row.Phone = text);
                    break;
                case SandboxField.BirthDate:
                    OnContact(row => row.Birthday = date);
                    break;
                case SandboxField.BankAccount:
                    OnSubledger(row => row.BankAccount = text);
                    break;
                case SandboxField.Address:
                    OnContact(row => row.Address = Address(text));
                    OnSubledger(row => row.Address = Address(text));
                    break;
                case SandboxField.Gender:
                    OnContact(row => row.GenderDbId = gender);
                    break;
                case SandboxField.JobTitle:
                    OnContact(row => row.JobTitle = text);
                    break;
                case SandboxField.Identification:
                    OnContact(row => row.SocialSec = text);
                    break;
                default:
                    edit.Change(employee, row => SetDate(row, field, date));
                    break;
            }

            void Rename(Action<ContactRow> change)
            {
                var contact = OnContact(change);
                var name = $"{contact.FirstName} {contact.LastName}".Trim();
                edit.Change(contact, row => row.Name = name);
                edit.Change(employee, row => row.Description = name);
                OnSubledger(row => row.Description = name);
            }

            ContactRow OnContact(Action<ContactRow> change)
            {
                if (store.Contacts.Find(store.Employees.Find(dbId)!.ContactDbId) is { } known)
                    return edit.Change(known, change);
                var added = edit.Add(new ContactRow { OwnerDbId = employee.OwnerDbId, Name = employee.Description });
                edit.Change(employee, row => row.ContactDbId = added.DbId);
                return edit.Change(added, change);
            }

            void OnSubledger(Action<SubledgerRow> change)
            {
                if (store.Subledgers.Find(store.Employees.Find(dbId)!.SubledgerDbId) is { } known)
                {
                    edit.Change(known, change);
                    return;
                }

                var added = edit.Add(
                    new SubledgerRow { OwnerDbId = employee.OwnerDbId, Description = employee.Description }
                );
                edit.Change(employee, row => row.SubledgerDbId = added.DbId);
                edit.Change(added, change);
            }
        });
        return EditOutcome.Done;
    }

    private static bool IsDate(SandboxField field) =>
        field
            is SandboxField.BirthDate
                or SandboxField.EmploymentStart
                or SandboxField.ProbationEnd
                or SandboxField.TerminationNotice
                or SandboxField.EmploymentEnd;

    private static void SetDate(EmployeeRow row, SandboxField field, DateOnly? date)
    {
        if (field == SandboxField.EmploymentStart)
            row.EmploymentFrom = date;
        else if (field == SandboxField.ProbationEnd)
            row.TrialTo = date;
        else if (field == SandboxField.TerminationNotice)
            row.NoticeDate = date;
        else
            row.EmploymentTo = date;
    }

    /// <summary>A gender by its code or its name, in any case.</summary>
    private static bool TryGender(XledgerStore store, SandboxField field, string? text, out long? dbId)
    {
        dbId = null;
        if (field != SandboxField.Gender || text is null)
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

    private static AddressRow? Address(string? text)
    {
        if (text is null)
            return null;
        var parts = FieldText.AddressParts(text);
        return new AddressRow(parts[0], parts[1], parts[2], parts[3]);
    }
}
