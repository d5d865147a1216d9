namespace HumaXledger.Sandbox.GraphQL;

/// <summary>A type declared by a schema. The sandbox's schemas have no interfaces and no unions.</summary>
public abstract class NamedType(string name, string? description)
{
    public string Name => name;

    public string? Description => description;

    /// <summary>Whether it can be the type of an argument or variable.</summary>
    public bool IsInput => this is ScalarType or EnumType or InputType;

    /// <summary>Whether it has no fields.</summary>
    public bool IsLeaf => this is ScalarType or EnumType;
}

/// <summary>A scalar type.</summary>
/// <param name="read">Coerces an input value; null for an invalid one.</param>
/// <param name="write">The string, number or boolean in a response.</param>
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

/// <summary>An enum type.</summary>
public sealed class EnumType(string name, string? description, IReadOnlyList<EnumValue> values)
    : NamedType(name, description)
{
    public IReadOnlyList<EnumValue> Values => values;

    /// <summary>Whether the enum has a value.</summary>
    public bool Has(string value) => values.Any(known => known.Name == value);
}

/// <summary>One value of an enum.</summary>
public sealed record EnumValue(string Name, string? Description);

/// <summary>An input object type.</summary>
public sealed class InputType(string name, string? description) : NamedType(name, description)
{
    public OrderedDictionary<string, InputDefinition> Fields { get; } = [];
}

/// <summary>An object type.</summary>
public sealed class ObjectType(string name, string? description) : NamedType(name, description)
{
    public OrderedDictionary<string, FieldDefinition> Fields { get; } = [];
}

/// <summary>A field of an object type.</summary>
public sealed record FieldDefinition(
    string Name,
    string? Description,
    TypeReference Type,
    OrderedDictionary<string, InputDefinition> Arguments
);

/// <summary>An argument, or a field of an input.</summary>
public sealed record InputDefinition(string Name, string? Description, TypeReference Type, ValueNode? Default)
{
    /// <summary>Whether it must be given: not null and without default.</summary>
    public bool Required => Type is TypeReference.NonNull && Default is null;
}

/// <summary>A directive with its allowed locations.</summary>
public sealed record DirectiveDefinition(
    string Name,
    string? Description,
    OrderedDictionary<string, InputDefinition> Arguments,
    IReadOnlyList<string> Locations
);
