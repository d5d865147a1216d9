using System.Runtime.Intrinsics;

namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// How often each letter occurs in a text, several letters counted together: a test without reading the text that
/// most texts which are more than a few typing errors apart do not pass.
/// </summary>
internal readonly struct LetterBag
{
    private const int Kinds = 16;

    private readonly Vector128<byte> _counts;

    public LetterBag(ReadOnlySpan<char> text)
    {
        Span<byte> counts = stackalloc byte[Kinds];
        counts.Clear();
        foreach (var letter in text)
        {
            ref var count = ref counts[letter % Kinds];
            count = (byte)Math.Min(count + 1, byte.MaxValue);
        }

        _counts = Vector128.Create<byte>(counts);
    }

    /// <summary>
    /// Whether two texts may be so many typing errors apart. One error adds a letter, takes one away, or both; an
    /// exchange of neighbors does neither. The sum may overflow, which only lets a pair of long texts pass.
    /// </summary>
    public bool MayBeWithin(LetterBag other, int errors) =>
        Vector128.Sum(Vector128.Max(_counts, other._counts) - Vector128.Min(_counts, other._counts)) <= 2 * errors;
}
