using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// The keys that values are sealed with, in the table of the key ring and protected by it. New values are sealed with
/// the newest that can be read. Safe for concurrent use.
/// </summary>
/// <param name="ring">Asked for late, as <paramref name="protection"/> is: both need the store whose values are sealed.
/// Null: they are kept in memory and end with the process.</param>
public sealed class ValueKeys(Func<KeyRing>? ring, Func<IDataProtectionProvider> protection)
{
    /// <summary>Bytes of a key's id at the head of each encrypted value.</summary>
    public const int IdLength = 4;

    internal static readonly XName Element = "valueKey";

    private readonly ConcurrentDictionary<uint, ValueKey?> _known = new();
    private readonly Lock _turn = new();
    private ValueKey? _current;

    internal ValueKey Current()
    {
        if (_current is { } current)
        {
            return current;
        }

        lock (_turn)
        {
            return _current ??= Read() ?? Make();
        }
    }

    /// <returns>Null where it is lost. That is remembered: an id never comes back with another key.</returns>
    internal ValueKey? Find(ReadOnlySpan<byte> id)
    {
        var number = BitConverter.ToUInt32(id);
        if (_known.TryGetValue(number, out var known))
        {
            return known;
        }

        lock (_turn)
        {
            // Another node may have made it.
            Read();
            return _known.GetOrAdd(number, value: null);
        }
    }

    private IDataProtector Protector => protection().CreateProtector("HumaXledger.ValueKey");

    /// <returns>The newest that can be read.</returns>
    private ValueKey? Read()
    {
        ValueKey? newest = null;
        foreach (var element in ring?.Invoke().All().Where(element => element.Name == Element) ?? [])
        {
            var id = Convert.FromHexString(element.Attribute("id")!.Value);
            newest = _known.GetOrAdd(BitConverter.ToUInt32(id), _ => Open(id, element.Value)) ?? newest;
        }

        return newest;
    }

    private ValueKey? Open(byte[] id, string cipher)
    {
        try
        {
            return new ValueKey(id, Protector.Unprotect(Convert.FromBase64String(cipher)));
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private ValueKey Make()
    {
        var (id, key) = (RandomNumberGenerator.GetBytes(IdLength), RandomNumberGenerator.GetBytes(ValueKey.Length));
        var name = Convert.ToHexStringLower(id);
        ring?.Invoke()
            .StoreElement(
                new XElement(Element, new XAttribute("id", name), Convert.ToBase64String(Protector.Protect(key))),
                $"{Element.LocalName}-{name}"
            );
        var made = new ValueKey(id, key);
        _known[BitConverter.ToUInt32(id)] = made;
        return made;
    }
}

/// <summary>One key, ready for use.</summary>
internal sealed class ValueKey(byte[] id, byte[] key)
{
    /// <summary>Bytes: AES-256.</summary>
    public const int Length = 32;

    // It may not be used by two threads at once, and making one for each value would double what a value costs.
    private readonly ThreadLocal<AesGcm> _cipher = new(() => new AesGcm(key, 16));

    /// <summary>Identifies the key in the values that it encrypted.</summary>
    public byte[] Id { get; } = id;

    /// <summary>One instance for each thread: AesGcm is not safe for several at once.</summary>
    public AesGcm Cipher => _cipher.Value!;
}
