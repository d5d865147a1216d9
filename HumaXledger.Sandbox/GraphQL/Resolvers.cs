namespace HumaXledger.Sandbox.GraphQL;

/// <summary>What a resolver is given.</summary>
/// <param name="Source">The object that the field is read from; the state itself at the root.</param>
/// <param name="Arguments">Coerced, defaults filled in; an argument that was left out is absent.</param>
public readonly record struct Resolving<TState>(TState State, object Source, InputObject Arguments);

/// <summary>Where each field's value comes from, by type and field.</summary>
public sealed class Resolvers<TState>
{
    private readonly Dictionary<(string Type, string Field), Func<Resolving<TState>, object?>> _all = [];

    public void Add(string type, string field, Func<Resolving<TState>, object?> resolver) =>
        _all.Add((type, field), resolver);

    /// <summary>Starts the fields of a type whose source objects are <typeparamref name="TSource"/>.</summary>
    public ForType<TSource> Of<TSource>(string type)
        where TSource : class => new(this, type);

    internal Func<Resolving<TState>, object?> Find(string type, string field) =>
        _all.GetValueOrDefault((type, field))
        ?? throw new InvalidOperationException($"No resolver for {type}.{field}.");

    internal bool Has(string type, string field) => _all.ContainsKey((type, field));

    public sealed class ForType<TSource>(Resolvers<TState> resolvers, string type)
        where TSource : class
    {
        public ForType<TSource> Add(string field, Func<TSource, object?> value)
        {
            resolvers.Add(type, field, resolving => value((TSource)resolving.Source));
            return this;
        }

        public ForType<TSource> Add(string field, Func<TSource, TState, object?> value)
        {
            resolvers.Add(type, field, resolving => value((TSource)resolving.Source, resolving.State));
            return this;
        }
    }
}
