using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// Counts the requests of one token or key in memory, safe for parallel use, and adds them to the ledger when flushed.
/// What a killed process had not flushed is not counted.
/// </summary>
public sealed class UsageMeter : IUsageMeter, IAsyncDisposable
{
    private readonly UsageLedger _ledger;
    private readonly string _fingerprint;
    private readonly Lock _lock = new();
    private Dictionary<(Side Side, int Month), UsageRecord> _counted = [];

    internal UsageMeter(UsageLedger ledger, string fingerprint) => (_ledger, _fingerprint) = (ledger, fingerprint);

    /// <summary>Counts one request and its bytes; stored with the next flush.</summary>
    public void Count(Side side, long bytesUp, long bytesDown)
    {
        SyncTelemetry.OnRequest(_fingerprint, side, bytesUp, bytesDown);
        var month = _ledger.ThisMonth;
        lock (_lock)
        {
            Add(
                new UsageRecord
                {
                    Fingerprint = _fingerprint,
                    Side = side,
                    Month = month,
                    Requests = 1,
                    BytesUp = bytesUp,
                    BytesDown = bytesDown,
                }
            );
        }
    }

    /// <summary>
    /// Adds what was counted since the last time. What the database did not take is kept for the next time.
    /// </summary>
    public async Task FlushAsync(CancellationToken cancellation = default)
    {
        var waiting = new Queue<UsageRecord>(Take());
        try
        {
            while (waiting.TryPeek(out var used))
            {
                await _ledger.AddAsync(used, cancellation);
                waiting.Dequeue();
            }
        }
        finally
        {
            lock (_lock)
            {
                foreach (var used in waiting)
                {
                    Add(used);
                }
            }
        }
    }

    /// <summary>
    /// Adds what was counted. Counting never ends what it counts: while the store is away, the ledger keeps it.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            await FlushAsync();
        }
        catch (Exception fault) when (StoreFault.PassingCauseOf(fault) is not null)
        {
            foreach (var used in Take())
            {
                _ledger.Keep(used);
            }
        }
    }

    private void Add(UsageRecord used)
    {
        if (!_counted.TryGetValue((used.Side, used.Month), out var sum))
        {
            _counted.Add((used.Side, used.Month), used);
            return;
        }

        sum.Requests += used.Requests;
        sum.BytesUp += used.BytesUp;
        sum.BytesDown += used.BytesDown;
    }

    private Dictionary<(Side Side, int Month), UsageRecord>.ValueCollection Take()
    {
        lock (_lock)
        {
            var taken = _counted.Values;
            _counted = [];
            return taken;
        }
    }
}
