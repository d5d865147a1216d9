namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// 64-bit FNV-1a, the same in every process; 0 means "no key". Two texts that collide only meet once more than they
/// need to.
/// </summary>
internal static class TextHash
{
    private const ulong Prime = 1099511628211;

    public static ulong Of(string? text) => Of(text.AsSpan());

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

    public static ulong Mix(ulong one, ulong other) => Finish((one ^ (other * Prime)) * Prime);

    private static ulong Finish(ulong hash)
    {
        // The last letters alone would otherwise decide the low bits only.
        hash ^= hash >> 32;
        return hash == 0 ? 1 : hash;
    }
}
