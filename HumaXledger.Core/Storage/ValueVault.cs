using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage;

/// <summary>Seals values of people in the store and opens them again. Safe for concurrent use.</summary>
/// <param name="protection">Asked for when the first value passes: Data Protection keeps its keys in the very store that seals with them.</param>
public sealed class ValueVault(Func<IDataProtectionProvider> protection)
{
    // What follows is Data Protection's. No comparison of earlier versions begins like this: the low four bits of their first byte are 1011, the window size of the Brotli stream that they are.
    private static readonly byte[] SealedContent = "HXS1"u8.ToArray();

    private readonly Lazy<IDataProtector> _values = new(() => protection().CreateProtector("HumaXledger.Value"));

    internal string Seal(string text) => _values.Value.Protect(text);

    /// <returns>Null where the key is lost: such a value is not known.</returns>
    internal string? Open(string sealedText)
    {
        try
        {
            return _values.Value.Unprotect(sealedText);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    /// <summary>The packed input of a comparison, bound to it.</summary>
    internal byte[] SealContent(byte[] packed, Guid comparisonId) => [.. SealedContent, .. Content(comparisonId).Protect(packed)];

    /// <returns>Null where the key is lost or the content is of another comparison. What was stored before contents were sealed comes back as it is.</returns>
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

    private IDataProtector Content(Guid comparisonId) => protection().CreateProtector("HumaXledger.Comparison", comparisonId.ToString("N"));
}
