using System.Collections.Concurrent;

namespace HumaXledger.Core.Matching.Names;

/// <summary>
/// Computes the keys of each name once: thousands of people share a few hundred given and family names.
/// </summary>
internal sealed class NameKeyCache
{
    private readonly ConcurrentDictionary<string, NameKeys> _known = new(StringComparer.Ordinal);

    /// <summary>The keys of a name; <see cref="NameKeys.None"/> for a blank one. Thread-safe.</summary>
    public NameKeys Of(string? name) =>
        string.IsNullOrWhiteSpace(name) ? NameKeys.None : _known.GetOrAdd(name, static name => NameKeys.Of(name));
}
