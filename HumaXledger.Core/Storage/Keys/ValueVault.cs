using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Seals what is stored of people and opens it again: AES-256-GCM under a key of the store's own, which the key ring
/// protects (<see cref="ValueKeys"/>), with table, column and row as associated data. Data Protection alone would take
/// ten times as long for each of hundreds of thousands of values. Safe for concurrent use.
/// </summary>
public sealed class ValueVault(ValueKeys keys, Func<IDataProtectionProvider> protection)
{
    private const int Nonce = 12;
    private const int Tag = 16;
    private const int Head = ValueKey.IdLength + Nonce + Tag;

    // No content of an earlier version begins like these: Data Protection's begins with 0x09, and the low four bits of
    // the first byte of the oldest comparisons are 1011, the window size of the Brotli stream that they are.
    private static readonly byte[] BoundContent = "HXS2"u8.ToArray();
    private static readonly byte[] ProtectedContent = "HXS1"u8.ToArray();

    /// <summary>What did not belong where it was, as far as it was read in this process.</summary>
    internal MisplacedValueList Misplaced { get; } = new();

    internal ValueKeys Keys => keys;

    /// <summary>Makes sure that there is a key, before anything is sealed inside a transaction.</summary>
    public void Prepare() => keys.Current();

    /// <summary>Whether values may be in clear, or not bound to their row: an earlier version stored them.</summary>
    internal bool AcceptsEarlier => keys.AnyUnbound;

    /// <summary>Whether links may be without a proof: an earlier version stored them.</summary>
    internal bool AcceptsUnproved => keys.AnyEarlier;

    /// <returns>The key's id, nonce, tag and cipher, in base64url.</returns>
    internal string Seal(string text, string place) =>
        Base64Url.EncodeToString(Seal(Encoding.UTF8.GetBytes(text), place, before: []));

    /// <returns>What was sealed, or why it cannot be opened there.</returns>
    internal Opened<string> Open(string sealedText, string place)
    {
        if (!Base64Url.IsValid(sealedText, out var length) || length < Head)
        {
            return Opened<string>.OfAnother;
        }

        var opened = Open(Base64Url.DecodeFromChars(sealedText), place);
        return new(opened.Value is { } plain ? Encoding.UTF8.GetString(plain) : null, opened.Misplaced);
    }

    /// <summary>The same for a content of many bytes.</summary>
    internal byte[] SealContent(byte[] content, string place) => Seal(content, place, BoundContent);

    /// <param name="stored">What is in the column.</param>
    /// <param name="place">Column and row.</param>
    /// <param name="purpose">What Data Protection sealed it for in an earlier version.</param>
    internal Opened<byte[]> OpenContent(byte[] stored, string place, params string[] purpose)
    {
        if (stored.AsSpan().StartsWith(BoundContent))
        {
            return stored.Length < BoundContent.Length + Head
                ? Opened<byte[]>.OfAnother
                : Open(stored.AsSpan(BoundContent.Length), place);
        }

        if (AcceptsEarlier)
        {
            return OpenEarlier(stored, purpose);
        }

        // A rotation leaves what an earlier version protected and nothing opens any more; what opens was put back.
        return IsProtected(stored) && OpenEarlier(stored, purpose).Value is null
            ? Opened<byte[]>.WithoutKey
            : Opened<byte[]>.OfAnother;
    }

    /// <summary>
    /// A hash of parts by the newest key, lower-case hex: without the key, what was hashed cannot be found by trying
    /// what is likely. It changes when the keys are rotated. No part but the last may hold a line break.
    /// </summary>
    internal string HashOf(string purpose, string first, ReadOnlySpan<byte> last)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, keys.Current().HashKey);
        hash.AppendData(Encoding.UTF8.GetBytes($"{purpose}\n{first}\n"));
        hash.AppendData(last);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The name of the key that a text was sealed with; null where it is no sealed text.</summary>
    internal static string? KeyOf(string sealedText) =>
        Base64Url.IsValid(sealedText, out var length) && length >= Head
            ? ValueKey.NameOf(Base64Url.DecodeFromChars(sealedText))
            : null;

    /// <summary>The name of the key that a content was sealed with; null where an earlier version stored it.</summary>
    internal static string? KeyOf(byte[] stored) =>
        stored.AsSpan().StartsWith(BoundContent) && stored.Length >= BoundContent.Length + Head
            ? ValueKey.NameOf(stored.AsSpan(BoundContent.Length))
            : null;

    private byte[] Seal(ReadOnlySpan<byte> plain, string place, ReadOnlySpan<byte> before)
    {
        var key = keys.Current();
        var made = new byte[before.Length + Head + plain.Length];
        before.CopyTo(made);
        var sealedPart = made.AsSpan(before.Length);
        key.Id.CopyTo(sealedPart);
        var nonce = sealedPart.Slice(ValueKey.IdLength, Nonce);
        RandomNumberGenerator.Fill(nonce);
        key.Cipher.Encrypt(
            nonce,
            plain,
            sealedPart[Head..],
            sealedPart.Slice(ValueKey.IdLength + Nonce, Tag),
            Encoding.UTF8.GetBytes(place)
        );
        return made;
    }

    private Opened<byte[]> Open(ReadOnlySpan<byte> made, string place)
    {
        if (keys.Find(made[..ValueKey.IdLength]) is not { } key)
        {
            return Opened<byte[]>.WithoutKey;
        }

        var plain = new byte[made.Length - Head];
        try
        {
            key.Cipher.Decrypt(
                made.Slice(ValueKey.IdLength, Nonce),
                made[Head..],
                made.Slice(ValueKey.IdLength + Nonce, Tag),
                plain,
                key.Bound ? Encoding.UTF8.GetBytes(place) : []
            );
        }
        catch (AuthenticationTagMismatchException)
        {
            return Opened<byte[]>.OfAnother;
        }

        return new(plain, Misplaced: false);
    }

    private static bool IsProtected(ReadOnlySpan<byte> stored) =>
        stored.StartsWith(ProtectedContent) || stored is [9, ..];

    private Opened<byte[]> OpenEarlier(byte[] stored, string[] purpose)
    {
        // The oldest comparisons are as they were packed; messages never were.
        var (wrapped, inClear) = stored.AsSpan().StartsWith(ProtectedContent)
            ? (stored[ProtectedContent.Length..], false)
            : (stored, (stored[0] & 0x0F) == 0x0B);
        if (inClear)
        {
            return new(stored, Misplaced: false);
        }

        try
        {
            return new(protection().CreateProtector(purpose).Unprotect(wrapped), Misplaced: false);
        }
        catch (CryptographicException)
        {
            return Opened<byte[]>.WithoutKey;
        }
    }
}

/// <summary>What came of opening a sealed value.</summary>
/// <param name="Value">Null where it cannot be opened.</param>
/// <param name="Misplaced">Whether that is because it was sealed for another place, or changed.</param>
internal readonly record struct Opened<T>(T? Value, bool Misplaced)
    where T : class
{
    /// <summary>Its key is lost.</summary>
    public static readonly Opened<T> WithoutKey = new(null, Misplaced: false);

    /// <summary>It does not belong there.</summary>
    public static readonly Opened<T> OfAnother = new(null, Misplaced: true);
}
