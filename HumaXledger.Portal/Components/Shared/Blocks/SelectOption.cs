namespace HumaXledger.Portal.Components.Shared.Blocks;

/// <summary>A choice of <see cref="SearchSelect"/>.</summary>
public sealed record SelectOption(string Value, string Text)
{
    // It may be a name.
    public override string ToString() => nameof(SelectOption);
}
