namespace HumaXledger.Portal.Resources;

/// <summary>Words of a connection's page and its people.</summary>
public sealed class ConnectionWords;
