using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>
/// What goes to Xledger for one person: a node for each record that changes, and what is to be emptied.
/// </summary>
internal sealed class PersonWrite(string clientId)
{
    private readonly Dictionary<Part, JsonObject> _keys = [];
    private readonly Dictionary<Part, JsonObject> _nodes = [];
    private readonly Dictionary<Field, Reason> _notWritten = [];

    /// <summary>Ours; comes back on the answer's edge.</summary>
    public string ClientId => clientId;

    public IReadOnlyDictionary<Part, JsonObject> Nodes => _nodes;

    public List<Clear> Clears { get; } = [];

    public IReadOnlyDictionary<Field, Reason> NotWritten => _notWritten;

    /// <summary>The record of that part exists and is found by this.</summary>
    public void Knows(Part part, JsonObject key) => _keys[part] = key;

    public bool Has(Part part) => _keys.ContainsKey(part);

    /// <summary>The node of that part, begun with its key.</summary>
    public JsonObject Node(Part part)
    {
        if (!_nodes.TryGetValue(part, out var node))
        {
            _nodes[part] = node = Key(part);
        }

        return node;
    }

    /// <summary>A new node that holds only what finds the record.</summary>
    public JsonObject Key(Part part) => _keys.TryGetValue(part, out var key) ? (JsonObject)key.DeepClone() : [];

    public void Refuse(Field field, string code) => Refuse(field, new Reason(code, FieldRules.For(field).Name));

    public void Refuse(Field field, Reason reason) => _notWritten.TryAdd(field, reason);

    public override string ToString() => clientId;
}
