using System.Globalization;
using GraphQL;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// Finds the rows that reference inputs refer to (contracts/xledger.md 4.7). All given parts must match the same row,
/// within the entity that owns the record and, for shared tables, the entities above it.
/// </summary>
internal sealed class References(XledgerRequest request)
{
    private const int MostExamples = 20;

    private static readonly Dictionary<string, string> Kinds = new()
    {
        ["positionValue"] = StandardValues.Position,
        ["employmentType"] = StandardValues.EmploymentType,
        ["exitReason"] = StandardValues.ExitReason,
    };

    private XledgerStore Store => request.Store;

    public ObjectValueRow ObjectValue(string field, InputObject reference, int owner)
    {
        var kind = Kinds.TryGetValue(field, out var name)
            ? Store.ObjectKinds.Rows.First(row => row.Name == name).DbId
            : (long?)null;
        var owners = Visibility.Above(Store, owner).Prepend(owner).ToHashSet();
        var candidates = Store.ObjectValues.Rows.Where(row =>
            owners.Contains(row.OwnerDbId) && (kind is null || row.ObjectKindDbId == kind)
        );
        return One(field, reference, owner, candidates, row => (row.Code, row.Description));
    }

    public EmployeeRow Employee(string field, InputObject reference, int owner) =>
        One(field, reference, owner, Owned(Store.Employees, reference, owner), row => (row.Code, row.Description));

    public ContactRow Contact(string field, InputObject reference, int owner) =>
        One(field, reference, owner, Owned(Store.Contacts, reference, owner), row => (row.Code, row.Name));

    public SubledgerRow Subledger(string field, InputObject reference, int owner) =>
        One(field, reference, owner, Owned(Store.Subledgers, reference, owner), row => (row.Code, row.Description));

    public CompanyRow Company(string field, InputObject reference, int owner) =>
        One(field, reference, owner, Owned(Store.Companies, reference, owner), row => (row.Code, row.Description));

    public CountryRow Country(string field, InputObject reference, int owner) =>
        One(field, reference, owner, Store.Countries.Rows, row => (row.Code, row.Description));

    public SystemValueRow SystemValue(string field, InputObject reference, int owner, string definition) =>
        One(
            field,
            reference,
            owner,
            Store.SystemValues.Rows.Where(row => row.Definition == definition),
            row => (row.Code, row.Name),
            row => row.DbSubId
        );

    /// <summary>The entity that is to own a new record, among those that the token may write to.</summary>
    public EntityRow Owner(InputObject reference) =>
        One(
            "owner",
            reference,
            request.Visibility.Own,
            Store.Entities.Rows.Where(row => request.Visibility.Mine(row.OwnerDbId)),
            row => (row.Code, row.Description)
        );

    /// <summary>A reference into a table that the sandbox keeps empty: no value can match it.</summary>
    public static Row None(string field, InputObject reference, int owner) =>
        One<Row>(field, reference, owner, [], _ => default);

    /// <summary>
    /// Rows of one entity; with an id only that row, so that 500 references do not read the table 500 times.
    /// </summary>
    private static IEnumerable<TRow> Owned<TRow>(Table<TRow> table, InputObject reference, int owner)
        where TRow : Row
    {
        if (reference["dbId"] is long dbId && reference["showAlternatives"] is not "YES")
            return table.Find(dbId) is { } row && row.OwnerDbId == owner ? [row] : [];
        return table.Rows.Where(row => row.OwnerDbId == owner);
    }

    private static TRow One<TRow>(
        string field,
        InputObject reference,
        int owner,
        IEnumerable<TRow> candidates,
        Func<TRow, (string? Code, string? Text)> texts,
        Func<TRow, int>? subId = null
    )
        where TRow : Row
    {
        if (reference["showAlternatives"] is "YES")
            throw Alternatives(field, candidates, texts);
        var parts = reference.Where(part => part.Key != "showAlternatives" && part.Value is not null).ToList();
        if (parts.Count == 0)
            throw XledgerErrors.Refused(Node.Path(field), "A reference needs a value to look up.");
        var matches = candidates
            .Where(row => parts.TrueForAll(part => Matches(part.Key, part.Value!, row)))
            .Take(2)
            .ToList();
        var (name, value) = parts[0];
        return matches switch
        {
            [var only] => only,
            [] => throw XledgerErrors.Refused(
                Node.Path($"{field}.{name}"),
                string.Create(CultureInfo.InvariantCulture, $"No value matching owner {owner}, {name} '{value}'.")
            ),
            _ => throw XledgerErrors.Refused(
                Node.Path($"{field}.{name}"),
                string.Create(CultureInfo.InvariantCulture, $"Several values matching owner {owner}, {name} '{value}'.")
            ),
        };

        bool Matches(string part, object wanted, TRow row) =>
            part switch
            {
                "dbId" => row.Key == (long)wanted,
                "dbSubId" => subId is not null && subId(row) == (int)wanted,
                "code" or "ownerCode" => texts(row).Code == (string)wanted,
                "description" or "name" => texts(row).Text == (string)wanted,
                _ => false,
            };
    }

    private static RequestRefusedException Alternatives<TRow>(
        string field,
        IEnumerable<TRow> candidates,
        Func<TRow, (string? Code, string? Text)> texts
    )
        where TRow : Row
    {
        var examples = candidates
            .Take(MostExamples)
            .Select(row => new Dictionary<string, object?>
            {
                ["code"] = texts(row).Code,
                ["dbId"] = row.Key,
                ["ownerDbId"] = row.OwnerDbId,
                ["text"] = texts(row).Text,
            })
            .ToList();
        return new RequestRefusedException(
            XledgerErrors
                .Invalid($"{Node.Path(field)}: Alternatives were asked for.")
                .AddExtension("exampleValidInputs", examples)
        );
    }
}
