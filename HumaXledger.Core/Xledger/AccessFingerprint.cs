using System.Security.Cryptography;
using System.Text;

namespace HumaXledger.Core.Xledger;

/// <summary>Identifies a token of an installation without revealing it: host and SHA-256 of the token.</summary>
internal readonly record struct AccessFingerprint(string Value)
{
    /// <summary>The token's part.</summary>
    public string Token => Value[(Value.LastIndexOf(' ') + 1)..];

    /// <summary>The fingerprint of an access.</summary>
    public static AccessFingerprint Of(XledgerAccess access) =>
        new(
            $"{access.Endpoint.Authority} "
                + $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(access.Token.Secret.Reveal())))}"
        );
}
