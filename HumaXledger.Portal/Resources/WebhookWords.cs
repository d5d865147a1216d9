namespace HumaXledger.Portal.Resources;

/// <summary>Words of the webhook: its address, secret and token, and the messages that came.</summary>
public sealed class WebhookWords;
