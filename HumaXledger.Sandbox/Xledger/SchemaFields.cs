using GraphQL;
using GraphQL.Resolvers;
using GraphQL.Types;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>The input of a root field's resolver.</summary>
/// <param name="State">The state of the request.</param>
/// <param name="Arguments">An argument that was not given is absent.</param>
internal readonly record struct Resolving(XledgerRequest State, InputObject Arguments);

/// <summary>Adds resolvers to the declared fields of an initialized schema.</summary>
internal sealed class SchemaFields(ISchema schema)
{
    /// <summary>The declared object types, without those of introspection.</summary>
    public IEnumerable<IObjectGraphType> Types =>
        schema.AllTypes.OfType<IObjectGraphType>().Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal));

    /// <summary>Adds the resolver of a field of a root type.</summary>
    public void Add(string type, string field, Func<Resolving, object?> value) =>
        Field(type, field).Resolver = new FuncFieldResolver<object>(context =>
            value(new Resolving((XledgerRequest)context.RootValue!, InputObject.Of(context.Arguments)))
        );

    /// <summary>Starts the resolvers of a type whose source objects are <typeparamref name="TSource"/>.</summary>
    public ForType<TSource> Of<TSource>(string type)
        where TSource : class => new(this, type);

    /// <summary>Whether a field has no fields below it.</summary>
    public static bool IsLeaf(FieldType field) => field.ResolvedType!.GetNamedType().IsLeafType();

    /// <summary>Whether a type declares a field.</summary>
    public bool Declares(string type, string field) => Type(type).Fields.Find(field) is not null;

    /// <summary>The declared fields of a type that have no resolver yet.</summary>
    public IReadOnlyList<FieldType> Remaining(string type) =>
        [.. Type(type).Fields.Where(field => field.Resolver is null)];

    /// <summary>Resolves the remaining fields of types to null, because the sandbox has no such values.</summary>
    public void AreEmpty(params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
        {
            foreach (var field in Remaining(type))
                field.Resolver = new RowResolver((_, _) => null);
        }
    }

    private IObjectGraphType Type(string name) =>
        schema.AllTypes[name] as IObjectGraphType
        ?? throw new InvalidOperationException($"The schema has no object type {name}.");

    private FieldType Field(string type, string name) =>
        Type(type).Fields.Find(name) ?? throw new InvalidOperationException($"The schema has no field {type}.{name}.");

    /// <summary>The resolvers of one type, to be chained.</summary>
    public sealed class ForType<TSource>(SchemaFields fields, string type)
        where TSource : class
    {
        /// <summary>Adds a field that depends on the source object alone.</summary>
        public ForType<TSource> Add(string field, Func<TSource, object?> value) =>
            Add(field, (source, _) => value(source));

        /// <summary>Adds a field that depends on the source object and the request.</summary>
        public ForType<TSource> Add(string field, Func<TSource, XledgerRequest, object?> value)
        {
            fields.Field(type, field).Resolver = new RowResolver((source, request) => value((TSource)source, request));
            return this;
        }
    }
}

/// <summary>
/// Resolves a field from its source object and the request. <see cref="XledgerExecution"/> calls it directly, without
/// the context that other resolvers need: a page of 10,000 employees has more than a million such fields.
/// </summary>
internal sealed class RowResolver(Func<object, XledgerRequest, object?> value) : IFieldResolver
{
    /// <summary>The value of the field.</summary>
    public object? Value(object source, XledgerRequest request) => value(source, request);

    public ValueTask<object?> ResolveAsync(IResolveFieldContext context) =>
        new(value(context.Source!, (XledgerRequest)context.RootValue!));
}
