using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Webhooks;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Writes refusals (webhook messages, acts, pages, sign-ins) to the activity log: the first one of a kind at once, the
/// following ones of the same hour as one entry with their count. An attacker can neither fill the log nor stay out of
/// it. Counts that are not written yet are written when the process stops.
/// </summary>
public sealed partial class Refusals(ActivityLog activity, TimeProvider clock, ILogger<Refusals> logger)
    : BackgroundService,
        IRefusedActs
{
    /// <summary>Time after an entry during which refusals of its kind are only counted.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(1);

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    /// <summary>
    /// More kinds than this at the same time come from callers who vary names or addresses. Beyond it a kind says
    /// neither from where nor of which connection, and beyond twice as many not who either.
    /// </summary>
    private const int MostKinds = 1000;

    /// <summary>
    /// The same for one user alone, so that what another one is refused keeps what it says. Without a sign-in, all
    /// are one.
    /// </summary>
    private const int MostKindsOfOne = 200;

    private readonly Lock _gate = new();
    private readonly Dictionary<Kind, Count> _counts = [];
    private readonly SemaphoreSlim _first = new(0);

    /// <summary>Counts a refused message at the webhook's address. Does not wait for the log.</summary>
    public void Note(Guid connectionId, WebhookRefusal why) =>
        Note(Actor.System, ActivityCodes.WebhookRefused, connectionId, $"{why}");

    /// <summary>Counts an act that was refused for lack of this permission.</summary>
    public void Note(Actor by, Permission permission) =>
        Note(by, ActivityCodes.ActRefused, null, $"{RoleRules.LeastFor(permission)}", $"{permission}");

    /// <summary>Counts a refusal. Does not wait for the log.</summary>
    /// <param name="code">One of <see cref="ActivityCodes"/>; its first argument is the count, the others are <paramref
    /// name="why"/>.</param>
    /// <param name="why">Values from a closed set, never text that a user typed.</param>
    public void Note(Actor by, string code, Guid? connectionId, params IReadOnlyList<string> why)
    {
        var kind = new Kind(by.Id, by.Name, by.From, code, connectionId, string.Join('\n', why));
        lock (_gate)
        {
            kind = WithinLimits(kind);

            if (!_counts.TryGetValue(kind, out var count))
            {
                _counts[kind] = count = new Count();
                _first.Release();
            }

            count.Unlogged++;
        }
    }

    // Called with the lock held. Codes and reasons are closed sets, so that a user has few kinds without the rest.
    private Kind WithinLimits(Kind kind)
    {
        if (
            _counts.ContainsKey(kind)
            || (_counts.Count < MostKinds && _counts.Keys.Count(known => known.WhoId == kind.WhoId) < MostKindsOfOne)
        )
        {
            return kind;
        }

        var less = kind with { From = null, ConnectionId = null };
        return _counts.Count < 2 * MostKinds || _counts.ContainsKey(less) ? less : less with { WhoId = "", Who = "" };
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        // The host's shutdown time is over: nothing can be written any more.
        if (!cancellationToken.IsCancellationRequested)
        {
            await WriteDueAsync(all: true);
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
            await WriteDueAsync(all: false);
            using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            await Task.WhenAny(_first.WaitAsync(waiting.Token), Task.Delay(Look, clock, waiting.Token));
            await waiting.CancelAsync();
        }
    }

    private async Task WriteDueAsync(bool all)
    {
        foreach (var (kind, number) in TakeDue(all))
        {
            try
            {
                // Not cancellable: a cancelled append may still reach the database, and would then be written twice.
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
                LogNotWritten(fault);
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
                var over = count.LoggedAt is not { } logged || clock.GetElapsedTime(logged, now) >= Window;
                if (count.Unlogged > 0 && (over || all))
                {
                    due.Add((what, count.Unlogged));
                    (count.Unlogged, count.LoggedAt) = (0, now);
                }
                else if (over && count.LoggedAt is not null)
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
            (count.Unlogged, count.LoggedAt) = (count.Unlogged + number, null);
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "Refusals could not be written to the activity log; their counts are kept, and the next round tries again"
    )]
    private partial void LogNotWritten(Exception fault);

    private sealed record Kind(string WhoId, string Who, string? From, string Code, Guid? ConnectionId, string Why)
    {
        public Actor By => Actor.Anonymous with { Id = WhoId, Name = Who, From = From };
    }

    private sealed class Count
    {
        public int Unlogged { get; set; }

        /// <summary>Timestamp of the last line; null before the first.</summary>
        public long? LoggedAt { get; set; }
    }
}
