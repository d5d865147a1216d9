namespace HumaXledger.Portal.Components.Shared.Blocks;

/// <summary>A tab of <see cref="PageTabs"/> with its address.</summary>
public sealed record PageTab(string Title, string Href, bool Current);
