namespace HumaXledger.Portal.Components.Pages.Connection.Settings.Webhooks;

/// <summary>Texts of the webhook of a connection.</summary>
public sealed class WebhookText;
