using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>Resolvers of a contact's fields (contracts/xledger.md 3.3).</summary>
internal static class ContactFields
{
    public static Connection<ContactRow> Connection { get; } =
        new(store => store.Contacts) { Value = Value, Validity = row => (row.FromDate, row.ToDate) };

    public static void AddTo(SchemaFields fields)
    {
        var contact = fields
            .Of<ContactRow>("Contact")
            .Add("dbId", row => row.DbId)
            .Add("id", row => row.Id)
            .Add("code", row => row.Code)
            .Add("name", row => row.Name)
            .Add("firstName", row => row.FirstName)
            .Add("middleName", row => row.MiddleName)
            .Add("lastName", row => row.LastName)
            .Add("birthday", row => row.Birthday)
            .Add("age", (row, request) => Age(row.Birthday, request.Today))
            .Add("socialSec", (row, request) => request.Switches.SocialSec switch
                {
                    SocialSec.Clear => row.SocialSec,
                    SocialSec.Masked => SocialNumber.Masked(row.SocialSec),
                    _ => null,
                })
            .Add("phone", row => row.Phone)
            .Add("email", row => row.Email)
            .Add("jobTitle", row => row.JobTitle)
            .Add("ownerDbId", row => row.OwnerDbId)
            .Add("createdAt", row => row.CreatedAt)
            .Add("modifiedAt", row => row.ModifiedAt)
            .Add("fromDate", row => row.FromDate)
            .Add("toDate", row => row.ToDate)
            .Add("address", row => row.Address)
            .Add("homeAddress", row => row.HomeAddress)
            .Add("billAddress", row => row.BillAddress)
            .Add("shipAddress", row => row.ShipAddress)
            .Add("gender", (row, request) => request.Store.SystemValues.Find(row.GenderDbId))
            .Add("company", (row, request) => request.Store.Companies.Find(row.CompanyDbId))
            .Add("country", (row, request) => request.Store.Country(row.CountryCode))
            .Add("countryId", (row, request) => request.Store.Country(row.CountryCode));
        foreach (var field in fields.Remaining("Contact").Where(SchemaFields.IsLeaf))
            contact.Add(field.Name, row => row.More.GetValueOrDefault(field.Name));
        fields.AreEmpty("Contact");
    }

    private static int? Age(DateOnly? birthday, DateOnly today) =>
        birthday is { } born ? today.Year - born.Year - (today < born.AddYears(today.Year - born.Year) ? 1 : 0) : null;

    private static object? Value(ContactRow row, string field) =>
        field switch
        {
            "dbId" => row.DbId,
            "code" => row.Code,
            "email" => row.Email,
            "modifiedAt" => row.ModifiedAt,
            _ => throw new InvalidOperationException($"Contacts cannot be filtered by {field}."),
        };
}
