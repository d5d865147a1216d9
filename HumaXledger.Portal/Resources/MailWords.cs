namespace HumaXledger.Portal.Resources;

/// <summary>Words of the page that shows the pickup folder.</summary>
public sealed class MailWords;
