using System.Security.Cryptography;
using System.Text;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>Recognises a token or client ID without keeping it: SHA-256, 64 hex digits in lower case.</summary>
public static class SecretFingerprint
{
    /// <summary>SHA-256 of the secret, as 64 hexadecimal digits in lower case.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
