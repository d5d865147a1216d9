using System.Numerics;

namespace HumaXledger.Core.Matching.Candidates;

/// <summary>Brings equal keys together, in linear time: nothing needs the keys in their order.</summary>
internal static class KeyGroups
{
    // 2^64 divided by the golden ratio: neighboring keys, such as dates, are spread over all buckets.
    private const ulong Spread = 0x9E3779B97F4A7C15;

    private const int PerBucket = 4;
    private const int MostBits = 16;

    /// <summary>The same keys with their owners, equal keys next to each other.</summary>
    /// <param name="keys">Only the first <paramref name="count"/> count, in both.</param>
    public static (ulong[] Keys, int[] Owners) Of(ulong[] keys, int[] owners, int count)
    {
        var bits = Math.Clamp(BitOperations.Log2((uint)(count / PerBucket) | 1), 1, MostBits);
        var shift = 64 - bits;
        var next = new int[(1 << bits) + 1];
        foreach (var key in keys.AsSpan(0, count))
        {
            next[(int)((key * Spread) >> shift) + 1]++;
        }

        for (var bucket = 1; bucket < next.Length; bucket++)
        {
            next[bucket] += next[bucket - 1];
        }

        var grouped = GC.AllocateUninitializedArray<ulong>(count);
        var ownersOf = GC.AllocateUninitializedArray<int>(count);
        for (var index = 0; index < count; index++)
        {
            var place = next[(int)((keys[index] * Spread) >> shift)]++;
            (grouped[place], ownersOf[place]) = (keys[index], owners[index]);
        }

        // Each number is now the end of its bucket.
        var start = 0;
        foreach (var end in next.AsSpan(0, next.Length - 1))
        {
            if (end - start > 1)
            {
                Array.Sort(grouped, ownersOf, start, end - start);
            }

            start = end;
        }

        return (grouped, ownersOf);
    }
}
