using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>
/// Resolvers of an employee's own fields (contracts/xledger.md 3.2). Positions, groups and users are not modeled and
/// read as null.
/// </summary>
internal static class EmployeeFields
{
    public static Connection<EmployeeRow> Connection { get; } =
        new(store => store.Employees)
        {
            Value = Value,
            Validity = row => (Later(row.DateFrom, row.EmploymentFrom), Earlier(row.DateTo, row.EmploymentTo)),
        };

    public static void AddTo(SchemaFields fields)
    {
        var employee = fields
            .Of<EmployeeRow>("Employee")
            .Add("dbId", row => row.DbId)
            .Add("code", row => row.Code)
            .Add("description", row => row.Description)
            .Add("ownerDbId", row => row.OwnerDbId)
            .Add("createdAt", row => row.CreatedAt)
            .Add("modifiedAt", row => row.ModifiedAt)
            .Add("email", row => row.Email)
            .Add("employmentFrom", row => row.EmploymentFrom)
            .Add("employmentTo", row => row.EmploymentTo)
            .Add("dateFrom", row => row.DateFrom)
            .Add("dateTo", row => row.DateTo)
            .Add("trialTo", row => row.TrialTo)
            .Add("noticeDate", row => row.NoticeDate)
            .Add("contactDbId", row => row.ContactDbId)
            .Add("contact", (row, request) => request.Store.Contacts.Find(row.ContactDbId))
            .Add("subledger", (row, request) => request.Store.Subledgers.Find(row.SubledgerDbId))
            .Add("superior", (row, request) => request.Store.Employees.Find(row.SuperiorDbId))
            .Add("owner", (row, request) => request.Store.Entities.Find(row.OwnerDbId))
            .Add("socialSecurityMasked", (row, request) =>
                SocialNumber.Masked(request.Store.Contacts.Find(row.ContactDbId)?.SocialSec)
            )
            .Add("position", _ => null)
            .Add("employeeGroup", _ => null)
            .Add("assistant", _ => null)
            .Add("user", _ => null)
            .Add("flexiFieldsItem", _ => null);
        foreach (var field in fields.Remaining("Employee"))
        {
            if (SchemaFields.IsLeaf(field))
                employee.Add(field.Name, row => row.More.GetValueOrDefault(field.Name));
            else
                employee.Add(field.Name, (row, request) =>
                    row.Values.TryGetValue(field.Name, out var dbId) ? request.Store.ObjectValues.Find(dbId) : null
                );
        }
    }

    private static object? Value(EmployeeRow row, string field) =>
        field switch
        {
            "dbId" => row.DbId,
            "code" => row.Code,
            "email" => row.Email,
            "employmentFrom" => row.EmploymentFrom,
            "employmentTo" => row.EmploymentTo,
            "modifiedAt" => row.ModifiedAt,
            "createdAt" => row.CreatedAt,
            "contactDbId" => row.ContactDbId,
            "ownerDbId" => row.OwnerDbId,
            _ => throw new InvalidOperationException($"Employees cannot be filtered by {field}."),
        };

    private static DateOnly? Later(DateOnly? one, DateOnly? other) => one > other || other is null ? one : other;

    private static DateOnly? Earlier(DateOnly? one, DateOnly? other) => one < other || other is null ? one : other;
}
