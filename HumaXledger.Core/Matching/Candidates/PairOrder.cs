namespace HumaXledger.Core.Matching.Candidates;

/// <summary>Puts candidate pairs in order: by the position in Huma's roster, which needs no comparison, then by that
/// in Xledger's.</summary>
internal static class PairOrder
{
    /// <summary>All pairs of these lists in order, each once.</summary>
    /// <param name="huma">The number of positions in Huma's roster.</param>
    public static ulong[] Of(IReadOnlyList<List<ulong>> lists, int huma)
    {
        var next = new int[huma + 1];
        foreach (var list in lists)
        {
            foreach (var pair in list)
            {
                next[(int)(pair >> 32) + 1]++;
            }
        }

        for (var one = 1; one <= huma; one++)
        {
            next[one] = checked(next[one] + next[one - 1]);
        }

        var others = GC.AllocateUninitializedArray<int>(next[huma]);
        foreach (var list in lists)
        {
            foreach (var pair in list)
            {
                others[next[(int)(pair >> 32)]++] = (int)(uint)pair;
            }
        }

        return Merged(others, next);
    }

    /// <param name="ends">Where the others of each position in Huma's roster end.</param>
    private static ulong[] Merged(int[] others, int[] ends)
    {
        var pairs = GC.AllocateUninitializedArray<ulong>(others.Length);
        var (kept, start) = (0, 0);
        for (var one = 0; one < ends.Length - 1; one++)
        {
            var own = others.AsSpan(start, ends[one] - start);
            start = ends[one];
            own.Sort();
            var before = -1;
            foreach (var other in own)
            {
                if (other != before)
                {
                    pairs[kept++] = ((ulong)(uint)one << 32) | (uint)other;
                    before = other;
                }
            }
        }

        Array.Resize(ref pairs, kept);
        return pairs;
    }
}
