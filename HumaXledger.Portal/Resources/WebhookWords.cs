namespace HumaXledger.Portal.Resources;

/// <summary>Texts of the webhook: address, secret and token, and the received messages.</summary>
public sealed class WebhookWords;
