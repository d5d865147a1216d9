namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// 64-bit FNV-1a, the same in every process; 0 means "no key". A collision only adds a candidate pair.
/// </summary>
internal static class TextHash
{
    private const ulong Prime = 1099511628211;

    /// <summary>The hash of a text; 0 where it is null or empty.</summary>
    public static ulong Of(string? text) => Of(text.AsSpan());

    /// <summary>The hash of a text; 0 where it is empty.</summary>
    public static ulong Of(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty)
        {
            return 0;
        }

        var hash = 14695981039346656037;
        foreach (var letter in text)
        {
            hash = (hash ^ letter) * Prime;
        }

        return Finish(hash);
    }

    /// <summary>The hash of two hashes, in this order.</summary>
    public static ulong Mix(ulong one, ulong other) => Finish((one ^ (other * Prime)) * Prime);

    private static ulong Finish(ulong hash)
    {
        // Without this step the last letters would affect only the low bits.
        hash ^= hash >> 32;
        return hash == 0 ? 1 : hash;
    }
}
