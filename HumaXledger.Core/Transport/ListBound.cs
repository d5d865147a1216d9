namespace HumaXledger.Core.Transport;

/// <summary>How long a list of either system may be.</summary>
internal static class ListBound
{
    /// <summary>
    /// Three times the largest organization that this product is made for: a server that always has new items would
    /// fill the memory.
    /// </summary>
    public const int Most = 300_000;
}
