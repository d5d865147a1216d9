namespace HumaXledger.Core.Storage.Keys;

/// <summary>A secret encrypted by Data Protection; the text is useless without the key ring.</summary>
public sealed record ProtectedSecret(string Cipher)
{
    public override string ToString() => "(protected)";
}
