using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Connections;

namespace HumaXledger.Core.Sync.Systems;

/// <summary>
/// Counts the requests of one comparison or run, and adds them to the month's usage of its token and key.
/// </summary>
internal sealed class RequestMeter(Connection connection, UsageLedger ledger) : IUsageMeter, IAsyncDisposable
{
    private readonly UsageMeter _huma = ledger.Meter(connection, Side.Huma);
    private readonly UsageMeter _xledger = ledger.Meter(connection, Side.Xledger);
    private int _humaRequests;
    private int _xledgerRequests;

    /// <summary>Requests to Huma so far.</summary>
    public int HumaRequests => Volatile.Read(ref _humaRequests);

    /// <summary>Requests to Xledger so far.</summary>
    public int XledgerRequests => Volatile.Read(ref _xledgerRequests);

    public void Count(Side side, long bytesUp, long bytesDown)
    {
        if (side == Side.Huma)
        {
            Interlocked.Increment(ref _humaRequests);
            _huma.Count(side, bytesUp, bytesDown);
        }
        else
        {
            Interlocked.Increment(ref _xledgerRequests);
            _xledger.Count(side, bytesUp, bytesDown);
        }
    }

    public async Task FlushAsync(CancellationToken cancellation)
    {
        await _huma.FlushAsync(cancellation);
        await _xledger.FlushAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _huma.DisposeAsync();
        await _xledger.DisposeAsync();
    }
}
