namespace HumaXledger.Portal.Hosting;

/// <summary>Token bucket: a burst at once, then a rate per second. Safe for concurrent use.</summary>
internal sealed class TokenBucket(int perSecond, int burst, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private double _left = burst;
    private long _at = clock.GetTimestamp();

    /// <summary>Whether <see cref="TryTake"/> would succeed now.</summary>
    public bool HasRoom
    {
        get
        {
            lock (_gate)
            {
                Refill();
                return _left >= 1;
            }
        }
    }

    /// <summary>Takes a token; false when none is left.</summary>
    public bool TryTake()
    {
        lock (_gate)
        {
            Refill();
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }

    private void Refill()
    {
        var now = clock.GetTimestamp();
        _left = Math.Min(burst, _left + (clock.GetElapsedTime(_at, now).TotalSeconds * perSecond));
        _at = now;
    }
}
