using System.Numerics;

namespace HumaXledger.Core.Matching.Candidates;

/// <summary>
/// Brings equal keys together, in linear time: nothing needs the keys in their order. Its memory serves one kind of key
/// after the other, because arrays of this size are only freed by the most expensive collections.
/// </summary>
internal sealed class KeyGroups
{
    // 2^64 divided by the golden ratio: neighboring keys, such as dates, are spread over all buckets.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private const int PerBucket = 4;
    private const int MostBits = 16;

    private ulong[] _keys = [];
    private ulong[] _grouped = [];
    private int[] _owners = [];
    private int[] _ownersOf = [];

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>After <see cref="Group"/>: the keys, equal ones next to each other.</summary>
    public ReadOnlySpan<ulong> Keys => _grouped.AsSpan(0, Count);

    /// <summary>The owner of each of <see cref="Keys"/>.</summary>
    public ReadOnlySpan<int> Owners => _ownersOf.AsSpan(0, Count);

    /// <summary>Forgets all keys.</summary>
    /// <param name="most">The largest number of keys that will be added.</param>
    public void Restart(int most)
    {
        Count = 0;
        if (_keys.Length < most)
        {
            (_keys, _grouped) = (Uninitialized<ulong>(most), Uninitialized<ulong>(most));
            (_owners, _ownersOf) = (Uninitialized<int>(most), Uninitialized<int>(most));
        }

        static T[] Uninitialized<T>(int length) => GC.AllocateUninitializedArray<T>(length);
    }

    /// <summary>Adds a key; 0 is none.</summary>
    public void Add(ulong key, int owner)
    {
        if (key != 0)
        {
            _keys[Count] = key;
            _owners[Count++] = owner;
        }
    }

    /// <summary>Brings equal keys together.</summary>
    public void Group()
    {
        var bits = Math.Clamp(BitOperations.Log2((uint)(Count / PerBucket) | 1), 1, MostBits);
        var shift = 64 - bits;
        var next = new int[(1 << bits) + 1];
        foreach (var key in _keys.AsSpan(0, Count))
        {
            next[(int)((key * Spread) >> shift) + 1]++;
        }

        for (var bucket = 1; bucket < next.Length; bucket++)
        {
            next[bucket] += next[bucket - 1];
        }

        for (var index = 0; index < Count; index++)
        {
            var place = next[(int)((_keys[index] * Spread) >> shift)]++;
            (_grouped[place], _ownersOf[place]) = (_keys[index], _owners[index]);
        }

        // Each number is now the end of its bucket.
        var start = 0;
        foreach (var end in next.AsSpan(0, next.Length - 1))
        {
            if (end - start > 1)
            {
                Array.Sort(_grouped, _ownersOf, start, end - start);
            }

            start = end;
        }
    }
}
