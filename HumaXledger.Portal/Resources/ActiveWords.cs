namespace HumaXledger.Portal.Resources;

/// <summary>Texts of a connection with inbound sync: messages from Huma, pending changes, pausing and ending.</summary>
public sealed class ActiveWords;
