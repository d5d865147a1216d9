namespace HumaXledger.Portal.Resources;

/// <summary>Texts of a connection's page and its people.</summary>
public sealed class ConnectionWords;
