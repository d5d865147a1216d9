using HumaXledger.Core.People;
using HumaXledger.Core.Storage;

namespace HumaXledger.Core.Sync;

/// <summary>Counts the requests of one comparison or run, and adds them to the month's usage when it ends.</summary>
internal sealed class RequestMeter(Connection connection, UsageLedger ledger) : IUsageMeter, IAsyncDisposable
{
    private readonly Tally _huma = new();
    private readonly Tally _xledger = new();

    public int HumaRequests => (int)Interlocked.Read(ref _huma.Requests);

    public int XledgerRequests => (int)Interlocked.Read(ref _xledger.Requests);

    public void Count(Side side, long bytesUp, long bytesDown)
    {
        var tally = side == Side.Huma ? _huma : _xledger;
        Interlocked.Increment(ref tally.Requests);
        Interlocked.Add(ref tally.BytesUp, bytesUp);
        Interlocked.Add(ref tally.BytesDown, bytesDown);
    }

    public async ValueTask DisposeAsync()
    {
        await AddAsync(Side.Huma, ConnectionSetup.Fingerprint(connection.HumaClientId), _huma);
        await AddAsync(Side.Xledger, connection.XledgerTokenFingerprint, _xledger);
    }

    private async Task AddAsync(Side side, string fingerprint, Tally tally)
    {
        if (tally.Requests > 0)
        {
            await ledger.AddAsync(fingerprint, side, tally.Requests, tally.BytesUp, tally.BytesDown, CancellationToken.None);
        }
    }

    private sealed class Tally
    {
        public long Requests;
        public long BytesUp;
        public long BytesDown;
    }
}
