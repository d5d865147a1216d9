namespace HumaXledger.Sandbox.GraphQL;

/// <summary>A type that a schema declares. Schemas of the sandbox have no interfaces and no unions.</summary>
public abstract class NamedType(string name, string? description)
{
    public string Name => name;

    public string? Description => description;

    public bool IsInput => this is ScalarType or EnumType or InputType;

    public bool IsLeaf => this is ScalarType or EnumType;
}

/// <param name="read">What a value that is given means; null when it does not fit.</param>
/// <param name="write">The string, number or boolean that stands in an answer.</param>
public sealed class ScalarType(
    string name,
    string? description,
    Func<ValueNode, object?> read,
    Func<object, object> write
) : NamedType(name, description)
{
    public Func<ValueNode, object?> Read => read;

    public Func<object, object> Write => write;
}

public sealed class EnumType(string name, string? description, IReadOnlyList<EnumValue> values)
    : NamedType(name, description)
{
    public IReadOnlyList<EnumValue> Values => values;

    public bool Has(string value) => values.Any(known => known.Name == value);
}

public sealed record EnumValue(string Name, string? Description);

public sealed class InputType(string name, string? description) : NamedType(name, description)
{
    public OrderedDictionary<string, InputDefinition> Fields { get; } = [];
}

public sealed class ObjectType(string name, string? description) : NamedType(name, description)
{
    public OrderedDictionary<string, FieldDefinition> Fields { get; } = [];
}

public sealed record FieldDefinition(
    string Name,
    string? Description,
    TypeReference Type,
    OrderedDictionary<string, InputDefinition> Arguments
);

/// <summary>An argument, or a field of an input.</summary>
public sealed record InputDefinition(string Name, string? Description, TypeReference Type, ValueNode? Default)
{
    /// <summary>Whether it must be given.</summary>
    public bool Required => Type is TypeReference.NonNull && Default is null;
}

public sealed record DirectiveDefinition(
    string Name,
    string? Description,
    OrderedDictionary<string, InputDefinition> Arguments,
    IReadOnlyList<string> Locations
);
