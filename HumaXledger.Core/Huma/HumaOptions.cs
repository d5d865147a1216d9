using System.ComponentModel.DataAnnotations;

namespace HumaXledger.Core.Huma;

/// <summary>Where Huma is reached and how it is read.</summary>
public sealed class HumaOptions
{
    public const string Section = "Huma";

    /// <summary>
    /// The installations of Huma to choose from in the set-up, by name. The two public ones can be overridden.
    /// </summary>
    /// <remarks>contracts/huma.md 2.</remarks>
    public Dictionary<string, HumaEnvironment> Environments { get; } =
        new(StringComparer.OrdinalIgnoreCase)
        {
            ["Live"] = new() { BaseAddress = "https://openapi.humahr.com" },
            ["Demo"] = new() { BaseAddress = "https://demo.openapi.humahr.com" },
        };

    /// <summary>
    /// Number of profiles that are read at the same time. From 4 on, lists and positions take up to a quarter more
    /// requests beside them.
    /// </summary>
    [Range(1, 32)]
    public int ParallelRequests { get; set; } = 4;

    /// <summary>Time-out of one attempt of one request, response included.</summary>
    [DurationRange("00:00:00.100", "00:10:00")]
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Delay before the first retry. It doubles with each further retry, with jitter, and is at least 250 ms.
    /// </summary>
    [DurationRange("00:00:00.001", "00:00:30")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>The address of an environment; null where there is none of this name.</summary>
    public Uri? AddressOf(string environment) =>
        Environments.TryGetValue(environment, out var found)
        && Uri.TryCreate(found.BaseAddress, UriKind.Absolute, out var address)
            ? address
            : null;
}

/// <summary>One installation of Huma.</summary>
public sealed class HumaEnvironment
{
    /// <summary>An absolute address without a query: https, or http on this machine.</summary>
    public string BaseAddress { get; set; } = "";
}
