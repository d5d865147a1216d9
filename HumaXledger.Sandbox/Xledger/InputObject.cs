using System.Collections;
using GraphQL.Execution;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Coerced arguments or a coerced input: what was given, in the order of the declaration, with lists as arrays. A field
/// given as null is null; a field that was not given is absent.
/// </summary>
internal sealed class InputObject : IEnumerable<KeyValuePair<string, object?>>
{
    private readonly OrderedDictionary<string, object?> _fields = [];

    /// <summary>The value of a field; null where it is absent.</summary>
    public object? this[string name] => _fields.GetValueOrDefault(name);

    /// <summary>The arguments of a field; null stands for none.</summary>
    public static InputObject Of(IEnumerable<KeyValuePair<string, ArgumentValue>>? arguments)
    {
        var input = new InputObject();
        foreach (var (name, argument) in arguments ?? [])
        {
            if (argument.Source != ArgumentSource.FieldDefault || argument.Value is not null)
                input.Add(name, Read(argument.Value));
        }

        return input;
    }

    /// <summary>Whether a field is present, possibly as null.</summary>
    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>The value of a field if it has the type; else null.</summary>
    public T? Get<T>(string name)
        where T : class => this[name] as T;

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator() => _fields.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Add(string name, object? value) => _fields[name] = value;

    private static object? Read(object? value)
    {
        switch (value)
        {
            case IDictionary<string, object?> fields:
                var input = new InputObject();
                foreach (var (name, field) in fields)
                    input.Add(name, Read(field));
                return input;
            case IList items:
                return items.Cast<object?>().Select(Read).ToArray();
            default:
                return value;
        }
    }
}
