using HumaXledger.Core.Huma.Wire;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Huma;

/// <summary>
/// Makes clients that share one pool of connections. The plain handler is used rather than the framework's client
/// factory because that one
/// logs addresses, and a search for a person carries an e-mail address.
/// </summary>
public sealed class HumaClientFactory(IOptions<HumaOptions> options, TimeProvider clock)
    : IHumaClientFactory,
        IDisposable
{
    private readonly SocketsHttpHandler _connections = new()
    {
        // Addresses behind a name may change while the program runs.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = options.Value.RequestTimeout,
        // A redirect would send the token to a host that nobody chose.
        AllowAutoRedirect = false,
        UseCookies = false,
    };

    public IHumaClient Create(HumaAccess access, IUsageMeter? usage = null, HumaEmployment? employment = null)
    {
        var http = new HttpClient(new UsageHandler(usage, _connections), disposeHandler: false)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        var wire = new HumaWire(http, access.BaseAddress, options.Value.RequestTimeout, clock);
        var calls = new HumaCalls(
            wire,
            new HumaTokens(wire, access, clock),
            HumaRetry.Build(options.Value.RetryDelay, clock)
        );
        return new HumaClient(calls, options.Value.ParallelRequests, employment ?? HumaEmployment.Default, clock);
    }

    public void Dispose() => _connections.Dispose();
}
