namespace HumaXledger.Portal.Components.Pages.Connection.Settings;

/// <summary>Texts of alerts: open ones, and who gets them.</summary>
public sealed class AlertText;
