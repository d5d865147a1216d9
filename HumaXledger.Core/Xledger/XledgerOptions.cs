using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Xledger;

/// <summary>One Xledger installation.</summary>
public sealed class XledgerEnvironment
{
    /// <summary>The GraphQL address: https, or http on this machine.</summary>
    public string Endpoint { get; set; } = "";
}

/// <summary>The Xledger client.</summary>
/// <remarks>Limits: contracts/xledger.md 5.</remarks>
public sealed class XledgerOptions
{
    public const string Section = "Xledger";

    /// <summary>
    /// The installations of Xledger to choose from in the set-up, by name. The two public ones can be overridden.
    /// </summary>
    public Dictionary<string, XledgerEnvironment> Environments { get; set; } =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Live"] = new() { Endpoint = "https://www.xledger.net/graphql" },
            ["Demo"] = new() { Endpoint = "https://demo.xledger.net/graphql" },
        };

    /// <summary>Records per query; Xledger returns at most 10,000.</summary>
    [Range(1, 10_000)]
    public int PageSize { get; set; } = 10_000;

    /// <summary>
    /// Whether several mutations, with at most 500 records together, go into one request; otherwise one request each.
    /// </summary>
    public bool AliasedWrites { get; set; } = true;

    /// <summary>Time-out of one request, response included.</summary>
    [DurationRange("00:00:01", "00:30:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>
    /// After an interruption an addition whose answer is missing is searched for, and perhaps repeated, no sooner than
    /// this after it was sent: until then Xledger may still be carrying it out.
    /// </summary>
    [DurationRange("00:00:00", "00:10:00")]
    public TimeSpan AdditionWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Requests of one token within <see cref="BurstSeconds"/>.</summary>
    [Range(1, 1_000)]
    public int BurstRequests { get; set; } = 20;

    /// <summary>The window of <see cref="BurstRequests"/>, in seconds.</summary>
    [Range(1, 3_600)]
    public int BurstSeconds { get; set; } = 5;

    /// <summary>
    /// Requests of one token at the same time. Xledger's limit is not public; the client lowers its own when it is
    /// refused.
    /// </summary>
    [Range(1, 20)]
    public int ParallelRequests { get; set; } = 2;

    /// <summary>
    /// After this time without such a refusal one more request at the same time is allowed again.
    /// </summary>
    [DurationRange("00:00:10", "1.00:00:00")]
    public TimeSpan ParallelRecovery { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Longest wait for credits within a run. If they return later, the run ends and reports the time of their return.
    /// </summary>
    [DurationRange("00:00:00", "01:00:00")]
    public TimeSpan CreditWait { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The invalid settings, by key, with their allowed values.</summary>
    internal IEnumerable<string> Problems()
    {
        foreach (var (name, environment) in Environments)
        {
            // A token must not be sent in clear text; only a server on the same machine may use http.
            var allowed =
                Uri.TryCreate(environment.Endpoint, UriKind.Absolute, out var endpoint)
                && (
                    endpoint.Scheme == Uri.UriSchemeHttps
                    || (endpoint.Scheme == Uri.UriSchemeHttp && endpoint.IsLoopback)
                );
            if (!allowed)
            {
                yield return $"{Section}:Environments:{name}:Endpoint must be an absolute https address (http only on "
                    + "this machine), such as https://www.xledger.net/graphql.";
            }
        }
    }
}
