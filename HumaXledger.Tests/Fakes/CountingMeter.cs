using HumaXledger.Core;
using HumaXledger.Core.People;

namespace HumaXledger.Tests.Huma;

internal sealed class CountingMeter : IUsageMeter
{
    private int _requests;
    private long _up;
    private long _down;

    public int Requests => _requests;

    public long Up => _up;

    public long Down => _down;

    public void Count(Side side, long bytesUp, long bytesDown)
    {
        Assert.Equal(Side.Huma, side);
        Interlocked.Increment(ref _requests);
        Interlocked.Add(ref _up, bytesUp);
        Interlocked.Add(ref _down, bytesDown);
    }
}
