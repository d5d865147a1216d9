using HumaXledger.Core.Xledger.Transport;

namespace HumaXledger.Core.Xledger.Documents;

/// <summary>
/// Every query that is sent; what varies goes in as literals (<see cref="GraphQlDocument.Fill"/>). The root field is
/// always called <c>page</c>, so that all answers read alike.
/// <c>ownerSet</c> and <c>objectStatus</c> are always sent: their defaults are not public, and ended employees must be
/// seen.
/// </summary>
internal static partial class XledgerDocuments
{
    /// <summary>
    /// Exactly what mapping to a person and writing need of an employee: what the fields are read from, and what finds
    /// and dates the records.
    /// </summary>
    private static readonly string EmployeeNode = PathSelection.Of([
        "dbId",
        "description",
        "ownerDbId",
        "dateTo",
        "contactDbId",
        "contact.dbId",
        "contact.id",
        "contact.middleName",
        "subledger.dbId",
        "subledger.code",
        "subledger.description",
        "subledger.ledgerType.dbId",
        .. XledgerFields.Selects,
    ]);

    /// <summary>
    /// Whose token asks: read along with every read of employees, so that a token that changed hands is
    /// noticed before anything is written, and at no cost.
    /// </summary>
    private const string ViewerPart = "viewer { entity { ownerDbId owner { dbId } } }";

    /// <summary>
    /// All employees that the token sees. There is no filter on the entity: none is documented for employees, so the
    /// choice is made here (contracts/xledger.md 2.4).
    /// </summary>
    public static readonly GraphQlDocument Employees = new(
        "Employees",
        $$"""
        query Employees($first: Int, $after: String) {
          page: employees(first: $first, after: $after, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { {{EmployeeNode}} } }
            pageInfo { hasNextPage }
          }
          {{ViewerPart}}
        }
        """
    );

    public static readonly GraphQlDocument EmployeesByIds = new(
        "EmployeesByIds",
        $$"""
        query EmployeesByIds($first: Int, $after: String) {
          page: employees(first: $first, after: $after, filter: { dbId_in: <ids> }, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { {{EmployeeNode}} } }
            pageInfo { hasNextPage }
          }
          {{ViewerPart}}
        }
        """
    );

    public static readonly GraphQlDocument EmployeesByCodes = new(
        "EmployeesByCodes",
        $$"""
        query EmployeesByCodes($first: Int, $after: String) {
          page: employees(first: $first, after: $after, filter: { code_in: <codes> }, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { {{EmployeeNode}} } }
            pageInfo { hasNextPage }
          }
          {{ViewerPart}}
        }
        """
    );

    /// <summary>The employees of these contacts.</summary>
    public static readonly GraphQlDocument EmployeesByContacts = new(
        "EmployeesByContacts",
        $$"""
        query EmployeesByContacts($first: Int, $after: String) {
          page: employees(first: $first, after: $after, filter: { contactDbId_in: <ids> }, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { {{EmployeeNode}} } }
            pageInfo { hasNextPage }
          }
          {{ViewerPart}}
        }
        """
    );

    public static readonly GraphQlDocument ContactsByFilter = new(
        "ContactsByFilter",
        """
        query ContactsByFilter($first: Int, $after: String) {
          page: contacts(first: $first, after: $after, filter: <filter>, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { dbId id ownerDbId firstName lastName email phone birthday socialSec } }
            pageInfo { hasNextPage }
          }
        }
        """
    );

    /// <summary>
    /// Suppliers with these codes that were changed at or after a time: none of them has been anybody's for long.
    /// </summary>
    public static readonly GraphQlDocument FreshSuppliers = new(
        "FreshSuppliers",
        """
        query FreshSuppliers($first: Int, $after: String) {
          page: suppliers(first: $first, after: $after, filter: { code_in: <codes>, modifiedAt_gte: <since> }, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { dbId code description ownerDbId email } }
            pageInfo { hasNextPage }
          }
        }
        """
    );

    /// <summary>Which of these subledgers are suppliers: those have the same dbId and code there.</summary>
    public static readonly GraphQlDocument SuppliersByIds = new(
        "SuppliersByIds",
        """
        query SuppliersByIds($first: Int, $after: String) {
          page: suppliers(first: $first, after: $after, filter: { dbId_in: <ids> }, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { dbId code } }
            pageInfo { hasNextPage }
          }
        }
        """
    );

    public static readonly GraphQlDocument SuppliersByCodes = new(
        "SuppliersByCodes",
        """
        query SuppliersByCodes($first: Int, $after: String) {
          page: suppliers(first: $first, after: $after, filter: { code_in: <codes> }, ownerSet: ALL, objectStatus: ALL) {
            edges { cursor node { dbId code } }
            pageInfo { hasNextPage }
          }
        }
        """
    );

    public static readonly GraphQlDocument Viewer = new(
        "Viewer",
        """
        query Viewer {
          viewer { entity { ownerDbId owner { dbId code description } } }
        }
        """
    );

    public static readonly GraphQlDocument Entities = new(
        "Entities",
        """
        query Entities($first: Int, $after: String) {
          page: entities(first: $first, after: $after) {
            edges { cursor node { ownerDbId owner { dbId code description } } }
            pageInfo { hasNextPage }
          }
        }
        """
    );

    /// <summary>
    /// Reads that prove a right: by the scope's name on Xledger's token page. Those of Address and System Value need
    /// contacts to look at.
    /// </summary>
    public static readonly IReadOnlyDictionary<string, GraphQlDocument> RightProbes = new Dictionary<
        string,
        GraphQlDocument
    >
    {
        ["Employee"] = Probe(
            "Employee",
            "employees(first: 1, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId } } }"
        ),
        ["Contact"] = Probe(
            "Contact",
            "contacts(first: 1, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId } } }"
        ),
        ["Address"] = Probe(
            "Address",
            "contacts(first: 25, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId seen: address { __typename } } } }"
        ),
        ["System Value"] = Probe(
            "SystemValue",
            "contacts(first: 25, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId seen: gender { __typename } } } }"
        ),
        ["Country"] = Probe("Country", "countries(first: 1) { edges { node { dbId } } }"),
        ["Company"] = Probe(
            "Company",
            "companies(first: 1, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId } } }"
        ),
        ["Object Value"] = Probe(
            "ObjectValue",
            "objectValues(first: 1, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId } } }"
        ),
        ["Subledger"] = Probe(
            "Subledger",
            "subledgers(first: 1, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId } } }"
        ),
        ["Supplier"] = Probe(
            "Supplier",
            "suppliers(first: 1, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId } } }"
        ),
        ["Bank"] = Probe(
            "Bank",
            "bankAccounts(first: 1, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId } } }"
        ),
    };

    /// <summary>Everything that is ever sent.</summary>
    public static IEnumerable<GraphQlDocument> All =>
        [
            Employees,
            EmployeesByIds,
            EmployeesByCodes,
            EmployeesByContacts,
            ContactsByFilter,
            FreshSuppliers,
            SuppliersByIds,
            SuppliersByCodes,
            Viewer,
            Entities,
            .. RightProbes.Values,
            GenderAlternatives,
            .. Updates,
            .. Additions,
        ];

    private static GraphQlDocument Probe(string name, string field) =>
        new($"Probe{name}", $$"""query Probe{{name}} { page: {{field}} }""");
}
