using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace HumaXledger.Sandbox.Huma;

/// <summary>The keys of the organization and the access tokens given out for them.</summary>
public sealed class HumaAccess(ImmutableArray<HumaKey> keys, TimeProvider time, HumaSwitches switches)
{
    private readonly ConcurrentDictionary<string, (HumaKey Key, DateTimeOffset Expires)> _tokens = new(
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<Guid, (long Second, int Count)> _requests = new();
    private readonly ConcurrentDictionary<Guid, HumaKey> _deprived = new();

    public ImmutableArray<HumaKey> Keys { get; } = keys;

    /// <summary>A new access token for a client that proved itself, or null.</summary>
    public (string Token, HumaKey Key)? Grant(Guid clientId, Guid clientSecret)
    {
        var key = Keys.Where(key => key.ClientId == clientId).Select(AsItIsNow).FirstOrDefault();
        if (key is not { Active: true } || key.ClientSecret != clientSecret)
            return null;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _tokens[token] = (key, time.GetUtcNow().AddSeconds(switches.TokenLifetimeSeconds));
        return (token, key);
    }

    /// <summary>The key behind a token that is still good, or null.</summary>
    public HumaKey? KeyOf(string token)
    {
        if (!_tokens.TryGetValue(token, out var entry))
            return null;
        if (entry.Expires > time.GetUtcNow())
            return AsItIsNow(entry.Key);
        _tokens.TryRemove(token, out _);
        return null;
    }

    /// <summary>Makes every token of a key worthless.</summary>
    public void Revoke(HumaKey key)
    {
        foreach (var (token, entry) in _tokens)
            if (entry.Key.ClientId == key.ClientId)
                _tokens.TryRemove(token, out _);
    }

    /// <summary>An administrator deactivates a key: it gets no token, and the ones given out are worthless.</summary>
    public void Deactivate(HumaKey key)
    {
        _deprived[key.ClientId] = key with { Active = false };
        Revoke(key);
    }

    /// <summary>An administrator changes the key's role to one that only sees profiles.</summary>
    public void OnlyLetSee(HumaKey key) => _deprived[key.ClientId] = key with { ReadOnly = true };

    /// <summary>Every key is again what it was at the start.</summary>
    public void GiveBack() => _deprived.Clear();

    /// <summary>Counts a request; false when the key has used up this second.</summary>
    public bool CountRequest(HumaKey key)
    {
        if (switches.RequestsPerSecond <= 0)
            return true;
        var second = time.GetUtcNow().ToUnixTimeSeconds();
        var now = _requests.AddOrUpdate(key.ClientId, (second, 1), (_, last) =>
            last.Second == second ? (second, last.Count + 1) : (second, 1)
        );
        return now.Count <= switches.RequestsPerSecond;
    }

    private HumaKey AsItIsNow(HumaKey key) => _deprived.GetValueOrDefault(key.ClientId, key);
}
