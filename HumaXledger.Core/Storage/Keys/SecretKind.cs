namespace HumaXledger.Core.Storage.Keys;

/// <summary>What a protected secret is. A cipher of one kind cannot be read as another.</summary>
public enum SecretKind
{
    HumaClientSecret,
    XledgerToken,
    WebhookSecret,
    WebhookToken,
}
