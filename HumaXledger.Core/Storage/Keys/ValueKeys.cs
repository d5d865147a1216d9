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
/// <param name="protection">Protects the keys.</param>
/// <param name="clock">Says when to look for a newer key.</param>
public sealed class ValueKeys(Func<KeyRing>? ring, Func<IDataProtectionProvider> protection, TimeProvider clock)
{
    /// <summary>
    /// For how long a key is used before the table is asked for a newer one: by then every node and process seals with
    /// the key that one of them made.
    /// </summary>
    public static readonly TimeSpan FreshFor = TimeSpan.FromSeconds(20);

    /// <summary>
    /// For how long after the first key of this version what an earlier version stored is believed. The rotation that
    /// binds it takes minutes and ends after a day; who writes the database could keep it from ending.
    /// </summary>
    public static readonly TimeSpan EarlierFor = TimeSpan.FromDays(7);

    /// <summary>
    /// From this moment on, UTC, nothing that an earlier version stored is believed, whatever keys are there: a key of
    /// an earlier version can be put back from a backup, and those of this version taken away until the next start.
    /// </summary>
    public static readonly DateTime EarlierUntil = new(2027, 4, 1, 0, 0, 0, DateTimeKind.Utc);

    internal static readonly XName Element = "valueKey";
    internal const string StoredPrefix = "valueKey-";
    private static readonly XName Binds = "binds";
    private const string Row = "row";
    private const string RowAndLink = "rowAndLink";

    private readonly ConcurrentDictionary<uint, ValueKey?> _known = new();
    private readonly Lock _turn = new();
    private volatile Newest? _newest;

    // Ticks of the smallest that was ever met; no key that is taken away makes this process forget it.
    private long _since = long.MaxValue;

    /// <summary>
    /// Whether values of earlier versions may still be there: their key is, and can be opened, and neither
    /// <see cref="EarlierFor"/> nor <see cref="EarlierUntil"/> is over. Otherwise a value in clear, or one that is not
    /// bound to its row, was not stored by this product.
    /// </summary>
    internal bool AnyUnbound => MayBe(key => !key.Bound);

    /// <summary>Whether links without a proof may still be there: the key of an earlier version is, and
    /// neither <see cref="EarlierFor"/> nor <see cref="EarlierUntil"/> is over.</summary>
    internal bool AnyEarlier => MayBe(key => !key.IsOfThisVersion);

