using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Security.Cryptography;

namespace HumaXledger.Sandbox.Huma;

/// <summary>The keys of the organization and their access tokens. Thread-safe.</summary>
public sealed class HumaAccess(ImmutableArray<HumaKey> keys, TimeProvider time, HumaSwitches switches)
{
    private readonly ConcurrentDictionary<string, (HumaKey Key, DateTimeOffset Expires)> _tokens = new(
        StringComparer.Ordinal
    );
    private readonly ConcurrentDictionary<Guid, (long Second, int Count)> _requests = new();
    private readonly ConcurrentDictionary<Guid, HumaKey> _deprived = new();

    public ImmutableArray<HumaKey> Keys { get; } = keys;

    /// <summary>A new access token; null for invalid credentials.</summary>
    public (string Token, HumaKey Key)? Grant(Guid clientId, Guid clientSecret)
    {
        var key = Keys.Where(key => key.ClientId == clientId).Select(AsItIsNow).FirstOrDefault();
        if (key is not { Active: true } || key.ClientSecret != clientSecret)
            return null;
        var token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        _tokens[token] = (key, time.GetUtcNow().AddSeconds(switches.TokenLifetimeSeconds));
        return (token, key);
    }

    /// <summary>The key of a valid token; null for an invalid one.</summary>
    public HumaKey? KeyOf(string token)
    {
        if (!_tokens.TryGetValue(token, out var entry))
            return null;
        if (entry.Expires > time.GetUtcNow())
            return AsItIsNow(entry.Key);
        _tokens.TryRemove(token, out _);
        return null;
    }

    /// <summary>Invalidates all tokens of a key.</summary>
    public void Revoke(HumaKey key)
    {
        foreach (var (token, entry) in _tokens)
            if (entry.Key.ClientId == key.ClientId)
                _tokens.TryRemove(token, out _);
    }

    /// <summary>
    /// Deactivates a key, like an administrator: it gets no tokens, and its existing ones are invalid.
    /// </summary>
    public void Deactivate(HumaKey key)
    {
        _deprived[key.ClientId] = key with { Active = false };
        Revoke(key);
    }

    /// <summary>Changes the key's role to one that only reads profiles, like an administrator.</summary>
    public void MakeReadOnly(HumaKey key) => _deprived[key.ClientId] = key with { ReadOnly = true };

    /// <summary>Restores all keys to their initial state.</summary>
    public void RestoreKeys() => _deprived.Clear();

    /// <summary>Counts a request; false when the key has exceeded its limit for this second.</summary>
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
