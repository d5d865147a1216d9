namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// An operation of a valid document with its variables put in: what remains is to resolve field by field.
/// </summary>
public sealed record PreparedRequest<TState>(OperationKind Kind, SelectionPlan<TState> Selections);

/// <summary>
/// The fields to answer on one object, fragments and directives dissolved, in the order of the answer.
/// </summary>
public sealed class SelectionPlan<TState>(ObjectType type, IReadOnlyList<FieldPlan<TState>> fields)
{
    public ObjectType Type => type;

    public IReadOnlyList<FieldPlan<TState>> Fields => fields;

    internal string[] Names { get; } = [.. fields.Select(field => field.ResponseName)];

    /// <summary>This plan's fields and, where they are objects, theirs.</summary>
    public IEnumerable<FieldPlan<TState>> AllFields() =>
        fields.SelectMany(field => field.Selections is null ? [field] : field.Selections.AllFields().Prepend(field));
}

public sealed class FieldPlan<TState>(
    string responseName,
    FieldDefinition definition,
    InputObject arguments,
    Func<Resolving<TState>, object?> resolver,
    SelectionPlan<TState>? selections,
    Location at
)
{
    public string ResponseName => responseName;

    public FieldDefinition Definition => definition;

    public InputObject Arguments => arguments;

    /// <summary>The fields below, where this one is an object or a list of objects.</summary>
    public SelectionPlan<TState>? Selections => selections;

    public Location At => at;

    /// <summary>
    /// Set before the request is carried out to answer null and, once, this error instead of the value.
    /// </summary>
    public GraphQlError? Refusal { get; set; }

    /// <summary>Whether <see cref="Refusal"/> leaves a null without an error.</summary>
    public bool Silent { get; set; }

    internal Func<Resolving<TState>, object?> Resolver => resolver;
}
