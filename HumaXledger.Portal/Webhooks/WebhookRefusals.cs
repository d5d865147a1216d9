using HumaXledger.Core.Access;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;

namespace HumaXledger.Portal.Webhooks;

/// <summary>
/// Tells the activity log of refused messages: the first one of a connection and kind at once, those that follow within the hour in one line when it is over. So an attacker can neither fill the log nor stay out of it. What is
/// counted when the process ends is told then.
/// </summary>
public sealed partial class WebhookRefusals(ActivityLog activity, TimeProvider clock, ILogger<WebhookRefusals> logger) : BackgroundService
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<(Guid Connection, WebhookRefusal Kind), Count> _counts = [];
    private readonly SemaphoreSlim _first = new(0);

    /// <summary>Returns at once.</summary>
    public void Note(Guid connectionId, WebhookRefusal kind)
    {
        lock (_gate)
        {
            if (!_counts.TryGetValue((connectionId, kind), out var count))
            {
                _counts[(connectionId, kind)] = count = new Count();
                _first.Release();
            }

            count.Untold++;
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // A hurried stop leaves no time to write.
        if (!cancellationToken.IsCancellationRequested)
        {
            await TellAsync(all: true);
        }
    }

    public override void Dispose()
    {
        _first.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await TellAsync(all: false);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_first.WaitAsync(waiting.Token), Task.Delay(Look, clock, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    private async Task TellAsync(bool all)
    {
        foreach (var ((connection, kind), number) in TakeDue(all))
        {
            try
            {
                // A line that was cancelled may be written all the same, and would then be written twice.
                await activity.AppendAsync(Actor.System, ActivityCodes.WebhookRefused, connection, [$"{number}", $"{kind}"], CancellationToken.None);
            }
            catch (Exception fault)
            {
                PutBack((connection, kind), number);
                LogNotTold(fault);
            }
        }
    }

    private List<((Guid Connection, WebhookRefusal Kind) What, int Number)> TakeDue(bool all)
    {
        var due = new List<((Guid, WebhookRefusal), int)>();
        lock (_gate)
        {
            var now = clock.GetTimestamp();
            foreach (var (what, count) in _counts.ToList())
            {
                var over = count.ToldAt is not { } told || clock.GetElapsedTime(told, now) >= Window;
                if (count.Untold > 0 && (over || all))
                {
                    due.Add((what, count.Untold));
                    (count.Untold, count.ToldAt) = (0, now);
                }
                else if (over && count.ToldAt is not null)
                {
                    _counts.Remove(what);
                }
            }
        }

        return due;
    }

    private void PutBack((Guid Connection, WebhookRefusal Kind) what, int number)
    {
        lock (_gate)
        {
            var count = _counts[what] = _counts.GetValueOrDefault(what) ?? new Count();
            (count.Untold, count.ToldAt) = (count.Untold + number, null);
        }
    }

    [LoggerMessage(LogLevel.Error, "Refused messages could not be noted in the activity log; it is tried again")]
    private partial void LogNotTold(Exception fault);

    private sealed class Count
    {
        public int Untold { get; set; }

        /// <summary>Timestamp of the last line; null before the first.</summary>
        public long? ToldAt { get; set; }
    }
}
