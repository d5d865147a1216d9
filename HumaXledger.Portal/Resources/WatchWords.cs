namespace HumaXledger.Portal.Resources;

/// <summary>
/// Texts of monitoring a connection: difference check, scheduled checks of Huma, credentials, alerts and their mails.
/// </summary>
public sealed class WatchWords;
