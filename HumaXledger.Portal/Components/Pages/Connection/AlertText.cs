namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>Texts of alerts: open ones, and who gets them.</summary>
public sealed class AlertText;
