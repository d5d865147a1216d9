namespace HumaXledger.Sandbox.GraphQL;

/// <summary>A validated operation with its variables, ready to be resolved field by field.</summary>
public sealed record PreparedRequest<TState>(OperationKind Kind, SelectionPlan<TState> Selections);

/// <summary>
/// The fields to resolve on one object in the order of the response, with fragments and directives applied.
/// </summary>
public sealed class SelectionPlan<TState>(ObjectType type, IReadOnlyList<FieldPlan<TState>> fields)
{
    public ObjectType Type => type;

    public IReadOnlyList<FieldPlan<TState>> Fields => fields;

    internal string[] Names { get; } = [.. fields.Select(field => field.ResponseName)];

    /// <summary>The fields of this plan and, recursively, of the objects below.</summary>
    public IEnumerable<FieldPlan<TState>> AllFields() =>
        fields.SelectMany(field => field.Selections is null ? [field] : field.Selections.AllFields().Prepend(field));
}

/// <summary>One field to resolve.</summary>
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

    /// <summary>The fields below, for an object or a list of objects.</summary>
    public SelectionPlan<TState>? Selections => selections;

    public Location At => at;

    /// <summary>Set before execution to return null and, once, this error instead of the value.</summary>
    public GraphQlError? Refusal { get; set; }

    /// <summary>Whether <see cref="Refusal"/> returns null without an error.</summary>
    public bool Silent { get; set; }

    internal Func<Resolving<TState>, object?> Resolver => resolver;
}
