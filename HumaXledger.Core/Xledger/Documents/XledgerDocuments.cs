using HumaXledger.Core.Xledger.Transport;

namespace HumaXledger.Core.Xledger.Documents;

/// <summary>
/// Every query that is sent; variable parts are inserted as literals (<see cref="GraphQlDocument.Fill"/>). The root
/// field is always aliased <c>page</c>, so that all answers have the same shape. <c>ownerSet</c> and
/// <c>objectStatus</c> are always sent: their defaults are not public, and ended employees must be included.
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
    /// The token's owner, read with every read of employees, so that a token of another entity is noticed before
    /// anything is written, without an extra request.
    /// </summary>
    private const string ViewerPart = "viewer { entity { ownerDbId owner { dbId } } }";

    /// <summary>
    /// All employees that the token can read. No filter on the entity is documented for employees, so they are filtered
    /// by the client (contracts/xledger.md 2.4).
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

    /// <summary>Employees with these dbIds.</summary>
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

    /// <summary>Employees with these codes.</summary>
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

    /// <summary>Employees with these contacts.</summary>
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

    /// <summary>Contacts that match a filter.</summary>
    public static readonly GraphQlDocument ContactsByFilter = new(
        "ContactsByFilter",
        """
        query ContactsByFilter($first: Int, $after: String) {
          page: contacts(first: $first, after: $after, filter: <filter>, ownerSet: ALL, objectStatus: ALL) {
            edges {
              cursor
              node {
                dbId id ownerDbId firstName middleName lastName email phone birthday socialSec jobTitle
                address { streetAddress zipCode place }
                homeAddress { streetAddress zipCode place }
              }
            }
            pageInfo { hasNextPage }
          }
        }
        """
    );

    /// <summary>Suppliers with these codes that were changed at or after a time.</summary>
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

    /// <summary>The suppliers among these subledgers: they have the same dbId and code.</summary>
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

    /// <summary>Suppliers with these codes.</summary>
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

    /// <summary>The token's own entity.</summary>
    public static readonly GraphQlDocument Viewer = new(
        "Viewer",
        """
        query Viewer {
          viewer { entity { ownerDbId owner { dbId code description } } }
        }
        """
    );

    /// <summary>The entities that the token can read.</summary>
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
    /// Reads that test a right, by the scope's name on Xledger's token page. Those of Address and System Value need a
    /// contact that has them.
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
            "contacts(first: 25, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId seen: address "
                + "{ __typename } } } }"
        ),
        ["System Value"] = Probe(
            "SystemValue",
            "contacts(first: 25, ownerSet: ALL, objectStatus: ALL) { edges { node { dbId seen: gender "
                + "{ __typename } } } }"
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

    /// <summary>Every document that is ever sent.</summary>
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
