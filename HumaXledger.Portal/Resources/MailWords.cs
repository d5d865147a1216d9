namespace HumaXledger.Portal.Resources;

/// <summary>Texts of the page that shows the pickup folder.</summary>
public sealed class MailWords;
