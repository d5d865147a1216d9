namespace HumaXledger.Sandbox.Xledger;

/// <summary>Use in the current calendar month (Oslo time) over all tokens. Refused requests count too.</summary>
public sealed class XledgerMeter(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private MeterReading _reading = new(default, 0, 0, 0, 0);

    /// <summary>The use so far.</summary>
    public MeterReading ThisMonth
    {
        get
        {
            lock (_gate)
                return Current();
        }
    }

    /// <summary>Sets the use to zero.</summary>
    public void Reset()
    {
        lock (_gate)
            _reading = new MeterReading(_reading.Month, 0, 0, 0, 0);
    }

    internal void Spend(int credits)
    {
        lock (_gate)
        {
            var now = Current();
            _reading = now with { Credits = now.Credits + credits };
        }
    }

    internal void Count(bool write, long bytesUp, long bytesDown, bool overLimit = false)
    {
        lock (_gate)
        {
            var now = Current();
            _reading = now with
            {
                Requests = now.Requests + 1,
                WriteRequests = now.WriteRequests + (write ? 1 : 0),
                BytesUp = now.BytesUp + bytesUp,
                BytesDown = now.BytesDown + bytesDown,
                OverLimit = now.OverLimit + (overLimit ? 1 : 0),
            };
        }
    }

    private MeterReading Current()
    {
        var today = OsloTime.From(clock.GetUtcNow().UtcDateTime);
        var month = new DateOnly(today.Year, today.Month, 1);
        return _reading.Month == month ? _reading : new MeterReading(month, 0, 0, 0, 0);
    }
}

/// <param name="Month">Its first day.</param>
/// <param name="Requests">Queries and mutations.</param>
/// <param name="WriteRequests">Those with a mutation.</param>
/// <param name="BytesUp">Request bodies as received.</param>
/// <param name="BytesDown">Response bodies as sent, compressed where they were.</param>
public sealed record MeterReading(DateOnly Month, long Requests, long WriteRequests, long BytesUp, long BytesDown)
{
    /// <summary>Requests that were refused by the burst or concurrency limit.</summary>
    public long OverLimit { get; init; }

    /// <summary>Credits that admitted requests have cost.</summary>
    public long Credits { get; init; }
}
