using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Webhooks;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Tells the activity log of what was refused (messages at the webhook's address, acts, pages, sign-ins): the first one
/// of its kind at once, those that follow within the hour in one line when it is over. So an attacker can neither
/// fill the log nor stay out of it. What is counted when the process ends is told then.
/// </summary>
public sealed partial class Refusals(ActivityLog activity, TimeProvider clock, ILogger<Refusals> logger)
    : BackgroundService,
        IRefusedActs
{
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>
    /// More kinds at a time than this come from somebody who changes names or addresses; they are counted together.
    /// </summary>
    private const int MostKinds = 1000;

    private readonly Lock _gate = new();
    private readonly Dictionary<Kind, Count> _counts = [];
    private readonly SemaphoreSlim _first = new(0);

    /// <summary>A message at the webhook's address. Returns at once.</summary>
    public void Note(Guid connectionId, WebhookRefusal why) =>
        Note(Actor.System, ActivityCodes.WebhookRefused, connectionId, $"{why}");

    public void Note(Actor by, Permission permission) =>
        Note(by, ActivityCodes.ActRefused, null, $"{RoleRules.LeastFor(permission)}", $"{permission}");

    /// <summary>Returns at once.</summary>
    /// <param name="code">Of <see cref="ActivityCodes"/>; its first argument is how many, the others are these.</param>
    /// <param name="why">From a small set: nothing that somebody typed.</param>
    public void Note(Actor by, string code, Guid? connectionId, params IReadOnlyList<string> why)
    {
        var kind = new Kind(by.Id, by.Name, by.From, code, connectionId, string.Join('\n', why));
        lock (_gate)
        {
            if (_counts.Count >= MostKinds && !_counts.ContainsKey(kind))
            {
                kind = new Kind("", "", null, code, null, kind.Why);
            }

            if (!_counts.TryGetValue(kind, out var count))
            {
                _counts[kind] = count = new Count();
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
        foreach (var (kind, number) in TakeDue(all))
        {
            try
            {
                // A line that was cancelled may be written all the same, and would then be written twice.
                await activity.AppendAsync(
                    kind.By,
                    kind.Code,
                    kind.ConnectionId,
                    [$"{number}", .. kind.Why.Split('\n')],
                    CancellationToken.None
                );
            }
            catch (Exception fault)
            {
                PutBack(kind, number);
                LogNotTold(fault);
            }
        }
    }

    private List<(Kind What, int Number)> TakeDue(bool all)
    {
        var due = new List<(Kind, int)>();
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

    private void PutBack(Kind what, int number)
    {
        lock (_gate)
        {
            var count = _counts[what] = _counts.GetValueOrDefault(what) ?? new Count();
            (count.Untold, count.ToldAt) = (count.Untold + number, null);
        }
    }

    [LoggerMessage(LogLevel.Error, "What was refused could not be noted in the activity log; it is tried again")]
    private partial void LogNotTold(Exception fault);

    private sealed record Kind(string WhoId, string Who, string? From, string Code, Guid? ConnectionId, string Why)
    {
        public Actor By => Actor.Nobody with { Id = WhoId, Name = Who, From = From };
    }

    private sealed class Count
    {
        public int Untold { get; set; }

        /// <summary>Timestamp of the last line; null before the first.</summary>
        public long? ToldAt { get; set; }
    }
}
