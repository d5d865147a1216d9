namespace HumaXledger.Sandbox.GraphQL;

/// <summary>A place in the text; line and column are counted from 1.</summary>
public readonly record struct Location(int Line, int Column);

/// <summary>An executable document. Definitions are in their order in the text.</summary>
public sealed record Document(IReadOnlyList<Operation> Operations, IReadOnlyList<Fragment> Fragments);

/// <summary>The kinds of operations.</summary>
public enum OperationKind
{
    Query,
    Mutation,
    Subscription,
}

/// <summary>One operation of a document.</summary>
public sealed record Operation(
    OperationKind Kind,
    string? Name,
    IReadOnlyList<VariableDefinition> Variables,
    IReadOnlyList<Directive> Directives,
    IReadOnlyList<Selection> Selections,
    Location At
);

/// <summary>One fragment definition.</summary>
public sealed record Fragment(
    string Name,
    string TypeCondition,
    IReadOnlyList<Directive> Directives,
    IReadOnlyList<Selection> Selections,
    Location At
);

/// <summary>A variable with its declared type.</summary>
public sealed record VariableDefinition(
    string Name,
    TypeNode Type,
    ValueNode? Default,
    IReadOnlyList<Directive> Directives,
    Location At
);

public sealed record Directive(string Name, IReadOnlyList<Argument> Arguments, Location At);

public sealed record Argument(string Name, ValueNode Value, Location At);

/// <summary>One entry of a selection set.</summary>
public abstract record Selection(IReadOnlyList<Directive> Directives, Location At)
{
    /// <summary>A field, with its own selections where it is an object.</summary>
    public sealed record Field(
        string? Alias,
        string Name,
        IReadOnlyList<Argument> Arguments,
        IReadOnlyList<Directive> Directives,
        IReadOnlyList<Selection> Selections,
        Location At
    ) : Selection(Directives, At)
    {
        /// <summary>The name in the response.</summary>
        public string ResponseName => Alias ?? Name;
    }

    /// <summary>A reference to a named fragment.</summary>
    public sealed record Spread(string Fragment, IReadOnlyList<Directive> Directives, Location At)
        : Selection(Directives, At);

    /// <summary>An inline fragment.</summary>
    public sealed record Inline(
        string? TypeCondition,
        IReadOnlyList<Directive> Directives,
        IReadOnlyList<Selection> Selections,
        Location At
    ) : Selection(Directives, At);
}

/// <summary>A type expression: a name, a list, or either with an exclamation mark.</summary>
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

/// <summary>A literal or variable in the text.</summary>
public abstract record ValueNode(Location At)
{
    public sealed record Variable(string Name, Location At) : ValueNode(At);

    /// <summary>Digits as in the text; the type decides the allowed range.</summary>
    public sealed record Int(string Digits, Location At) : ValueNode(At);

    public sealed record Float(string Digits, Location At) : ValueNode(At);

    public sealed record Text(string Value, Location At) : ValueNode(At);

    public sealed record Boolean(bool Value, Location At) : ValueNode(At);

    public sealed record Null(Location At) : ValueNode(At);

    public sealed record Enum(string Name, Location At) : ValueNode(At);

    public sealed record List(IReadOnlyList<ValueNode> Items, Location At) : ValueNode(At);

    public sealed record Object(IReadOnlyList<Argument> Fields, Location At) : ValueNode(At);
}
