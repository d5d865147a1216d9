using System.Globalization;
using HumaXledger.Sandbox.GraphQL;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>Resolvers of the query roots and of the pages that they return.</summary>
internal static class QueryFields
{
    private static readonly Page Nothing = new([], HasNextPage: false, HasPreviousPage: false);

    public static void AddTo(Resolvers<XledgerRequest> resolvers, Schema schema)
    {
        EmployeeFields.AddTo(resolvers, schema);
        ContactFields.AddTo(resolvers, schema);
        LedgerFields.AddTo(resolvers, schema);
        ValueFields.AddTo(resolvers, schema);
        AddPages(resolvers, schema);

        resolvers.Add("Query", "viewer", query => query.State);
        resolvers.Add("Viewer", "entity", viewer => viewer.State.Store.Entities.Find(viewer.State.Visibility.Own));
        resolvers.Add("Query", "entities", ValueFields.Entities.Read);
        resolvers.Add("Query", "employees", EmployeeFields.Connection.Read);
        resolvers.Add("Query", "contacts", ContactFields.Connection.Read);
        resolvers.Add("Query", "subledgers", LedgerFields.Subledgers.Read);
        resolvers.Add("Query", "suppliers", LedgerFields.Suppliers.Read);
        resolvers.Add("Query", "companies", ValueFields.Companies.Read);
        resolvers.Add("Query", "countries", ValueFields.Countries.Read);
        resolvers.Add("Query", "objectValues", ValueFields.ObjectValues.Read);
        resolvers.Add("Query", "objectKinds", ValueFields.ObjectKinds.Read);
        resolvers.Add("Query", "bankAccounts", ValueFields.BankAccounts.Read);
        resolvers.Add("Query", "webhooks", ValueFields.Webhooks.Read);
        // The sandbox keeps no employee groups.
        resolvers.Add("Query", "employeeGroups", _ => Nothing);
        AddOne("employee", store => store.Employees);
        AddOne("contact", store => store.Contacts);
        AddOne("subledger", store => store.Subledgers);
        AddOne("webhook", store => store.Webhooks);
        resolvers.Add("Query", "employee_deltas", query => Deltas(query, XledgerRecord.Employee));
        resolvers.Add("Query", "supplier_deltas", query => Deltas(query, XledgerRecord.Subledger));
        resolvers
            .Of<XledgerChange>("Delta")
            .Add("dbId", change => change.DbId)
            .Add("mutationType", change => change.Mutation.ToString().ToUpperInvariant());

        void AddOne<TRow>(string field, Func<XledgerStore, Table<TRow>> table)
            where TRow : Row =>
            resolvers.Add("Query", field, query =>
                long.TryParse((string?)query.Arguments["dbId"], CultureInfo.InvariantCulture, out var dbId)
                && table(query.State.Store).Find(dbId) is { } row
                && query.State.Visibility.Mine(row.OwnerDbId)
                    ? row
                    : null
            );
    }

    private static void AddPages(Resolvers<XledgerRequest> resolvers, Schema schema)
    {
        var pages = schema.Types.OfType<ObjectType>().Where(type => type.Fields.ContainsKey("pageInfo"));
        foreach (var type in pages)
        {
            // An empty connection has no list of edges, not an empty one (contracts/xledger.md 2.1).
            resolvers
                .Of<Page>(type.Name)
                .Add("edges", page => page.Edges.Count == 0 ? null : page.Edges)
                .Add("pageInfo", page => page);
            resolvers
                .Of<PageEdge>(type.Fields["edges"].Type.Innermost.Name)
                .Add("cursor", edge => edge.Cursor)
                .Add("node", edge => edge.Node);
        }

        resolvers
            .Of<Page>("PageInfo")
            .Add("hasNextPage", page => page.HasNextPage)
            .Add("hasPreviousPage", page => page.HasPreviousPage)
            .Add("startCursor", page => page.Edges.Count == 0 ? null : page.Edges[0].Cursor)
            .Add("endCursor", page => page.Edges.Count == 0 ? null : page.Edges[^1].Cursor);
    }

    private static Page Deltas(Resolving<XledgerRequest> query, XledgerRecord record)
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
