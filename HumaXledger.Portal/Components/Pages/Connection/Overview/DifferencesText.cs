namespace HumaXledger.Portal.Components.Pages.Connection.Overview;

/// <summary>Texts of a connection's counts: differences, what is left to do and why, and as of when.</summary>
public sealed class DifferencesText;
