using HumaXledger.Core.Xledger.Transport;

namespace HumaXledger.Core.Xledger.Documents;

/// <summary>The three records that make up a person in Xledger.</summary>
[Flags]
internal enum Part
{
    None = 0,
    Employee = 1,
    Contact = 2,
    Supplier = 4,
}

/// <summary>
/// The mutations: one fixed document for each combination of parts in a request, each part under its alias. The
/// selected fields show whether a cleared field is empty.
/// </summary>
internal static partial class XledgerDocuments
{
    private static readonly string UpdateEmployees =
        $"employees: updateEmployees(inputs: <employees>) {{ {Answer(Part.Employee)} }}";

    private static readonly string UpdateContacts =
        $"contacts: updateContacts(inputs: <contacts>) {{ {Answer(Part.Contact)} }}";

    private static readonly string UpdateSuppliers =
        $"suppliers: updateSuppliers(inputs: <suppliers>) {{ {Answer(Part.Supplier)} }}";

    private const string AddContacts =
        "contacts: addContacts(inputs: <contacts>) { edges { clientId node { dbId id } } }";

    private const string AddSuppliers =
        "suppliers: addSuppliers(inputs: <suppliers>) { edges { clientId node { dbId code } } }";

    /// <summary>Adds employees; the answer shows the contacts and ledger records created with them.</summary>
    public static readonly GraphQlDocument AddEmployees = new(
        "AddEmployees",
        """
        mutation AddEmployees {
          employees: addEmployees(inputs: <employees>) {
            edges { clientId node { dbId code contact { dbId id } subledger { dbId code } } }
          }
        }
        """
    );

    /// <summary>Fails intentionally and lists the valid genders (contracts/xledger.md 4.7).</summary>
    public static readonly GraphQlDocument GenderAlternatives = new(
        "GenderAlternatives",
        """
        mutation GenderAlternatives {
          contacts: updateContacts(inputs: [{ clientId: "genders", node: { <key>, gender: { showAlternatives: YES, <present> } } }]) {
            edges { clientId node { dbId gender { dbId code name } } }
          }
        }
        """
    );

    private static readonly IReadOnlyDictionary<Part, GraphQlDocument> UpdateByParts = Sets(
            Part.Employee | Part.Contact | Part.Supplier
        )
        .ToDictionary(
            parts => parts,
            parts => Compose("Update", parts, UpdateEmployees, UpdateContacts, UpdateSuppliers)
        );

    private static readonly IReadOnlyDictionary<Part, GraphQlDocument> AdditionByParts = Sets(
            Part.Contact | Part.Supplier
        )
        .ToDictionary(parts => parts, parts => Compose("Add", parts, "", AddContacts, AddSuppliers));

    /// <summary>The update documents.</summary>
    public static IEnumerable<GraphQlDocument> Updates => UpdateByParts.Values;

    /// <summary>The documents that add records.</summary>
    public static IEnumerable<GraphQlDocument> Additions => [AddEmployees, .. AdditionByParts.Values];

    /// <summary>The document that updates these parts.</summary>
    public static GraphQlDocument Update(Part parts) => UpdateByParts[parts];

    /// <summary>The document that adds contacts and suppliers for employees without them.</summary>
    public static GraphQlDocument Add(Part parts) => AdditionByParts[parts];

    private static string Answer(Part part) =>
        $"edges {{ clientId node {{ {PathSelection.Of(["dbId", .. XledgerFields.ShownBy(part)])} }} }}";

    private static IEnumerable<Part> Sets(Part all) =>
        Enumerable.Range(1, (int)all).Select(set => (Part)set).Where(set => (set & ~all) == Part.None);

    private static GraphQlDocument Compose(string verb, Part parts, string employees, string contacts, string suppliers)
    {
        (Part Part, string Name, string Field)[] all =
        [
            (Part.Employee, "Employees", employees),
            (Part.Contact, "Contacts", contacts),
            (Part.Supplier, "Suppliers", suppliers),
        ];
        var chosen = all.Where(part => parts.HasFlag(part.Part)).ToArray();
        var name = verb + string.Concat(chosen.Select(part => part.Name));
        return new GraphQlDocument(
            name,
            $$"""
            mutation {{name}} {
            {{string.Join('\n', chosen.Select(part => part.Field))}}
            }
            """
        );
    }
}
