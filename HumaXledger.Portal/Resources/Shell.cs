namespace HumaXledger.Portal.Resources;

/// <summary>Words of the frame: header, menu, not found, error, reconnect.</summary>
public sealed class Shell;
