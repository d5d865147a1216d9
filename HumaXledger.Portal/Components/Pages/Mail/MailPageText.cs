namespace HumaXledger.Portal.Components.Pages.Mail;

/// <summary>Texts of the page that shows the pickup folder, and of mail that was not sent.</summary>
public sealed class MailPageText;
