using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox;

/// <summary>
/// Where each field lives in Huma's users and in Xledger's rows: the one place of the sandbox that a new field needs
/// (docs/adding-a-field.md).
/// </summary>
internal static class SandboxFields
{
    // In the order of SandboxField: a field is found by its number.
    private static readonly (SandboxField Field, HumaPlace Huma, XledgerPlace Xledger)[] Table =
    [
        (SandboxField.Email, HumaPlace.Email, XledgerPlace.Email),
        (
            SandboxField.EmploymentId,
            HumaPlace.Text(user => user.EmploymentId, (user, text) => user with { EmploymentId = text }),
            XledgerPlace.OfEmployee(row => row.Code, (row, text) => row.Code = text)
        ),
        (
            SandboxField.GivenName,
            HumaPlace.Name(user => user.GivenName, (user, name) => user with { GivenName = name }),
            XledgerPlace.Name(row => row.FirstName, (row, name) => row.FirstName = name)
        ),
        (
            SandboxField.FamilyName,
            HumaPlace.Name(user => user.FamilyName, (user, name) => user with { FamilyName = name }),
            XledgerPlace.Name(row => row.LastName, (row, name) => row.LastName = name)
        ),
        (SandboxField.Phone, HumaPlace.Phone, XledgerPlace.Phone),
        (
            SandboxField.BirthDate,
            HumaPlace.Date(user => user.BirthDate, (user, date) => user with { BirthDate = date }),
            XledgerPlace.DateOfContact(row => row.Birthday, (row, date) => row.Birthday = date)
        ),
        (SandboxField.BankAccount, HumaPlace.BankAccount, XledgerPlace.BankAccount),
        (SandboxField.Address, HumaPlace.Address, XledgerPlace.Address),
        (
            SandboxField.Gender,
            HumaPlace.Text(user => user.Gender, (user, text) => user with { Gender = text }),
            XledgerPlace.Gender
        ),
        (
            SandboxField.JobTitle,
            HumaPlace.JobTitle,
            XledgerPlace.OfContact(row => row.JobTitle, (row, text) => row.JobTitle = text)
        ),
        (
            SandboxField.EmploymentStart,
            HumaPlace.OfPosition(
                position => position.ContractStartDate,
                (position, date) => position with { ContractStartDate = date }
            ),
            XledgerPlace.DateOfEmployee(row => row.EmploymentFrom, (row, date) => row.EmploymentFrom = date)
        ),
        (
            SandboxField.ProbationEnd,
            HumaPlace.OfPosition(
                position => position.ProbationEndDate,
                (position, date) => position with { ProbationEndDate = date }
            ),
            XledgerPlace.DateOfEmployee(row => row.TrialTo, (row, date) => row.TrialTo = date)
        ),
        (
            SandboxField.TerminationNotice,
            HumaPlace.OfPosition(
                position => position.TerminationNoticeDate,
                (position, date) => position with { TerminationNoticeDate = date }
            ),
            XledgerPlace.DateOfEmployee(row => row.NoticeDate, (row, date) => row.NoticeDate = date)
        ),
        (
            SandboxField.EmploymentEnd,
            HumaPlace.OfPosition(
                position => position.ContractEndDate,
                (position, date) => position with { ContractEndDate = date }
            ) with
            {
                // Of all positions: empty while one has no end.
                Read = person => FieldText.Of(HumaPosition.EndOf(person.User.Positions, person.Today)),
            },
            XledgerPlace.DateOfEmployee(row => row.EmploymentTo, (row, date) => row.EmploymentTo = date)
        ),
        (
            SandboxField.Identification,
            HumaPlace.Identification,
            XledgerPlace.OfContact(row => row.SocialSec, (row, text) => row.SocialSec = text)
        ),
    ];

    /// <summary>The fields in the order of the table.</summary>
    public static IEnumerable<SandboxField> All => Table.Select(place => place.Field);

    public static HumaPlace InHuma(SandboxField field) => Table[(int)field].Huma;

    public static XledgerPlace InXledger(SandboxField field) => Table[(int)field].Xledger;

    /// <summary>What a user holds; a field without a value is left out.</summary>
    public static IReadOnlyDictionary<SandboxField, string> Read(HumaPerson person) =>
        Values(place => place.Huma.Read(person));

    /// <summary>What an employee holds; a field without a value is left out.</summary>
    public static IReadOnlyDictionary<SandboxField, string> Read(EmployeeRow employee, XledgerStore store)
    {
        var person = new XledgerPerson(
            store,
            employee,
            store.Contacts.Find(employee.ContactDbId),
            store.Subledgers.Find(employee.SubledgerDbId)
        );
        return Values(place => place.Xledger.Read(person));
    }

    private static Dictionary<SandboxField, string> Values(
        Func<(SandboxField Field, HumaPlace Huma, XledgerPlace Xledger), string?> read
    )
    {
        var known = new Dictionary<SandboxField, string>(Table.Length);
        foreach (var place in Table)
            if (read(place) is { Length: > 0 } text)
                known[place.Field] = text;
        return known;
    }
}
