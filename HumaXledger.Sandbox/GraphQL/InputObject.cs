using System.Collections;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// A coerced input: the given fields and those with a default, in the order of the declaration. A field given as null
/// is null; a field that was not given is absent.
/// </summary>
public sealed class InputObject : IEnumerable<KeyValuePair<string, object?>>
{
    /// <summary>An input without fields.</summary>
    public static readonly InputObject Empty = [];

    private readonly OrderedDictionary<string, object?> _fields = [];

    /// <summary>The value of a field; null where it is absent.</summary>
    public object? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>Whether a field is present, possibly as null.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>The value of a field if it has the type; else null.</summary>
    public T? Get<T>(string name)
        where T : class => this[name] as T;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(string name, object? value) => _fields[name] = value;
}
