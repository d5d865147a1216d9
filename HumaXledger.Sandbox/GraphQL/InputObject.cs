using System.Collections;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// A coerced input: fields that were given (or have a default), in the order of the declaration. Null means given as
/// null; a field
/// that was left out is absent.
/// </summary>
public sealed class InputObject : IEnumerable<KeyValuePair<string, object?>>
{
    public static readonly InputObject Empty = [];

    private readonly OrderedDictionary<string, object?> _fields = [];

    public object? this[string name] => _fields.GetValueOrDefault(name);

    public bool Has(string name) => _fields.ContainsKey(name);

    public T? Get<T>(string name)
        where T : class => this[name] as T;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(string name, object? value) => _fields[name] = value;
}
