namespace HumaXledger.Portal.Components.Pages.Connection.Settings.Scopes;

/// <summary>Texts of who is never synchronized.</summary>
public sealed class ScopeText;
