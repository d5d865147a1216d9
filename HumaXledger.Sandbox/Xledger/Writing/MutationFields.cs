using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// Resolvers of the mutation roots. Several in one request are executed in order; each is its own transaction.
/// </summary>
internal static class MutationFields
{
    public static void AddTo(SchemaFields fields)
    {
        Add<EmployeeRow>("addEmployees", XledgerScope.Employee, request => new EmployeeWriting(request).Add);
        Add<EmployeeRow>("updateEmployees", XledgerScope.Employee, request => new EmployeeWriting(request).Update);
        Add<ContactRow>("addContacts", XledgerScope.Contact, request => new ContactWriting(request).Add);
        Add<ContactRow>("updateContacts", XledgerScope.Contact, request => new ContactWriting(request).Update);
        Add<SubledgerRow>("addSuppliers", XledgerScope.Supplier, request => new SupplierWriting(request).Add);
        Add<SubledgerRow>("updateSuppliers", XledgerScope.Supplier, request => new SupplierWriting(request).Update);
        fields.Add("Mutation", "addWebhooks", mutation =>
            MassMutation.Run<WebhookRow>(mutation, (node, edit) => Webhook(node, edit, mutation.State))
        );
        fields.Add("Mutation", "removeWebhooks", RemoveWebhooks);
        fields
            .Of<RemovedWebhooks>("RemovePayload")
            .Add("numAffected", removed => removed.Removed)
            .Add("skippedDbIds", removed => removed.Skipped);

        foreach (var payload in new[] { "Employees", "Contacts", "Suppliers", "Webhooks" })
        {
            fields
                .Of<IReadOnlyList<MassMutation.Edge>>($"{payload}Payload")
                .Add("edges", edges => edges.Count == 0 ? null : edges);
            fields
                .Of<MassMutation.Edge>($"{payload}PayloadEdge")
                .Add("clientId", edge => edge.ClientId)
                .Add("node", edge => edge.Node);
        }

        void Add<TRow>(string field, XledgerScope scope, Func<XledgerRequest, Func<Node, XledgerEdit, TRow>> writing)
            where TRow : Row => fields.Add("Mutation", field, mutation =>
            {
                mutation.State.DemandWrite(scope);
                return MassMutation.Run(mutation, writing(mutation.State));
            });
    }

    private static WebhookRow Webhook(Node node, XledgerEdit edit, XledgerRequest request)
    {
        node.Demand("url");
        node.Demand("serializedPayload");
        var webhook = new WebhookRow { OwnerDbId = request.Visibility.Own };
        node.Text("description", value => webhook.Description = value);
        node.Text("url", value => webhook.Url = value);
        node.Text("serializedPayload", value => webhook.SerializedPayload = value);
        return edit.Add(webhook);
    }

    private static RemovedWebhooks RemoveWebhooks(Resolving mutation)
    {
        var request = mutation.State;
        var ids = ((object?[])mutation.Arguments["dbIds"]!).Cast<long>().Distinct().ToList();
        var known = ids.Select(id => request.Store.Webhooks.Find(id))
            .OfType<WebhookRow>()
            .Where(row => request.Visibility.Mine(row.OwnerDbId))
            .ToList();
        request.Store.Edit(edit => known.ForEach(edit.Remove));
        return new RemovedWebhooks(known.Count, [.. ids.Except(known.Select(row => row.DbId))]);
    }

    private sealed record RemovedWebhooks(int Removed, IReadOnlyList<long> Skipped);
}
