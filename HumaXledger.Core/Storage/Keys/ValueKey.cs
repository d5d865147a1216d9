using System.Buffers.Binary;
using System.Security.Cryptography;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>What the values of a key are bound to: which version made it.</summary>
internal enum KeyBinding
{
    /// <summary>They can be opened in any row.</summary>
    None,

    /// <summary>To table, column and row.</summary>
    Row,

    /// <summary>Likewise, and each link proves that it was stored by this product.</summary>
    RowAndLink,
}

/// <summary>
/// Times that are protected with a key: nothing else in the database can say them, since everybody who writes the
/// database can change it.
/// </summary>
/// <param name="Since">When the first key of this version was made, UTC; the same for all that follow.</param>
/// <param name="MadeAt">Later than that of every key that was known when this one was made; UTC by the clock of its
/// maker where that is later.</param>
internal readonly record struct KeyTimes(DateTime Since, DateTime MadeAt)
{
    /// <summary>Bytes before the key: two numbers of ticks, the least significant byte first.</summary>
    public const int Length = 2 * sizeof(long);

    /// <summary>As it is protected with a key.</summary>
    public byte[] With(byte[] key)
    {
        var made = new byte[Length + key.Length];
        BinaryPrimitives.WriteInt64LittleEndian(made, Since.Ticks);
        BinaryPrimitives.WriteInt64LittleEndian(made.AsSpan(sizeof(long)), MadeAt.Ticks);
        key.CopyTo(made, Length);
        return made;
    }

    /// <summary>The times before a key.</summary>
    public static KeyTimes Read(ReadOnlySpan<byte> protectedPart) =>
        new(
            new DateTime(BinaryPrimitives.ReadInt64LittleEndian(protectedPart), DateTimeKind.Utc),
            new DateTime(BinaryPrimitives.ReadInt64LittleEndian(protectedPart[sizeof(long)..]), DateTimeKind.Utc)
        );
}

/// <summary>One key, ready for use.</summary>
/// <param name="binding">What its values are bound to. A key of this version opens nothing that an earlier version
/// sealed, and what that sealed cannot be opened once its key is destroyed.</param>
/// <param name="times">What the keys of this version say of the time; null for one of an earlier version.</param>
internal sealed class ValueKey(byte[] id, byte[] key, KeyBinding binding, KeyTimes? times)
{
    /// <summary>Bytes: AES-256.</summary>
    public const int Length = 32;

    /// <summary>Bytes of a key's id at the head of each sealed value.</summary>
    public const int IdLength = 4;

    // It may not be used by two threads at once, and making one for each value would double what a value costs.
    private readonly ThreadLocal<AesGcm> _cipher = new(() => new AesGcm(key, 16));

    /// <summary>Identifies the key in the values that it encrypted.</summary>
    public byte[] Id { get; } = id;

    /// <summary>Whether row and column are part of what is authenticated.</summary>
    public bool Bound => binding != KeyBinding.None;

    /// <summary>Whether it is one of this version, in which every link has a proof.</summary>
    public bool IsOfThisVersion => binding == KeyBinding.RowAndLink;

    /// <summary>When it was made; null for one of an earlier version.</summary>
    public KeyTimes? Times => times;

    /// <summary>The id as text.</summary>
    public string Name { get; } = NameOf(id);

    /// <summary>One instance for each thread: AesGcm is not safe for several at once.</summary>
    public AesGcm Cipher => _cipher.Value!;

    /// <summary>For keyed hashes: a key of its own, so that the key of the cipher is used for nothing else.</summary>
    public byte[] HashKey { get; } = HKDF.DeriveKey(HashAlgorithmName.SHA256, key, Length, info: "hash"u8.ToArray());

    /// <summary>The id as text, as in the table of keys.</summary>
    public static string NameOf(ReadOnlySpan<byte> id) => Convert.ToHexStringLower(id[..IdLength]);
}
