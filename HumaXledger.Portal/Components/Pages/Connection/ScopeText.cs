namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>Texts of who is never synchronized.</summary>
public sealed class ScopeText;
