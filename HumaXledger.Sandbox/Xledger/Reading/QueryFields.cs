using System.Globalization;
using GraphQL;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>Resolvers of the query roots and of the pages that they return.</summary>
internal static class QueryFields
{
    private static readonly Page Nothing = new([], HasNextPage: false, HasPreviousPage: false);

    public static void AddTo(SchemaFields fields)
    {
        EmployeeFields.AddTo(fields);
        ContactFields.AddTo(fields);
        LedgerFields.AddTo(fields);
        ValueFields.AddTo(fields);
        AddPages(fields);

        fields.Add("Query", "viewer", query => query.State);
        fields.Add("Viewer", "entity", viewer => viewer.State.Store.Entities.Find(viewer.State.Visibility.Own));
        fields.Add("Query", "entities", ValueFields.Entities.Read);
        fields.Add("Query", "employees", EmployeeFields.Connection.Read);
        fields.Add("Query", "contacts", ContactFields.Connection.Read);
        fields.Add("Query", "subledgers", LedgerFields.Subledgers.Read);
        fields.Add("Query", "suppliers", LedgerFields.Suppliers.Read);
        fields.Add("Query", "companies", ValueFields.Companies.Read);
        fields.Add("Query", "countries", ValueFields.Countries.Read);
        fields.Add("Query", "objectValues", ValueFields.ObjectValues.Read);
        fields.Add("Query", "objectKinds", ValueFields.ObjectKinds.Read);
        fields.Add("Query", "bankAccounts", ValueFields.BankAccounts.Read);
        fields.Add("Query", "webhooks", ValueFields.Webhooks.Read);
        // The sandbox keeps no employee groups.
        fields.Add("Query", "employeeGroups", _ => Nothing);
        AddOne("employee", store => store.Employees);
        AddOne("contact", store => store.Contacts);
        AddOne("subledger", store => store.Subledgers);
        AddOne("webhook", store => store.Webhooks);
        fields.Add("Query", "employee_deltas", query => Deltas(query, XledgerRecord.Employee));
        fields.Add("Query", "supplier_deltas", query => Deltas(query, XledgerRecord.Subledger));
        fields
            .Of<XledgerChange>("Delta")
            .Add("dbId", change => change.DbId)
            .Add("mutationType", change => change.Mutation.ToString().ToUpperInvariant());

        void AddOne<TRow>(string field, Func<XledgerStore, Table<TRow>> table)
            where TRow : Row =>
            fields.Add("Query", field, query =>
                long.TryParse($"{query.Arguments["dbId"]}", CultureInfo.InvariantCulture, out var dbId)
                && table(query.State.Store).Find(dbId) is { } row
                && query.State.Visibility.Mine(row.OwnerDbId)
                    ? row
                    : null
            );
    }

    private static void AddPages(SchemaFields fields)
    {
        foreach (var type in fields.Types.Where(type => fields.Declares(type.Name, "pageInfo")).ToList())
        {
            // An empty connection has no list of edges, not an empty one (contracts/xledger.md 2.1).
            fields
                .Of<Page>(type.Name)
                .Add("edges", page => page.Edges.Count == 0 ? null : page.Edges)
                .Add("pageInfo", page => page);
            fields
                .Of<PageEdge>(type.Fields.Find("edges")!.ResolvedType!.GetNamedType().Name)
                .Add("cursor", edge => edge.Cursor)
                .Add("node", edge => edge.Node);
        }

        var pageInfo = fields
            .Of<Page>("PageInfo")
            .Add("hasNextPage", page => page.HasNextPage)
            .Add("hasPreviousPage", page => page.HasPreviousPage);
        // Declared by a switch.
        if (fields.Declares("PageInfo", "endCursor"))
            pageInfo
                .Add("startCursor", page => page.Edges.Count == 0 ? null : page.Edges[0].Cursor)
                .Add("endCursor", page => page.Edges.Count == 0 ? null : page.Edges[^1].Cursor);
    }

    private static Page Deltas(Resolving query, XledgerRecord record)
    {
        var request = query.State;
        var page = PageRequest.From(query.Arguments, request.Switches, request.Limits);
        var deltas = request
            .Store.Deltas(record)
            .Where(delta => request.Visibility.Mine(delta.Change.OwnerDbId) && !(delta.Sequence <= page.After))
            .ToList();
        return page.Of(deltas, page.After is not null, anyAfter: false, delta => new PageEdge(
            Cursor.Of(delta.Sequence, delta.Change.OwnerDbId, request.Switches),
            delta.Change
        ));
    }
}
