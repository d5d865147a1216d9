using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Seals values of people in the store and opens them again: AES-256-GCM under a key of the store's own, which the key
/// ring protects (<see cref="ValueKeys"/>). Data Protection alone would take ten times as long for each of
/// hundreds of thousands of values. Safe for concurrent use.
/// </summary>
public sealed class ValueVault(ValueKeys keys, Func<IDataProtectionProvider> protection)
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Head = ValueKeys.IdLength + Nonce + Tag;

    // What follows is Data Protection's. No comparison of earlier versions begins like this: the low four bits of their
    // first byte are 1011, the window size of the Brotli stream that they are.
    private static readonly byte[] SealedContent = "HXS1"u8.ToArray();

    /// <summary>Makes sure that there is a key, before anything is sealed inside a transaction.</summary>
    public void Prepare() => keys.Current();

    /// <returns>The key's id, nonce, tag and cipher, in base64url.</returns>
    internal string Seal(string text)
    {
        var key = keys.Current();
        var plain = Encoding.UTF8.GetBytes(text);
        var made = new byte[Head + plain.Length];
        key.Id.CopyTo(made, 0);
        var nonce = made.AsSpan(ValueKeys.IdLength, Nonce);
        RandomNumberGenerator.Fill(nonce);
        key.Cipher.Encrypt(nonce, plain, made.AsSpan(Head), made.AsSpan(ValueKeys.IdLength + Nonce, Tag));
        return Base64Url.EncodeToString(made);
    }

    /// <returns>Null where the key is lost or the text damaged: such a value is not known.</returns>
    internal string? Open(string sealedText)
    {
        if (!Base64Url.IsValid(sealedText, out var length) || length < Head)
        {
            return null;
        }

        var made = Base64Url.DecodeFromChars(sealedText);
        if (keys.Find(made.AsSpan(0, ValueKeys.IdLength)) is not { } key)
        {
            return null;
        }

        var plain = new byte[made.Length - Head];
        try
        {
            key.Cipher.Decrypt(
                made.AsSpan(ValueKeys.IdLength, Nonce),
                made.AsSpan(Head),
                made.AsSpan(ValueKeys.IdLength + Nonce, Tag),
                plain
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return Encoding.UTF8.GetString(plain);
    }

    /// <summary>The packed input of a comparison, bound to it.</summary>
    internal byte[] SealContent(byte[] packed, Guid comparisonId) =>
        [.. SealedContent, .. Content(comparisonId).Protect(packed)];

    /// <returns>Null where the key is lost or the content is of another comparison. What was stored before contents
    /// were sealed comes back as it is.</returns>
    internal byte[]? OpenContent(byte[] stored, Guid comparisonId)
    {
        if (!stored.AsSpan().StartsWith(SealedContent))
        {
            return stored;
        }

        try
        {
            return Content(comparisonId).Unprotect(stored[SealedContent.Length..]);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Content(Guid comparisonId) =>
        protection().CreateProtector("HumaXledger.Comparison", comparisonId.ToString("N"));
}
