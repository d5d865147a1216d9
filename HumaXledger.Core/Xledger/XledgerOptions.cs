using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Xledger;

/// <summary>One Xledger installation.</summary>
public sealed class XledgerEnvironment
{
    /// <summary>The GraphQL address, e.g. <c>https://www.xledger.net/graphql</c>.</summary>
    public string Endpoint { get; set; } = "";
}

/// <summary>
/// Settings of the Xledger client (section <c>Xledger</c>). Limits are those of contracts/xledger.md 5.
/// </summary>
public sealed class XledgerOptions
{
    public const string Section = "Xledger";

    /// <summary>Name → installation. <c>Live</c> and <c>Demo</c> are there unless overridden.</summary>
    public Dictionary<string, XledgerEnvironment> Environments { get; set; } =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Live"] = new() { Endpoint = "https://www.xledger.net/graphql" },
            ["Demo"] = new() { Endpoint = "https://demo.xledger.net/graphql" },
        };

    /// <summary>Records asked for in one query; Xledger gives at most 10,000.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 10_000;

    /// <summary>Several mutations in one request through aliases. Off: one request per mutation.</summary>
    public bool AliasedWrites { get; set; } = true;

    /// <summary>How long one request may take, answer included.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:30:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Requests of one token within <see cref="BurstSeconds"/>.</summary>
    [Range(1, 1_000)]
    public int BurstRequests { get; set; } = 20;

    [Range(1, 3_600)]
    public int BurstSeconds { get; set; } = 5;

    /// <summary>
    /// Requests of one token at the same time. The real limit is not public; the client lowers its own number when it
    /// meets it.
    /// </summary>
    [Range(1, 20)]
    public int ParallelRequests { get; set; } = 2;

    /// <summary>
    /// The longest wait for credits inside a call; a longer one is told as a fault with the time at which they return.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan CreditWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The settings that are wrong, by key and with what they may be.</summary>
    internal IEnumerable<string> Problems()
    {
        foreach (var (name, environment) in Environments)
        {
            // A token must not travel in clear; only a server on the same machine may do without TLS.
            var allowed =
                Uri.TryCreate(environment.Endpoint, UriKind.Absolute, out var endpoint)
                && (
                    endpoint.Scheme == Uri.UriSchemeHttps
                    || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)
                );
            if (!allowed)
            {
                yield return $"{Section}:Environments:{name}:Endpoint must be an absolute https address (http only on this machine), such as https://www.xledger.net/graphql.";
            }
        }
    }
}
