using System.Security.Cryptography;
using System.Text;

namespace HumaXledger.Core.Xledger;

/// <summary>What tells one token of one installation from another without being the token.</summary>
internal readonly record struct AccessFingerprint(string Value)
{
    public static AccessFingerprint Of(XledgerAccess access) =>
        new(
            $"{access.Endpoint.Authority} {Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(access.Token.Secret.Reveal())))}"
        );
}
