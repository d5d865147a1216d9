using System.Buffers;
using System.Text;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>
/// Every token, secret, identification and bank number that a Portal handles, to be searched for in its outputs.
/// </summary>
internal sealed class Canaries
{
    private readonly SensitiveNumbers _numbers;
    private readonly List<string> _secrets = [];
    private SearchValues<string>? _search;

    public Canaries(SandboxWorld world)
    {
        _numbers = SensitiveNumbers.Of(world);
        foreach (var credential in world.Credentials)
        {
            Add(credential.Text);
            if (credential.ClientId is { } id)
            {
                // As in an Authorization header.
                Add(Convert.ToBase64String(Encoding.UTF8.GetBytes($"{id}:{credential.Text}")));
            }
        }
    }

    public int Count => _numbers.Count + _secrets.Count;

    /// <summary>Adds a secret that was created during the test.</summary>
    public void Add(string secret)
    {
        Assert.True(secret.Length >= 16, "A short secret occurs by chance.");
        _secrets.Add(secret);
        _search = null;
    }

    /// <summary>Fails with the place and the text before the value, not with the value.</summary>
    public void AssertNoneIn(string text, string where)
    {
        var found = text.AsSpan()
            .IndexOfAny(_search ??= SearchValues.Create([.. _secrets], StringComparison.OrdinalIgnoreCase));
        Assert.True(
            found < 0,
            found < 0 ? "" : $"{where} holds a secret in clear, after: {text[Math.Max(0, found - 200)..found]}"
        );
        _numbers.AssertNoneIn(text, where);
    }
}
