using System.Collections.Concurrent;
using System.Text.Json;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Limits;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Systems;

/// <summary>
/// The window of a token that several nodes use: a row in PostgreSQL, changed under its lock and by the database's
/// clock (decision 0045). A request counts as ended when its node has not renewed it for <see cref="Lasts"/>.
/// </summary>
/// <remarks>
/// Nothing is sent without a reservation. While the database is away a request waits for it, at most
/// <see cref="Patience"/>; then the fault of the database is thrown.
/// </remarks>
internal sealed partial class SharedTokenWindow(
    string token,
    IDbContextFactory<SyncDbContext> contexts,
    TokenRules rules,
    TimeProvider time,
    ILogger logger
) : ITokenWindow
{
    /// <summary>How long a reservation holds without being renewed: the node may be gone.</summary>
    internal static readonly TimeSpan Lasts = TimeSpan.FromSeconds(10);

    /// <summary>How long a request waits for a database that is away.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // A request of another node ends without a signal here.
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Renewal = Lasts / 3;

    // A token that was replaced leaves its row behind.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(35);

    private readonly ConcurrentDictionary<Guid, bool> _mine = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _someEnded = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _endedSinceAsked = Task.CompletedTask;
    private Task _renewing = Task.CompletedTask;
    private volatile int _used;

    public async ValueTask<TokenAnswer> EnterAsync(Guid id, CancellationToken cancellation)
    {
        // One request asks at a time. What ends while it asks must not be missed.
        lock (_gate)
        {
            _endedSinceAsked = _someEnded.Task;
        }

        var answer = await RetryAsync(
            () => ChangeAsync((state, now) => state.Enter(id, now, now + Lasts, rules), cancellation),
            cancellation
        );
        if (answer is TokenAnswer.Admitted)
        {
            _mine[id] = true;
            lock (_gate)
            {
                _renewing = _renewing.IsCompleted ? RenewAsync() : _renewing;
            }
        }

        return answer;
    }

    // As of the last change from here: one that only looks would cost a statement.
    public int Used => _used;

    public async Task WaitAsync(TokenAnswer.Wait wait, CancellationToken cancellation)
    {
        if (wait.Length is { } length)
        {
            await Task.Delay(length > Shortest ? length : Shortest, time, cancellation);
            return;
        }

        await Task.WhenAny(_endedSinceAsked, Task.Delay(LookEvery, time, cancellation));
        cancellation.ThrowIfCancellationRequested();
    }

    // The answer of a request must not wait for the database. A reservation that cannot be given back expires.
    public void Leave(Guid id) => _ = LeaveAsync(id);

    public async ValueTask PauseAsync(TimeSpan length, CancellationToken cancellation) =>
        await SetAsync((state, now) => state.Pause(length, now), cancellation);

    public async ValueTask LowerAsync(CancellationToken cancellation) =>
        await SetAsync((state, now) => state.Lower(now, rules), cancellation);

    public async ValueTask AwaitCreditsAsync(TimeSpan length, CancellationToken cancellation) =>
        await SetAsync((state, now) => state with { CreditsBackAt = now + length }, cancellation);

    private async Task LeaveAsync(Guid id)
    {
        _mine.TryRemove(id, out _);
        try
        {
            await ChangeAsync((state, now) => (state.Leave(id, now), true), CancellationToken.None);
        }
        catch (Exception fault)
        {
            LogNotGivenBack(fault.GetType().Name);
        }

        TaskCompletionSource ended;
        lock (_gate)
        {
            ended = _someEnded;
            _someEnded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        ended.SetResult();
    }

    private async Task RenewAsync()
    {
        while (true)
        {
            await Task.Delay(Renewal, time);
            var mine = _mine.Keys.ToHashSet();
            if (mine.Count == 0)
            {
                lock (_gate)
                {
                    if (_mine.IsEmpty)
                    {
                        _renewing = Task.CompletedTask;
                        return;
                    }
                }

                continue;
            }

            try
            {
                await ChangeAsync((state, now) => (state.Renew(mine, now + Lasts), true), CancellationToken.None);
            }
            catch (Exception fault)
            {
                LogNotRenewed(fault.GetType().Name);
            }
        }
    }

    private async Task SetAsync(Func<TokenState, DateTime, TokenState> change, CancellationToken cancellation) =>
        await RetryAsync(() => ChangeAsync((state, now) => (change(state, now), true), cancellation), cancellation);

    private async Task<T> RetryAsync<T>(Func<Task<T>> work, CancellationToken cancellation)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return await work();
            }
            catch (Exception fault)
                when (StoreFault.PassingCauseOf(fault) is not null
                    && time.GetElapsedTime(began) < Patience
                    && !cancellation.IsCancellationRequested
                )
            {
                LogAway(fault);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }

    private async Task<T> ChangeAsync<T>(
        Func<TokenState, DateTime, (TokenState Next, T Result)> change,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        var row = await LockAsync(context, cancellation);
        if (row is null)
        {
            await AddAsync(context, cancellation);
            row = (await LockAsync(context, cancellation))!;
        }

        var state = JsonSerializer.Deserialize<TokenState>(row.State)!;
        var now = DateTime.SpecifyKind(row.Now, DateTimeKind.Utc);
        var (next, result) = change(state, now);
        _used = next.Used(now, rules);
        var json = JsonSerializer.Serialize(next);
        await context.Database.ExecuteSqlAsync(
            $"""UPDATE "TokenLimits" SET "State" = {json}, "ChangedAt" = clock_timestamp() WHERE "Token" = {token}""",
            cancellation
        );
        await transaction.CommitAsync(cancellation);
        return result;
    }

    private async Task<LockedRow?> LockAsync(SyncDbContext context, CancellationToken cancellation) =>
        (
            await context
                .Database.SqlQuery<LockedRow>(
                    $"""SELECT "State", clock_timestamp() AS "Now" FROM "TokenLimits" WHERE "Token" = {token} FOR UPDATE"""
                )
                .ToListAsync(cancellation)
        ).SingleOrDefault();

    private async Task AddAsync(SyncDbContext context, CancellationToken cancellation)
    {
        var empty = JsonSerializer.Serialize(new TokenState());
        await context.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "TokenLimits" ("Token", "State", "ChangedAt") VALUES ({token}, {empty}, clock_timestamp())
            ON CONFLICT DO NOTHING
            """,
            cancellation
        );
        await context.Database.ExecuteSqlAsync(
            $"""DELETE FROM "TokenLimits" WHERE "ChangedAt" < clock_timestamp() - {Kept}""",
            cancellation
        );
    }

    [LoggerMessage(LogLevel.Warning, "The database with the limits of Xledger is away: a request waits")]
    private partial void LogAway(Exception fault);

    [LoggerMessage(LogLevel.Debug, "The end of a request could not be stored ({Fault}); its reservation expires")]
    private partial void LogNotGivenBack(string fault);

    [LoggerMessage(LogLevel.Debug, "A request under way could not be renewed ({Fault})")]
    private partial void LogNotRenewed(string fault);

    private sealed record LockedRow(string State, DateTime Now);
}

/// <summary>Windows in the store: shared by all nodes on PostgreSQL, in memory with a file.</summary>
internal sealed class StoredTokenWindows(
    StorageConnection store,
    IDbContextFactory<SyncDbContext> contexts,
    IOptions<XledgerOptions> options,
    TimeProvider time,
    ILogger<SharedTokenWindow> logger
) : ITokenWindows
{
    public ITokenWindow For(AccessFingerprint token) =>
        store.Provider == StorageProvider.PostgreSql
            ? new SharedTokenWindow(token.Value, contexts, TokenRules.Of(options.Value), time, logger)
            : new ProcessTokenWindow(TokenRules.Of(options.Value), time);
}
