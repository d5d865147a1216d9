namespace HumaXledger.Portal.Mail;

/// <summary>Subjects of mails, and the texts of an alert.</summary>
public sealed class MailText;
