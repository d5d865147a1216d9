using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>Resolvers of subledgers, and of suppliers as a view of them (contracts/xledger.md 3.6).</summary>
internal static class LedgerFields
{
    /// <summary>Subledgers of all types.</summary>
    public static Connection<SubledgerRow> Subledgers { get; } = Connection(_ => true);

    /// <summary>Subledgers of the type supplier.</summary>
    public static Connection<SubledgerRow> Suppliers { get; } =
        Connection(row => row.LedgerType == LedgerType.Supplier);

    public static void AddTo(SchemaFields fields)
    {
        foreach (var type in new[] { "Subledger", "Supplier" })
        {
            var ledger = fields.Of<SubledgerRow>(type);
            Add("dbId", (row, _) => row.DbId);
            Add("code", (row, _) => row.Code);
            Add("description", (row, _) => row.Description);
            Add("codeTranslated", (row, _) => row.Code);
            Add("descriptionTranslated", (row, _) => row.Description);
            Add("email", (row, _) => row.Email);
            Add("phone", (row, _) => row.Phone);
            Add("bankAccount", (row, _) => row.BankAccount);
            Add("taxNo", (row, _) => row.TaxNo);
            Add("fromDate", (row, _) => row.FromDate);
            Add("toDate", (row, _) => row.ToDate);
            Add("createdAt", (row, _) => row.CreatedAt);
            Add("modifiedAt", (row, _) => row.ModifiedAt);
            Add("ownerDbId", (row, _) => row.OwnerDbId);
            Add("address", (row, _) => row.Address);
            Add("billAddress", (row, _) => row.BillAddress);
            Add("shipAddress", (row, _) => row.ShipAddress);
            Add("company", (row, request) => request.Store.Companies.Find(row.CompanyDbId));
            Add("contact", (row, request) => request.Store.Contacts.Find(row.ContactDbId));
            Add("ledgerType", (row, request) => request.Store.LedgerType(row.LedgerType));
            foreach (var field in fields.Remaining(type).Where(SchemaFields.IsLeaf))
                ledger.Add(field.Name, row => row.More.GetValueOrDefault(field.Name));
            fields.AreEmpty(type);

            void Add(string field, Func<SubledgerRow, XledgerRequest, object?> value)
            {
                if (fields.Declares(type, field))
                    ledger.Add(field, value);
            }
        }
    }

    private static Connection<SubledgerRow> Connection(Func<SubledgerRow, bool> belongs) =>
        new(store => store.Subledgers)
        {
            Belongs = belongs,
            Value = Value,
            Validity = row => (row.FromDate, row.ToDate),
        };

    private static object? Value(SubledgerRow row, string field) =>
        field switch
        {
            "dbId" => row.DbId,
            "code" => row.Code,
            "companyDbId" => row.CompanyDbId,
            "modifiedAt" => row.ModifiedAt,
            _ => throw new InvalidOperationException($"Subledgers cannot be filtered by {field}."),
        };
}
