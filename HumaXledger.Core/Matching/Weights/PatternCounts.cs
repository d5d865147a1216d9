using System.Runtime.InteropServices;

namespace HumaXledger.Core.Matching.Weights;

/// <summary>
/// The count of each pattern, with the sum of its hand-set weights. Only integers are summed, so the order does not
/// matter.
/// </summary>
internal sealed class PatternCounts
{
    // Common names have a lower weight within one pattern; weights are summed in sixteenths of a bit.
    private const double Steps = 16;

    private readonly Dictionary<Pattern, (int Count, long Sixteenths)> _counts = [];

    /// <summary>Counts one pair.</summary>
    public void Add(Pattern pattern, double bits)
    {
        ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, pattern, out _);
        entry = (entry.Count + 1, entry.Sixteenths + (long)Math.Round(bits * Steps));
    }

    /// <summary>Adds the counts of another thread.</summary>
    public void Add(PatternCounts other)
    {
        foreach (var (pattern, more) in other._counts)
        {
            ref var entry = ref CollectionsMarshal.GetValueRefOrAddDefault(_counts, pattern, out _);
            entry = (entry.Count + more.Count, entry.Sixteenths + more.Sixteenths);
        }
    }

    /// <summary>In the order of the patterns, with the average weight in bits.</summary>
    public (Pattern Pattern, int Count, double Bits)[] InOrder()
    {
        var all = new (Pattern Pattern, int Count, double Bits)[_counts.Count];
        var at = 0;
        foreach (var (pattern, (count, sixteenths)) in _counts)
        {
            all[at++] = (pattern, count, sixteenths / Steps / count);
        }

        Array.Sort(all, static (a, b) => a.Pattern.Bits.CompareTo(b.Pattern.Bits));
        return all;
    }
}
