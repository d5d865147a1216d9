namespace HumaXledger.Portal.Resources;

/// <summary>Texts of the layout: header, menu, not found, error, reconnect.</summary>
public sealed class Shell;
