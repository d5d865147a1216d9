namespace HumaXledger.Portal.Resources;

/// <summary>
/// Words of what watches over a connection: drift check, looks at Huma, keys and tokens, alerts and their mails.
/// </summary>
public sealed class WatchWords;
