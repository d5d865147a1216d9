namespace HumaXledger.Core.Xledger.Transport;

/// <summary>A fixed operation. Everything that varies goes in by variables.</summary>
internal sealed record GraphQlDocument(string OperationName, string Text)
{
    /// <summary>Whether a lost answer leaves it open what was done.</summary>
    public bool Writes { get; } = Text.StartsWith("mutation ", StringComparison.Ordinal);

    public override string ToString() => OperationName;
}
