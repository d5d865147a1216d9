namespace HumaXledger.Core.Matching.Features;

/// <summary>
/// Divides work on a numbered list among the processors. What comes out does not depend on who did which part.
/// </summary>
internal static class Parts
{
    /// <summary>Less in a part costs more than it saves.</summary>
    private const int Least = 256;

    private const int Most = 32;

    /// <summary>Works on each part: its first number and the one after its last.</summary>
    public static void Each(int count, Action<int, int> work) => Of(count, (from, to) =>
        {
            work(from, to);
            return true;
        });

    /// <summary>The results of the parts, in order.</summary>
    public static T[] Of<T>(int count, Func<int, int, T> work)
    {
        var size = Math.Max(Least, (count + Most - 1) / Most);
        var results = new T[(count + size - 1) / size];
        Parallel.For(0, results.Length, part => results[part] = work(part * size, Math.Min(count, (part + 1) * size)));
        return results;
    }
}
