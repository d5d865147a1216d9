namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>Texts of a connection's page and its people.</summary>
public sealed class ConnectionText;
