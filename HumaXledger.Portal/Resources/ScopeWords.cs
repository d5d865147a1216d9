namespace HumaXledger.Portal.Resources;

/// <summary>Texts about people out of scope.</summary>
public sealed class ScopeWords;
