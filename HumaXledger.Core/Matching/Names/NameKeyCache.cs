using System.Collections.Concurrent;

namespace HumaXledger.Core.Matching.Names;

/// <summary>Names made ready once each: thousands of people share a few hundred given and family names.</summary>
internal sealed class NameKeyCache
{
    private readonly ConcurrentDictionary<string, NameKeys> _known = new(StringComparer.Ordinal);

    public NameKeys Of(string? name) =>
        string.IsNullOrWhiteSpace(name) ? NameKeys.None : _known.GetOrAdd(name, static name => NameKeys.Of(name));
}
