using HumaXledger.Core;
using HumaXledger.Core.People;

namespace HumaXledger.Tests.Fakes;

/// <summary>Counts requests and bytes; all of them must go to one system.</summary>
internal sealed class CountingMeter(Side expected) : IUsageMeter
{
    private long _requests;
    private long _up;
    private long _down;

    public long Requests => _requests;

    public long Up => _up;

    public long Down => _down;

    public void Count(Side side, long bytesUp, long bytesDown)
    {
        Assert.Equal(expected, side);
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _up, bytesUp);
        Interlocked.Add(ref _down, bytesDown);
    }
}
