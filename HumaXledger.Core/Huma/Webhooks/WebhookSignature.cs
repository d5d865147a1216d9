using System.Buffers.Text;
using System.Security.Cryptography;

namespace HumaXledger.Core.Huma.Webhooks;

/// <summary>
/// The header <c>huma-hmac-sha256</c>: HMAC-SHA-256 of the received bytes, keyed with the UTF-8 bytes of the client
/// secret. The encoding is not documented (contracts/huma.md 3.1), so all usual ones are read: hex in either case,
/// base64 and base64url with or without padding, each with or without the prefix <c>sha256=</c> and surrounding white
/// space.
/// </summary>
public static class WebhookSignature
{
    /// <summary>The name of the header.</summary>
    public const string Header = "huma-hmac-sha256";

    private const string Prefix = "sha256=";

    private const int HexLength = 2 * SHA256.HashSizeInBytes;

    /// <summary>Characters of 32 bytes in base64 without padding.</summary>
    private const int Base64Length = 43;

    /// <summary>The hash in the header; null where there is none.</summary>
    public static byte[]? Read(string? header)
    {
        var text = header.AsSpan().Trim();
        if (text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            text = text[Prefix.Length..].Trim();
        }

        return text.Length switch
        {
            HexLength => FromHex(text),
            Base64Length or Base64Length + 1 => FromBase64(text),
            _ => null,
        };
    }

    /// <summary>Whether this is the hash of the body with this secret. Constant-time.</summary>
    public static bool IsOf(ReadOnlySpan<byte> body, ReadOnlySpan<byte> secret, ReadOnlySpan<byte> hash)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        HMACSHA256.HashData(secret, body, expected);
        return CryptographicOperations.FixedTimeEquals(expected, hash);
    }

    private static byte[]? FromHex(ReadOnlySpan<char> text)
    {
        var hash = new byte[SHA256.HashSizeInBytes];
        return
            Convert.FromHexString(text, hash, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == hash.Length
            ? hash
            : null;
    }

    private static byte[]? FromBase64(ReadOnlySpan<char> text)
    {
        if (text.Length == Base64Length + 1)
        {
            if (text[^1] != '=')
            {
                return null;
            }

            text = text[..^1];
        }

        Span<char> url = stackalloc char[Base64Length];
        text.CopyTo(url);
        url.Replace('+', '-');
        url.Replace('/', '_');
        var hash = new byte[SHA256.HashSizeInBytes];
        return
            Base64Url.IsValid(url) && Base64Url.TryDecodeFromChars(url, hash, out var written) && written == hash.Length
            ? hash
            : null;
    }
}
