namespace HumaXledger.Portal.Resources;

/// <summary>Texts of replacing the token or the key of a connection.</summary>
public sealed class KeyWords;
