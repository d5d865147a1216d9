namespace HumaXledger.Portal.Components.Pages.Keys;

/// <summary>Texts of replacing the token or the key of a connection.</summary>
public sealed class KeysText;
