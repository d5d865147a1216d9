namespace HumaXledger.Sandbox.GraphQL;

/// <summary>A place in the text, both counted from 1.</summary>
public readonly record struct Location(int Line, int Column);

/// <summary>A document that can be executed. Definitions keep the order in which they were written.</summary>
public sealed record Document(IReadOnlyList<Operation> Operations, IReadOnlyList<Fragment> Fragments);

public enum OperationKind
{
    Query,
    Mutation,
    Subscription,
}

public sealed record Operation(
    OperationKind Kind,
    string? Name,
    IReadOnlyList<VariableDefinition> Variables,
    IReadOnlyList<Directive> Directives,
    IReadOnlyList<Selection> Selections,
    Location At
);

public sealed record Fragment(
    string Name,
    string TypeCondition,
    IReadOnlyList<Directive> Directives,
    IReadOnlyList<Selection> Selections,
    Location At
);

public sealed record VariableDefinition(
    string Name,
    TypeNode Type,
    ValueNode? Default,
    IReadOnlyList<Directive> Directives,
    Location At
);

public sealed record Directive(string Name, IReadOnlyList<Argument> Arguments, Location At);

public sealed record Argument(string Name, ValueNode Value, Location At);

/// <summary>What stands between the braces of a selection set.</summary>
public abstract record Selection(IReadOnlyList<Directive> Directives, Location At)
{
    public sealed record Field(
        string? Alias,
        string Name,
        IReadOnlyList<Argument> Arguments,
        IReadOnlyList<Directive> Directives,
        IReadOnlyList<Selection> Selections,
        Location At
    ) : Selection(Directives, At)
    {
        public string ResponseName => Alias ?? Name;
    }

    public sealed record Spread(string Fragment, IReadOnlyList<Directive> Directives, Location At)
        : Selection(Directives, At);

    public sealed record Inline(
        string? TypeCondition,
        IReadOnlyList<Directive> Directives,
        IReadOnlyList<Selection> Selections,
        Location At
    ) : Selection(Directives, At);
}

/// <summary>A type as written: a name, a list, or either with an exclamation mark.</summary>
public abstract record TypeNode(Location At)
{
    public sealed record Named(string Name, Location At) : TypeNode(At)
    {
        public override string ToString() => Name;
    }

    public sealed record List(TypeNode Of, Location At) : TypeNode(At)
    {
        public override string ToString() => $"[{Of}]";
    }

    public sealed record NonNull(TypeNode Of, Location At) : TypeNode(At)
    {
        public override string ToString() => $"{Of}!";
    }
}

/// <summary>A value as written.</summary>
public abstract record ValueNode(Location At)
{
    public sealed record Variable(string Name, Location At) : ValueNode(At);

    /// <summary>Digits as written, so that size is judged by the type.</summary>
    public sealed record Int(string Digits, Location At) : ValueNode(At);

    public sealed record Float(string Digits, Location At) : ValueNode(At);

    public sealed record Text(string Value, Location At) : ValueNode(At);

    public sealed record Boolean(bool Value, Location At) : ValueNode(At);

    public sealed record Null(Location At) : ValueNode(At);

    public sealed record Enum(string Name, Location At) : ValueNode(At);

    public sealed record List(IReadOnlyList<ValueNode> Items, Location At) : ValueNode(At);

    public sealed record Object(IReadOnlyList<Argument> Fields, Location At) : ValueNode(At);
}
