using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.Transport;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Huma;

/// <summary>
/// Creates clients that share one connection pool. Uses the plain handler instead of IHttpClientFactory, because that
/// one logs request addresses, and a search for a person has an e-mail address in the query.
/// </summary>
public sealed class HumaClientFactory(IOptions<HumaOptions> options, TimeProvider clock)
    : IHumaClientFactory,
        IDisposable
{
    private readonly SocketsHttpHandler _connections = Connections(options.Value.RequestTimeout);

    /// <summary>A pool of connections, which stay open between the requests.</summary>
    internal static SocketsHttpHandler Connections(TimeSpan connectTimeout) =>
        new()
        {
            // DNS entries may change while the program runs.
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            ConnectTimeout = connectTimeout,
            // A server may allow fewer requests on a connection of HTTP/2 than are sent at the same time.
            EnableMultipleHttp2Connections = true,
            // A redirect would send the token to an unconfigured host.
            AllowAutoRedirect = false,
            UseCookies = false,
        };

    public IHumaClient Create(HumaAccess access, IUsageMeter? usage = null, HumaEmployment? employment = null)
    {
        var http = new HttpClient(new UsageHandler(Side.Huma) { InnerHandler = _connections }, disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var wire = new HumaWire(http, access.BaseAddress, options.Value.RequestTimeout, usage, clock);
        var calls = new HumaCalls(
            wire,
            new HumaTokens(wire, access, clock),
            HumaRetry.Build(options.Value.RetryDelay, clock)
        );
        return new HumaClient(calls, options.Value.ParallelRequests, employment ?? HumaEmployment.Default, clock);
    }

    public void Dispose() => _connections.Dispose();
}
