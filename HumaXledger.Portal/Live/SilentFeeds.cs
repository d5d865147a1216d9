using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Sync.Running;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Portal.Live;

/// <summary>
/// Reads the store for what is watched on this node and silent for <see cref="Longest"/>: work that another node or an
/// earlier process carries out never leaves a page standing still. A round is a handful of queries for all subjects.
/// </summary>
public sealed partial class SilentFeeds(
    IDbContextFactory<SyncDbContext> contexts,
    RunFeed feed,
    TimeProvider clock,
    ILogger<SilentFeeds> logger
) : BackgroundService
{
    /// <summary>The longest silence.</summary>
    internal static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _turn = new(1);
    private readonly Dictionary<(Guid Key, Type Kind), long> _readAt = [];
    private readonly Dictionary<Guid, ConnectionStamp> _stamps = [];
    private bool _failing;

    /// <summary>Reads everything that is watched now: messages may have been missed.</summary>
    public async Task ReadAllAsync(CancellationToken cancellation) => await ReadAsync(TimeSpan.Zero, cancellation);

    /// <summary>Takes a pulse from another node.</summary>
    public void TakePulse(Guid connectionId) => feed.AcceptPulse(connectionId);

    /// <summary>
    /// Takes the version of decisions from another node; without one it is read after the next silence.
    /// </summary>
    public void Take(Guid connectionId, DecisionsPulse? pulse)
    {
        if (pulse?.IsNewerThan(feed.LatestOf<DecisionsPulse>(connectionId)) == true)
        {
            feed.Accept(connectionId, pulse);
        }
    }

    /// <summary>Takes progress of a run from another node; reads it from the store where it was not sent.</summary>
    public async Task TakeAsync(
        Guid key,
        Guid? runId,
        RunProgress? progress,
        bool ended,
        CancellationToken cancellation
    )
    {
        if (progress is null && runId is { } id)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            progress = (await StoredProgress.OfRunsAsync(context, [id], cancellation)).SingleOrDefault();
        }

        Take(key, progress, ended);
    }

    /// <summary>
    /// The same for a comparison, of which the store knows the end alone: what is being read is counted in memory.
    /// </summary>
    public async Task TakeAsync(
        Guid key,
        Guid? comparisonId,
        CompareProgress? progress,
        bool ended,
        CancellationToken cancellation
    )
    {
        if (progress is null && comparisonId is { } id)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            progress = (await StoredProgress.OfComparisonsAsync(context, [id], cancellation)).SingleOrDefault(stored =>
                stored.Ended
            );
        }

        Take(key, progress, ended);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await ReadAsync(Longest, stoppingToken);
                _failing = false;
            }
            catch (Exception fault) when (!stoppingToken.IsCancellationRequested)
            {
                if (!_failing)
                {
                    LogUnread(fault);
                }

                _failing = true;
            }
        }
    }

    private async Task ReadAsync(TimeSpan silence, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var watched = feed.Watched();
            var silent = watched.Where(subject => subject.Silence >= silence && SinceRead(subject) >= silence).ToList();
            Forget(watched);
            var open = KeysOf<ConnectionPulse>(watched).Where(key => !_stamps.ContainsKey(key)).ToList();
            if (silent.Count == 0 && open.Count == 0)
            {
                return;
            }

            await using var context = await contexts.CreateDbContextAsync(cancellation);
            await IfAnyAsync(KeysOf<RunProgress>(silent), keys => ReadRunsAsync(context, keys, cancellation));
            await IfAnyAsync(KeysOf<CompareProgress>(silent), keys =>
                ReadComparisonsAsync(context, keys, cancellation)
            );
            await IfAnyAsync([.. open, .. KeysOf<ConnectionPulse>(silent)], keys =>
                ReadConnectionsAsync(context, keys, cancellation)
            );
            await IfAnyAsync(KeysOf<DecisionsPulse>(silent), keys => ReadDecisionsAsync(context, keys, cancellation));
            foreach (var subject in silent)
            {
                _readAt[(subject.Key, subject.Kind)] = clock.GetTimestamp();
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private static Task IfAnyAsync(IEnumerable<Guid> keys, Func<IReadOnlyList<Guid>, Task> read) =>
        keys.ToList() is { Count: > 0 } some ? read(some) : Task.CompletedTask;

    // A watcher of any kind names the subject alone: its key is one of a run, a comparison or a connection.
    private static IEnumerable<Guid> KeysOf<T>(IEnumerable<WatchedSubject> watched) =>
        watched
            .Where(subject =>
                subject.Kind == typeof(T) || (subject.Kind == typeof(object) && RunFeed.IsForAnyWatcher(typeof(T)))
            )
            .Select(subject => subject.Key)
            .Distinct();

    private TimeSpan SinceRead(WatchedSubject subject) =>
        _readAt.TryGetValue((subject.Key, subject.Kind), out var at) ? clock.GetElapsedTime(at) : TimeSpan.MaxValue;

    private void Forget(IReadOnlyList<WatchedSubject> watched)
    {
        var kept = watched.Select(subject => (subject.Key, subject.Kind)).ToHashSet();
        foreach (var gone in _readAt.Keys.Where(subject => !kept.Contains(subject)).ToList())
        {
            _readAt.Remove(gone);
        }

        var connections = KeysOf<ConnectionPulse>(watched).ToHashSet();
        foreach (var gone in _stamps.Keys.Where(key => !connections.Contains(key)).ToList())
        {
            _stamps.Remove(gone);
        }
    }

    private async Task ReadRunsAsync(SyncDbContext context, IReadOnlyList<Guid> keys, CancellationToken cancellation)
    {
        foreach (var stored in await StoredProgress.OfRunsAsync(context, keys, cancellation))
        {
            // The value of the process that carries the run out says more than its journal, unless the journal is
            // further.
            if (stored.Ended || feed.LatestOf<RunProgress>(stored.RunId)?.IsAsFarAs(stored) != true)
            {
                Take(stored.RunId, stored, stored.Ended);
            }
        }
    }

    private async Task ReadComparisonsAsync(
        SyncDbContext context,
        IReadOnlyList<Guid> keys,
        CancellationToken cancellation
    )
    {
        // What is being read is counted in memory only; the store knows the end.
        foreach (var stored in await StoredProgress.OfComparisonsAsync(context, keys, cancellation))
        {
            if (stored.Ended)
            {
                Take(stored.ComparisonId, stored, ended: true);
            }
        }
    }

    private async Task ReadConnectionsAsync(
        SyncDbContext context,
        IReadOnlyList<Guid> keys,
        CancellationToken cancellation
    )
    {
        foreach (var stamp in await ConnectionStamp.ReadAsync(context, keys, cancellation))
        {
            // The first one is of the moment when the pages that watch were opened.
            if (_stamps.TryGetValue(stamp.ConnectionId, out var known) && known != stamp)
            {
                feed.AcceptPulse(stamp.ConnectionId);
            }

            _stamps[stamp.ConnectionId] = stamp;
        }
    }

    private async Task ReadDecisionsAsync(
        SyncDbContext context,
        IReadOnlyList<Guid> keys,
        CancellationToken cancellation
    )
    {
        foreach (var version in await DecisionsVersion.ReadAsync(context, keys, cancellation))
        {
            Take(version.ConnectionId, new DecisionsPulse(version.ComparisonId, version.Version));
        }
    }

    private void Take<T>(Guid key, T? progress, bool ended)
        where T : class
    {
        if (progress is not null)
        {
            feed.Accept(key, progress);
        }

        if (ended)
        {
            feed.AcceptEnd<T>(key);
        }
    }

    [LoggerMessage(LogLevel.Warning, "What pages watch could not be read from the store; it is tried again")]
    private partial void LogUnread(Exception fault);
}
