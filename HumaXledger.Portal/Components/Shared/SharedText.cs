namespace HumaXledger.Portal.Components.Shared;

/// <summary>Words that pages of several folders use.</summary>
public sealed class SharedText;
