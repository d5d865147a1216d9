using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>The inputs for one person: a node for each record that changes, and the inputs to clear.</summary>
internal sealed class PersonWrite(string clientId)
{
    private readonly Dictionary<Part, JsonObject> _keys = [];
    private readonly Dictionary<Part, JsonObject> _nodes = [];
    private readonly Dictionary<Field, Reason> _notWritten = [];

    /// <summary>Identifies the person in the answer.</summary>
    public string ClientId => clientId;

    /// <summary>The inputs by record.</summary>
    public IReadOnlyDictionary<Part, JsonObject> Nodes => _nodes;

    /// <summary>The inputs to clear.</summary>
    public List<Clear> Clears { get; } = [];

    /// <summary>The fields that cannot be written, with the reason.</summary>
    public IReadOnlyDictionary<Field, Reason> NotWritten => _notWritten;

    /// <summary>Adds a record that exists, with the key that finds it.</summary>
    public void Knows(Part part, JsonObject key) => _keys[part] = key;

    /// <summary>Whether the record of a part exists.</summary>
    public bool Has(Part part) => _keys.ContainsKey(part);

    /// <summary>The input of a part, which starts with its key.</summary>
    public JsonObject Node(Part part)
    {
        if (!_nodes.TryGetValue(part, out var node))
        {
            _nodes[part] = node = Key(part);
        }

        return node;
    }

    /// <summary>A new input with only the key.</summary>
    public JsonObject Key(Part part) => _keys.TryGetValue(part, out var key) ? (JsonObject)key.DeepClone() : [];

    /// <summary>Marks a field as not written, with its name as argument.</summary>
    public void Refuse(Field field, string code) => Refuse(field, new Reason(code, FieldRules.For(field).Name));

    /// <summary>Marks a field as not written; the first reason counts.</summary>
    public void Refuse(Field field, Reason reason) => _notWritten.TryAdd(field, reason);

    public override string ToString() => clientId;
}
