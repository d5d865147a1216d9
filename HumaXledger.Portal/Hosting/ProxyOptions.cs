using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// The reverse proxies in front of the portal. Forwarded headers (address, scheme, host) are accepted from them only.
/// </summary>
public sealed class ProxyOptions
{
    /// <summary>Configuration section.</summary>
    public const string Section = "Proxies";

    /// <summary>An address (<c>10.0.0.4</c>) or a network (<c>10.0.0.0/24</c>).</summary>
    public IList<string> Trusted { get; } = [];

    /// <summary>
    /// Answers 503 instead of a page while this node is not ready, so that the reverse proxy asks another node. For
    /// several nodes behind a proxy that does so; a single node shows what it can.
    /// </summary>
    public bool RefuseWhenNotReady { get; set; }
}

internal sealed class ProxyOptionsCheck : IValidateOptions<ProxyOptions>
{
    public ValidateOptionsResult Validate(string? name, ProxyOptions options) =>
        options.Trusted.FirstOrDefault(trusted => Network(trusted) is null) is { } wrong
            ? ValidateOptionsResult.Fail(
                $"Proxies:Trusted holds \"{wrong}\", which is neither an address nor a network such as 10.0.0.0/24."
            )
            : ValidateOptionsResult.Success;

    internal static System.Net.IPNetwork? Network(string text) =>
        System.Net.IPNetwork.TryParse(text, out var network) ? network
        : IPAddress.TryParse(text, out var address)
            ? new System.Net.IPNetwork(address, address.GetAddressBytes().Length * 8)
        : null;
}

/// <summary>Registers the trusted proxies.</summary>
public static class Proxies
{
    /// <summary>Accepts forwarded headers from the configured proxies only.</summary>
    public static void AddProxies(this IServiceCollection services)
    {
        services.AddOptions<ProxyOptions>().BindConfiguration(ProxyOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsCheck>();
        services
            .AddOptions<ForwardedHeadersOptions>()
            .Configure<IOptions<ProxyOptions>>(
                (forwarded, proxies) =>
                {
                    forwarded.KnownProxies.Clear();
                    forwarded.KnownIPNetworks.Clear();
                    foreach (
                        var network in proxies
                            .Value.Trusted.Select(ProxyOptionsCheck.Network)
                            .OfType<System.Net.IPNetwork>()
                    )
                    {
                        forwarded.KnownIPNetworks.Add(network);
                    }

                    // With empty lists the middleware would trust every sender.
                    forwarded.ForwardedHeaders =
                        proxies.Value.Trusted.Count == 0
                            ? ForwardedHeaders.None
                            : ForwardedHeaders.XForwardedFor
                                | ForwardedHeaders.XForwardedProto
                                | ForwardedHeaders.XForwardedHost;
                    forwarded.ForwardLimit = null;
                }
            );
    }
}
