namespace HumaXledger.Sandbox.GraphQL;

/// <summary>The input of a resolver.</summary>
/// <param name="State">The state of the request.</param>
/// <param name="Source">The object of the field; the state itself at the root.</param>
/// <param name="Arguments">Coerced, with defaults; an argument that was not given is absent.</param>
public readonly record struct Resolving<TState>(TState State, object Source, InputObject Arguments);

/// <summary>The resolvers of all fields, by type and field.</summary>
public sealed class Resolvers<TState>
{
    private readonly Dictionary<(string Type, string Field), Func<Resolving<TState>, object?>> _all = [];

    /// <summary>Adds the resolver of a field.</summary>
    public void Add(string type, string field, Func<Resolving<TState>, object?> resolver) =>
        _all.Add((type, field), resolver);

    /// <summary>Starts the resolvers of a type whose source objects are <typeparamref name="TSource"/>.</summary>
    public ForType<TSource> Of<TSource>(string type)
        where TSource : class => new(this, type);

    internal Func<Resolving<TState>, object?> Find(string type, string field) =>
        _all.GetValueOrDefault((type, field))
        ?? throw new InvalidOperationException($"No resolver for {type}.{field}.");

    internal bool Has(string type, string field) => _all.ContainsKey((type, field));

    /// <summary>The resolvers of one type, to be chained.</summary>
    public sealed class ForType<TSource>(Resolvers<TState> resolvers, string type)
        where TSource : class
    {
        /// <summary>Adds a field that depends on the source object alone.</summary>
        public ForType<TSource> Add(string field, Func<TSource, object?> value)
        {
            resolvers.Add(type, field, resolving => value((TSource)resolving.Source));
            return this;
        }

        /// <summary>Adds a field that depends on the source object and the state.</summary>
        public ForType<TSource> Add(string field, Func<TSource, TState, object?> value)
        {
            resolvers.Add(type, field, resolving => value((TSource)resolving.Source, resolving.State));
            return this;
        }
    }
}
