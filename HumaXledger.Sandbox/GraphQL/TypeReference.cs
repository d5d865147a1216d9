namespace HumaXledger.Sandbox.GraphQL;

/// <summary>The type of a field, an argument or a variable.</summary>
public abstract record TypeReference
{
    public sealed record Named(NamedType Type) : TypeReference
    {
        public override string ToString() => Type.Name;
    }

    public sealed record List(TypeReference Of) : TypeReference
    {
        public override string ToString() => $"[{Of}]";
    }

    public sealed record NonNull(TypeReference Of) : TypeReference
    {
        public override string ToString() => $"{Of}!";
    }

    /// <summary>The type without lists and non-null marks.</summary>
    public NamedType Innermost =>
        this switch
        {
            Named named => named.Type,
            List list => list.Of.Innermost,
            NonNull nonNull => nonNull.Of.Innermost,
            _ => throw new InvalidOperationException(),
        };

    /// <summary>The type without an outer non-null mark.</summary>
    public TypeReference Nullable => this is NonNull nonNull ? nonNull.Of : this;
}
