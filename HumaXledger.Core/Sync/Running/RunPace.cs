using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Forecasting;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// How fast a run writes and how long the rest takes, measured by one watcher from the first value that it sees. Until
/// then, and for a system whose turn has not come, the forecast of the plan stands in.
/// </summary>
/// <param name="forecast">Of the whole plan.</param>
public sealed class RunPace(Forecast forecast, TimeProvider clock)
{
    // Batches end seconds apart: a shorter time says nothing about the pace.
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);

    private readonly Dictionary<Side, (long At, int Done)> _first = [];
    private readonly Dictionary<Side, double> _perSecond = [];
    private RunProgress? _now;

    /// <summary>Takes the newest value.</summary>
    public void See(RunProgress progress)
    {
        _now = progress;
        foreach (var system in progress.Systems)
        {
            if (progress.Target != system.System)
            {
                continue;
            }

            if (_first.TryAdd(system.System, (clock.GetTimestamp(), system.Done)))
            {
                continue;
            }

            var (at, done) = _first[system.System];
            var elapsed = clock.GetElapsedTime(at);
            if (system.Done > done && elapsed >= Shortest)
            {
                _perSecond[system.System] = (system.Done - done) / elapsed.TotalSeconds;
            }
        }
    }

    /// <summary>Changes a minute that end in this system; null until it is measured.</summary>
    public int? PerMinute(Side system) =>
        _perSecond.TryGetValue(system, out var pace) ? Math.Max(1, (int)Math.Round(60 * pace)) : null;

    /// <summary>The expected rest; null where nothing is known of it.</summary>
    public TimeSpan? Left
    {
        get
        {
            var seconds = _now?.Systems.Sum(SecondsLeft) ?? 0;
            return seconds > 0 ? TimeSpan.FromSeconds(seconds) : null;
        }
    }

    private double SecondsLeft(SystemProgress system)
    {
        var open = system.Total - system.Done;
        var forecasted = system.System == Side.Xledger ? forecast.XledgerSeconds : forecast.HumaSeconds;
        return open == 0 ? 0
            : _perSecond.TryGetValue(system.System, out var pace) ? open / pace
            : forecasted * open / system.Total;
    }
}
