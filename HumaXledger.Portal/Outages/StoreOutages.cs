using HumaXledger.Core.Storage.Database;

namespace HumaXledger.Portal.Outages;

/// <summary>
/// Logs an outage of the store: at most one line a minute on this node, however much work meets it, and one when the
/// store can be used again. Safe for concurrent use.
/// </summary>
public sealed partial class StoreOutages(ILogger<StoreOutages> logger, TimeProvider clock)
{
    /// <summary>Shortest time between two lines.</summary>
    internal static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Longer than work waits between two tries (<see cref="StoreFaults.PauseAfter"/>).</summary>
    internal static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private DateTimeOffset _silentUntil = DateTimeOffset.MinValue;
    private DateTimeOffset? _since;
    private DateTimeOffset _lastMet;
    private bool _readable;
    private int _faults;

    /// <summary>How many faults were met since the start.</summary>
    public int Met { get; private set; }

    /// <summary>Notes that work met a fault of the store that will pass.</summary>
    public void Note(Exception fault)
    {
        int faults;
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            _since ??= now;
            _lastMet = now;
            _readable =
                StoreFault.CauseOf(fault) is StoreFaultCause.Full or StoreFaultCause.ReadOnly or StoreFaultCause.Locked;
            _faults++;
            Met++;
            if (now < _silentUntil)
            {
                return;
            }

            (_silentUntil, faults, _faults) = (now + Every, _faults, 0);
        }

        LogOutage($"{StoreFault.CauseOf(fault)}", StoreFault.CodeOf(fault), faults);
    }

    /// <summary>
    /// Notes that the store was used well. A store that is full, read-only or locked still answers questions: such an
    /// outage is over when nothing has met it for <see cref="Quiet"/>.
    /// </summary>
    public void Over()
    {
        TimeSpan lasted;
        lock (_gate)
        {
            if (_since is not { } since)
            {
                return;
            }

            var now = clock.GetUtcNow();
            if (_readable && now - _lastMet < Quiet)
            {
                return;
            }

            (_since, _faults, lasted) = (null, 0, (_readable ? _lastMet : now) - since);
        }

        LogOver(lasted.TotalSeconds);
    }

    [LoggerMessage(
        LogLevel.Error,
        "The database cannot be used ({Cause}, {Code}). Work waits and goes on by itself (docs/operations.md, When the "
            + "database fails). {Faults} attempts failed since the last such line; it comes at most once a minute"
    )]
    private partial void LogOutage(string cause, string code, int faults);

    [LoggerMessage(LogLevel.Warning, "The database can be used again after {Seconds:0} s")]
    private partial void LogOver(double seconds);
}
