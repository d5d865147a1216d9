namespace HumaXledger.Portal.Components.Shared.Blocks;

/// <summary>A choice of <see cref="SearchSelect"/>.</summary>
public sealed record SelectOption(string Value, string Text);