    internal ValueKey Current()
    {
        if (_newest is { } newest && !IsOld(newest))
        {
            return newest.Key;
        }

        lock (_turn)
        {
            if (_newest is not { } known || IsOld(known))
            {
                var key = Read() ?? _newest?.Key ?? Make();
                _newest = new Newest(key, clock.GetTimestamp());
            }

            return _newest.Key;
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

    /// <summary>Makes a new key, which this process seals with from now on, the others within
    /// <see cref="FreshFor"/>.</summary>
    internal ValueKey Add()
    {
        lock (_turn)
        {
            var made = Make();
            _newest = new Newest(made, clock.GetTimestamp());
            return made;
        }
    }

    /// <summary>Takes what is in the table now, and forgets keys that are no longer there.</summary>
    internal void ReadAgain()
    {
        lock (_turn)
        {
            if (Read() is { } newest)
            {
                _newest = new Newest(newest, clock.GetTimestamp());
            }
        }
    }

    /// <summary>Whether a key is there that can be opened. Makes none.</summary>
    internal bool AnyOpens()
    {
        ReadAgain();
        return _known.Values.Any(key => key is not null);
    }

    /// <summary>The name of a key's row in the table of the key ring.</summary>
    internal static string StoredName(string key) => StoredPrefix + key;

    /// <summary>Whether a key is one of an earlier version; false where it is lost.</summary>
    internal bool IsEarlier(string key) => Find(Convert.FromHexString(key)) is { IsOfThisVersion: false };

    private bool MayBe(Func<ValueKey, bool> fits)
    {
        if (_newest is not null)
        {
            // Another process may have destroyed it.
            Current();
        }

        var now = clock.GetUtcNow().UtcDateTime;
        return now < EarlierUntil
            && !(Since + EarlierFor <= now)
            && _known.Any(known => known.Value is { } key && fits(key));
    }

    /// <summary>When the first key of this version was made, UTC; null before. A key ring that was lost begins anew.
    /// </summary>
    internal DateTime? Since =>
        Interlocked.Read(ref _since) is < long.MaxValue and var ticks ? new DateTime(ticks, DateTimeKind.Utc) : null;

    // By one thread at a time.
    private void Meet(KeyTimes times) => Interlocked.Exchange(ref _since, Math.Min(_since, times.Since.Ticks));

    // The binding is part of the purpose: a key cannot be passed off as one of an earlier version.
    private IDataProtector Protector(string? binds) =>
        binds is null
            ? protection().CreateProtector("HumaXledger.ValueKey")
            : protection().CreateProtector("HumaXledger.ValueKey", binds);

    private bool IsOld(Newest newest) => ring is not null && clock.GetElapsedTime(newest.ReadAt) > FreshFor;

    /// <returns>The newest of this version that can be read, by what is protected with it: the numbers of the rows are
    /// the database's, and a row can be put back with another one.</returns>
    private ValueKey? Read()
    {
        if (ring is null)
        {
            return null;
        }

        ValueKey? newest = null;
        var there = new HashSet<uint>();
        foreach (var element in ring().All().Where(element => element.Name == Element))
        {
            var id = Convert.FromHexString(element.Attribute("id")!.Value);
            there.Add(BitConverter.ToUInt32(id));
            var key = _known.GetOrAdd(BitConverter.ToUInt32(id), _ =>
                Open(id, element.Value, element.Attribute(Binds)?.Value)
            );
            if (key?.Times is { } times)
            {
                Meet(times);
                newest = newest?.Times?.MadeAt > times.MadeAt ? newest : key;
            }
        }

        foreach (var gone in _known.Keys.Where(id => !there.Contains(id)))
        {
            _known.TryRemove(gone, out _);
        }

        return newest;
    }

    private ValueKey? Open(byte[] id, string cipher, string? binds)
    {
        KeyBinding? binding = binds switch
        {
            RowAndLink => KeyBinding.RowAndLink,
            Row => KeyBinding.Row,
            null => KeyBinding.None,
            _ => null,
        };
        if (binding is not { } known)
        {
            return null;
        }

        try
        {
            var plain = Protector(binds).Unprotect(Convert.FromBase64String(cipher));
            return known != KeyBinding.RowAndLink ? new ValueKey(id, plain, known, times: null)
                : plain.Length == KeyTimes.Length + ValueKey.Length
                    ? new ValueKey(id, plain[KeyTimes.Length..], known, KeyTimes.Read(plain))
                : null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private ValueKey Make()
    {
        var (id, key) = (
            RandomNumberGenerator.GetBytes(ValueKey.IdLength),
            RandomNumberGenerator.GetBytes(ValueKey.Length)
        );
        var now = clock.GetUtcNow().UtcDateTime;
        // The clock of another node may be ahead, and this key has to be the newest.
        var after = _known.Max(known => known.Value?.Times?.MadeAt.AddTicks(1));
        var times = new KeyTimes(Since ?? now, after > now ? after.Value : now);
        ring?.Invoke()
            .StoreElement(
                new XElement(
                    Element,
                    new XAttribute("id", ValueKey.NameOf(id)),
                    new XAttribute(Binds, RowAndLink),
                    Convert.ToBase64String(Protector(RowAndLink).Protect(times.With(key)))
                ),
                StoredName(ValueKey.NameOf(id))
            );
        var made = new ValueKey(id, key, KeyBinding.RowAndLink, times);
        _known[BitConverter.ToUInt32(id)] = made;
        Meet(times);
        return made;
    }

    private sealed record Newest(ValueKey Key, long ReadAt);
}
