using System.Collections;
using System.Diagnostics.CodeAnalysis;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// Choices by difference. Those made from others share with them what did not change, so that one choice among a
/// hundred thousand copies a few hundred, and pages that show the same decisions hold them once. Immutable.
/// </summary>
internal sealed class FieldChoices : IReadOnlyDictionary<DifferenceKey, FieldChoice>
{
    private const int FewestApart = 32;

    private readonly IReadOnlyDictionary<DifferenceKey, FieldChoice> _shared;
    private readonly Dictionary<DifferenceKey, FieldChoice?> _since;

    private FieldChoices(
        IReadOnlyDictionary<DifferenceKey, FieldChoice> shared,
        Dictionary<DifferenceKey, FieldChoice?> since,
        int count
    ) => (_shared, _since, Count) = (shared, since, count);

    /// <summary>These with other choices; null takes one back. What is given is not changed.</summary>
    public static FieldChoices Of(
        IReadOnlyDictionary<DifferenceKey, FieldChoice> made,
        IEnumerable<(DifferenceKey Key, FieldChoice? Choice)> choices
    )
    {
        var (shared, since) = made is FieldChoices known
            ? (known._shared, new Dictionary<DifferenceKey, FieldChoice?>(known._since))
            : (made, []);
        var count = made.Count;
        foreach (var (key, choice) in choices)
        {
            var had = since.TryGetValue(key, out var earlier) ? earlier is not null : shared.ContainsKey(key);
            since[key] = choice;
            count += (choice is null ? 0 : 1) - (had ? 1 : 0);
        }

        var now = new FieldChoices(shared, since, count);
        // So many that copying them with each act, and all choices after so many acts, costs the same.
        return since.Count <= FewestApart + Math.Sqrt(shared.Count)
            ? now
            : new FieldChoices(new Dictionary<DifferenceKey, FieldChoice>(now), [], count);
    }

    public int Count { get; }

    public IEnumerable<DifferenceKey> Keys => this.Select(one => one.Key);

    public IEnumerable<FieldChoice> Values => this.Select(one => one.Value);

    public FieldChoice this[DifferenceKey key] =>
        TryGetValue(key, out var choice) ? choice : throw new KeyNotFoundException("Nothing is chosen.");

    public bool ContainsKey(DifferenceKey key) => TryGetValue(key, out _);

    public bool TryGetValue(DifferenceKey key, [MaybeNullWhen(false)] out FieldChoice value)
    {
        if (_since.Count > 0 && _since.TryGetValue(key, out var since))
        {
            value = since.GetValueOrDefault();
            return since is not null;
        }

        return _shared.TryGetValue(key, out value);
    }

    public IEnumerator<KeyValuePair<DifferenceKey, FieldChoice>> GetEnumerator() =>
        _shared
            .Where(one => !_since.ContainsKey(one.Key))
            .Concat(
                _since
                    .Where(one => one.Value is not null)
                    .Select(one => KeyValuePair.Create(one.Key, one.Value.GetValueOrDefault()))
            )
            .GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
