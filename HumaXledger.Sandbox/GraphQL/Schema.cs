namespace HumaXledger.Sandbox.GraphQL;

/// <summary>The types declared by an endpoint.</summary>
public sealed class Schema
{
    private readonly IReadOnlyDictionary<string, NamedType> _types;

    internal Schema(
        OrderedDictionary<string, NamedType> types,
        ObjectType query,
        ObjectType? mutation,
        ObjectType? subscription,
        OrderedDictionary<string, DirectiveDefinition> directives
    )
    {
        _types = types;
        Types = [.. types.Values];
        Query = query;
        Mutation = mutation;
        Subscription = subscription;
        Directives = directives;
    }

    public IReadOnlyList<NamedType> Types { get; }
    public ObjectType Query { get; }
    public ObjectType? Mutation { get; }
    public ObjectType? Subscription { get; }
    public IReadOnlyDictionary<string, DirectiveDefinition> Directives { get; }

    /// <summary>Parses a schema and adds the introspection types and fields.</summary>
    /// <param name="scalars">The rules of the scalars that the text declares.</param>
    public static Schema Read(string definitions, IReadOnlyDictionary<string, ScalarRule> scalars) =>
        new SchemaReader(definitions, scalars).Schema();

    /// <summary>The type of a name; null where it is unknown.</summary>
    public NamedType? Type(string name) => _types.GetValueOrDefault(name);

    /// <summary>The root type of an operation; null where there is none.</summary>
    public ObjectType? Root(OperationKind kind) =>
        kind switch
        {
            OperationKind.Query => Query,
            OperationKind.Mutation => Mutation,
            _ => Subscription,
        };

    /// <summary>
    /// A field of a type, including the three meta fields where the specification has them; null where it is unknown.
    /// </summary>
    public FieldDefinition? Field(ObjectType type, string name) =>
        name switch
        {
            Introspection.TypeName => Introspection.TypeNameField(this),
            Introspection.SchemaField or Introspection.TypeField when type != Query => null,
            _ => type.Fields.GetValueOrDefault(name),
        };

    /// <summary>The type of a type expression; null where a name in it is unknown.</summary>
    public TypeReference? Resolve(TypeNode node)
    {
        switch (node)
        {
            case TypeNode.Named named:
                return Type(named.Name) is { } type ? new TypeReference.Named(type) : null;
            case TypeNode.List list:
                return Resolve(list.Of) is { } of ? new TypeReference.List(of) : null;
            case TypeNode.NonNull nonNull:
                return Resolve(nonNull.Of) is { } inner ? new TypeReference.NonNull(inner) : null;
            default:
                return null;
        }
    }
}
