namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>Texts of who is never synchronized.</summary>
public sealed class ScopeText;
