namespace HumaXledger.Portal.Resources;

/// <summary>Words about who is never synchronized.</summary>
public sealed class ScopeWords;
