using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Running;
using Microsoft.Extensions.Time.Testing;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>The pace of a run, the time left and its phase, as a page sees them.</summary>
public sealed class RunPaceTests
{
    private static readonly Forecast Expected = new(10, 20, 0, 0, 90) { XledgerSeconds = 30, HumaSeconds = 60 };

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public void Left_BeforeAnythingIsMeasured_IsTheForecast()
    {
        var pace = new RunPace(Expected, _clock);
        Assert.Null(pace.Left);

        pace.See(Progress(Side.Xledger, xledger: 0, huma: 0));

        Assert.Equal(TimeSpan.FromSeconds(90), pace.Left);
        Assert.Null(pace.PerMinute(Side.Xledger));
    }

    [Fact]
    public void Pace_IsMeasuredFromTheFirstValueOfASystem_AndTheOtherIsForecasted()
    {
        var pace = new RunPace(Expected, _clock);
        pace.See(Progress(Side.Xledger, xledger: 10, huma: 0));
        _clock.Advance(TimeSpan.FromSeconds(5));

        pace.See(Progress(Side.Xledger, xledger: 20, huma: 0));

        Assert.Equal(120, pace.PerMinute(Side.Xledger));
        Assert.Null(pace.PerMinute(Side.Huma));
        // 80 changes at two a second, then all of Huma.
        Assert.Equal(TimeSpan.FromSeconds(40 + 60), pace.Left);
    }

    [Fact]
    public void Pace_OfLessThanTwoSeconds_SaysNothing()
    {
        var pace = new RunPace(Expected, _clock);
        pace.See(Progress(Side.Huma, xledger: 100, huma: 0));
        _clock.Advance(TimeSpan.FromSeconds(1));

        pace.See(Progress(Side.Huma, xledger: 100, huma: 50));

        Assert.Null(pace.PerMinute(Side.Huma));
        Assert.Equal(TimeSpan.FromSeconds(45), pace.Left);
    }

    [Fact]
    public void Left_WhenAllHasEnded_IsNotShown()
    {
        var pace = new RunPace(Expected, _clock);

        pace.See(Progress(null, xledger: 100, huma: 200));

        Assert.Null(pace.Left);
    }

    [Theory]
    [InlineData(RunState.Waiting, null, 0, 0, RunPhase.Preparing)]
    [InlineData(RunState.Running, null, 0, 0, RunPhase.Preparing)]
    [InlineData(RunState.Running, Side.Xledger, 0, 0, RunPhase.WritingToXledger)]
    [InlineData(RunState.Stopping, Side.Huma, 100, 1, RunPhase.WritingToHuma)]
    [InlineData(RunState.Running, null, 40, 0, RunPhase.WritingToXledger)]
    [InlineData(RunState.Running, null, 100, 3, RunPhase.WritingToHuma)]
    [InlineData(RunState.Running, Side.Huma, 100, 200, RunPhase.Finishing)]
    public void Phase_FollowsFromTheCounts(RunState state, Side? target, int xledger, int huma, RunPhase phase) =>
        Assert.Equal(phase, (Progress(target, xledger, huma) with { State = state }).Phase);

    private static RunProgress Progress(Side? target, int xledger, int huma) =>
        new(Guid.Empty, RunState.Running, 300, xledger + huma, 0, 0, 0, 0, target, 0, null)
        {
            Systems = [new SystemProgress(Side.Xledger, 100, xledger), new SystemProgress(Side.Huma, 200, huma)],
        };
}
