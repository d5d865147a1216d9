using System.Buffers.Text;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// The form of a token: base64url without padding that decodes and re-encodes to itself (contracts/xledger.md 1.3).
/// </summary>
public static class TokenText
{
    /// <summary>The token for that many random bytes.</summary>
    public static string From(ReadOnlySpan<byte> secret) => Base64Url.EncodeToString(secret);

    /// <summary>Whether the text has the form of a token; it may still be unknown.</summary>
    public static bool IsWellFormed(string text)
    {
        try
        {
            return text.Length > 0 && Base64Url.EncodeToString(Base64Url.DecodeFromChars(text)) == text;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
