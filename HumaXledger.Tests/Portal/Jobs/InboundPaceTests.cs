using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Jobs;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Portal.Jobs;

/// <summary>When the batches of a connection start.</summary>
public sealed class InboundPaceTests
{
    private static readonly InboundSyncOptions Options = new();
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly FakeTimeProvider _clock = new();
    private readonly InboundPace _pace;

    public InboundPaceTests() => _pace = new InboundPace(Options, _clock);

    [Fact]
    public void Rest_OneChange_WaitsForNoOther()
    {
        _pace.Arrived();

        Assert.Equal(Options.Quiet, Pass());
    }

    [Fact]
    public void Rest_ChangesInQuickSuccession_GathersThemUntilTheyEnd()
    {
        Arrive(5, Options.Quiet / 2);

        Assert.Equal(Options.Quiet / 2, Pass());
    }

    [Fact]
    public void Rest_ChangesWithoutAnEnd_StartsWhenTheFirstHasWaitedLongEnough()
    {
        var began = _clock.GetUtcNow();
        while (_pace.Rest > TimeSpan.Zero || began == _clock.GetUtcNow())
        {
            Arrive(1, Options.Quiet / 4);
        }

        Assert.Equal(Options.LongestGathering, _clock.GetUtcNow() - began);
    }

    [Theory]
    [InlineData(3, 0.83)]
    [InlineData(4, 1.11)]
    [InlineData(18, 5)]
    [InlineData(40, 5)]
    public void Rest_AfterABatch_SpreadsItsRequestsOverTheShareOfTheWindow(int requests, double seconds)
    {
        Batch(requests, used: requests);
        _pace.Arrived();

        Assert.Equal(seconds, Pass().TotalSeconds, 0.01);
    }

    [Theory]
    [InlineData(0, 0.83)]
    [InlineData(9, 1.67)]
    [InlineData(12, 2.5)]
    [InlineData(17, 5)]
    public void Rest_OthersUseTheToken_LeavesThemTheirRequests(int others, double seconds)
    {
        Batch(3, used: 3 + others);
        _pace.Arrived();

        Assert.Equal(seconds, Pass().TotalSeconds, 0.01);
    }

    [Fact]
    public void Rest_ManyBatches_CountsItsOwnRequestsAsItsOwn()
    {
        for (var batch = 1; batch <= 6; batch++)
        {
            Batch(3, used: 3 * batch);
            _pace.Arrived();
            Assert.Equal(0.83, Pass().TotalSeconds, 0.01);
        }
    }

    [Fact]
    public void Rest_BatchWithoutRequestsToXledger_LeavesTheNextOneAtOnce()
    {
        _pace.Begin();
        _pace.End(_clock.GetTimestamp(), new BatchResult(1));

        Assert.Equal(TimeSpan.Zero, _pace.Rest);
    }

    [Fact]
    public void Rest_BatchThatFoundNothing_IsForgotten()
    {
        Batch(3, used: 3);
        var rest = _pace.Rest;

        _pace.End(_clock.GetTimestamp(), BatchResult.Nothing);

        Assert.Equal(rest, _pace.Rest);
    }

    // Changes that arrive at this distance, and the time after the last of them.
    private void Arrive(int changes, TimeSpan distance)
    {
        for (var change = 0; change < changes; change++)
        {
            _pace.Arrived();
            _clock.Advance(distance);
        }
    }

    private void Batch(int requests, int used)
    {
        _pace.Begin();
        _pace.End(
            _clock.GetTimestamp(),
            new BatchResult(1) { XledgerRequests = requests, Window = new XledgerWindow(used, 20, Window) }
        );
    }

    // Waits as the worker does, and says how long.
    private TimeSpan Pass()
    {
        var began = _clock.GetUtcNow();
        while (_pace.Rest is { Ticks: > 0 } rest)
        {
            _clock.Advance(rest);
        }

        return _clock.GetUtcNow() - began;
    }
}
