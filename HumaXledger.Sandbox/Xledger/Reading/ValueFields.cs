using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>
/// Resolvers of addresses, countries, companies, entities and code tables (contracts/xledger.md 3.5, 3.7).
/// </summary>
internal static class ValueFields
{
    public static Connection<CompanyRow> Companies { get; } =
        new(store => store.Companies)
        {
            Value = (row, field) =>
                field switch
                {
                    "dbId" => row.DbId,
                    "code" => row.Code,
                    "companyNumber" => row.CompanyNumber,
                    "taxNumber" => row.TaxNumber,
                    "modifiedAt" => row.ModifiedAt,
                    _ => throw new InvalidOperationException($"Companies cannot be filtered by {field}."),
                },
        };

    public static Connection<CountryRow> Countries { get; } =
        new(store => store.Countries) { Owned = false, Value = (row, _) => row.Code };

    public static Connection<ObjectValueRow> ObjectValues { get; } =
        new(store => store.ObjectValues)
        {
            Shared = true,
            Validity = row => (row.DateFrom, row.DateTo),
            Value = (row, field) =>
                field switch
                {
                    "dbId" => row.DbId,
                    "code" => row.Code,
                    "objectKindDbId" => row.ObjectKindDbId,
                    "modifiedAt" => row.ModifiedAt,
                    _ => throw new InvalidOperationException($"Object values cannot be filtered by {field}."),
                },
        };

    public static Connection<ObjectKindRow> ObjectKinds { get; } = new(store => store.ObjectKinds) { Owned = false };

    public static Connection<BankAccountRow> BankAccounts { get; } = new(store => store.BankAccounts);

    public static Connection<WebhookRow> Webhooks { get; } = new(store => store.Webhooks) { Owners = OwnerSet.Mine };

    public static Connection<EntityRow> Entities { get; } =
        new(store => store.Entities) { Owners = OwnerSet.Mine, Value = (row, _) => row.Code };

    public static void AddTo(SchemaFields fields)
    {
        fields
            .Of<AddressRow>("Address")
            .Add("streetAddress", row => row.StreetAddress)
            .Add("zipCode", row => row.ZipCode)
            .Add("place", row => row.Place)
            .Add("fullAddress", row => row.FullAddress)
            .Add("country", (row, request) => request.Store.Country(row.CountryCode));
        fields
            .Of<CountryRow>("Country")
            .Add("dbId", row => row.DbId)
            .Add("code", row => row.Code)
            .Add("description", row => row.Description);
        fields
            .Of<CompanyRow>("Company")
            .Add("dbId", row => row.DbId)
            .Add("code", row => row.Code)
            .Add("description", row => row.Description)
            .Add("name", row => row.Description)
            .Add("companyName", row => row.Description)
            .Add("companyNumber", row => row.CompanyNumber)
            .Add("taxNumber", row => row.TaxNumber)
            .Add("taxNo", row => row.TaxNumber)
            .Add("modifiedAt", row => row.ModifiedAt)
            .Add("ownerDbId", row => row.OwnerDbId)
            .Add("address", row =>
                (row.Address ?? new AddressRow(null, null, null)) with
                {
                    CountryCode = row.CountryCode,
                }
            );
        fields
            .Of<EntityRow>("Entity")
            .Add("ownerDbId", row => row.OwnerDbId)
            .Add("owner", row => row)
            .Add("company", (row, request) => request.Store.Companies.Find(row.CompanyDbId));
        fields
            .Of<EntityRow>("Owner")
            .Add("dbId", row => row.OwnerDbId)
            .Add("code", row => row.Code)
            .Add("description", row => row.Description);
        fields
            .Of<SystemValueRow>("SystemValue")
            .Add("dbId", row => row.DbId)
            .Add("dbSubId", row => row.DbSubId)
            .Add("code", row => row.Code)
            .Add("name", row => row.Name)
            .Add("ownerDbId", row => row.OwnerDbId)
            .Add("definitionId", row => row.Definition);
        fields
            .Of<ObjectKindRow>("ObjectKind")
            .Add("dbId", row => row.DbId)
            .Add("name", row => row.Name)
            .Add("modifiedAt", row => row.ModifiedAt);
        fields
            .Of<ObjectValueRow>("ObjectValue")
            .Add("dbId", row => row.DbId)
            .Add("code", row => row.Code)
            .Add("description", row => row.Description)
            .Add("dateFrom", row => row.DateFrom)
            .Add("dateTo", row => row.DateTo)
            .Add("createdAt", row => row.CreatedAt)
            .Add("modifiedAt", row => row.ModifiedAt)
            .Add("ownerDbId", row => row.OwnerDbId)
            .Add("owner", (row, request) => request.Store.Entities.Find(row.OwnerDbId))
            .Add("objectKindDbId", row => row.ObjectKindDbId)
            .Add("objectKind", (row, request) => request.Store.ObjectKinds.Find(row.ObjectKindDbId));
        fields
            .Of<BankAccountRow>("BankAccount")
            .Add("dbId", row => row.DbId)
            .Add("code", row => row.Code)
            .Add("description", row => row.Description)
            .Add("bankAccount", row => row.BankAccount)
            .Add("createdAt", row => row.CreatedAt)
            .Add("modifiedAt", row => row.ModifiedAt)
            .Add("ownerDbId", row => row.OwnerDbId)
            .Add("company", (row, request) => request.Store.Companies.Find(row.CompanyDbId))
            .Add("country", (row, request) => request.Store.Country(row.CountryCode));
        fields
            .Of<WebhookRow>("Webhook")
            .Add("dbId", row => row.DbId)
            .Add("description", row => row.Description)
            .Add("url", row => row.Url)
            .Add("state", row => row)
            .Add("serializedPayload", row => row.SerializedPayload);
        // The sandbox sends no posts and answers with the only known value.
        fields.Add("WebhookState", "code", _ => "PAUSED");
        fields.AreEmpty(
            "Address",
            "Country",
            "Currency",
            "Company",
            "SystemValue",
            "ObjectValue",
            "BankAccount",
            "Webhook",
            "EmployeeGroup",
            "EmployeePosition",
            "User",
            "FlexiFieldsItem"
        );
    }
}
