using System.Text.Json;

namespace HumaXledger.Core.Xledger.Wire;

/// <summary>Data of every paged query; reads of employees include the token's entity.</summary>
internal sealed record PageData<TNode>(Connection<TNode>? Page, ViewerNode? Viewer = null)
    where TNode : class;

/// <summary>
/// A page. Xledger answers <c>edges: null</c>, not [], when nothing matches (contracts/xledger.md 2.1).
/// </summary>
internal sealed record Connection<TNode>(IReadOnlyList<Edge<TNode>?>? Edges, PageInfo? PageInfo)
    where TNode : class;

/// <summary>One record with its cursor.</summary>
internal sealed record Edge<TNode>(string? Cursor, TNode? Node)
    where TNode : class;

/// <summary>The end of a page.</summary>
internal sealed record PageInfo(bool HasNextPage);

/// <summary>Data of every mutation, by alias; nodes are read by path.</summary>
internal sealed record WriteData(Payload? Employees, Payload? Contacts, Payload? Suppliers);

/// <summary>The answer to one mutation.</summary>
internal sealed record Payload(IReadOnlyList<PayloadEdge?>? Edges);

/// <summary>One written record, identified by the client id of its input.</summary>
internal sealed record PayloadEdge(string? ClientId, JsonElement Node)
{
    public override string ToString() => $"answer to {ClientId}";
}
