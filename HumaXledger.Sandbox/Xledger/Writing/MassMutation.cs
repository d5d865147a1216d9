using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// A mutation over a list of nodes (contracts/xledger.md 4.2): all or nothing, unless a switch says otherwise.
/// </summary>
internal static class MassMutation
{
    /// <summary>An edge of the answer.</summary>
    public sealed record Edge(string? ClientId, object Node);

    /// <summary>Carries out a mutation and returns the edges of its answer.</summary>
    /// <param name="write">Writes one node and returns the row to answer with.</param>
    /// <exception cref="RequestRefusedException">Too many nodes, or a node that is refused.</exception>
    public static IReadOnlyList<Edge> Run<TRow>(Resolving mutation, Func<Node, XledgerEdit, TRow> write)
        where TRow : Row
    {
        var request = mutation.State;
        var inputs = ((object?[])mutation.Arguments["inputs"]!).Cast<InputObject>().ToList();
        if (inputs.Count > request.Limits.NodesPerMutation)
            throw XledgerErrors.Refused("inputs", $"A mutation takes at most {request.Limits.NodesPerMutation} nodes.");
        if (request.NodesLeft is { } left)
        {
            inputs = [.. inputs.Take(left)];
            request.NodesLeft = left - inputs.Count;
        }

        var written = new List<(string? ClientId, long Key)>();
        if (request.Switches.AtomicBatches)
            request.Store.Edit(edit => inputs.ForEach(input => Write(input, edit)));
        else
            inputs.ForEach(input => request.Store.Edit(edit => Write(input, edit)));

        // Read again, so that a row written twice answers with its final values.
        var edges = written
            .Select(one => new Edge(one.ClientId, request.Store.TableOf<TRow>().Find(one.Key)!))
            .ToList();
        switch (request.Switches.EdgesOrder)
        {
            case EdgesOrder.Reversed:
                edges.Reverse();
                break;
            case EdgesOrder.Shuffled:
                // The same shuffle for the same number of edges, so that a failing test is reproducible.
                new Random(edges.Count).Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(edges));
                break;
        }

        return edges;

        void Write(InputObject input, XledgerEdit edit) =>
            written.Add(
                ((string?)input["clientId"], write(new Node(input.Get<InputObject>("node")!, request), edit).Key)
            );
    }

    /// <summary>The row that a node's dbId refers to.</summary>
    public static TRow Existing<TRow>(Node node, XledgerRequest request, Func<TRow, bool>? belongs = null)
        where TRow : Row
    {
        var dbId = node.Id("dbId")!.Value;
        var row = request.Store.TableOf<TRow>().Find(dbId);
        if (row is null || !request.Visibility.Mine(row.OwnerDbId) || belongs?.Invoke(row) == false)
            throw XledgerErrors.Refused(
                Node.Path("dbId"),
                $"No value matching owner {request.Visibility.Own}, dbId '{dbId}'."
            );
        return row;
    }
}
