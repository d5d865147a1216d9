namespace HumaXledger.Portal.Components.Pages.Encryption;

/// <summary>Texts of the page about the keys that values are encrypted with.</summary>
public sealed class EncryptionText;
