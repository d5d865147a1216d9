using System.Collections.Concurrent;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// What each token and key used per calendar month (UTC). Any number of nodes may add at once; nothing is lost.
/// </summary>
public sealed class UsageLedger(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    private readonly ConcurrentQueue<UsageRecord> _kept = [];

    /// <summary>The current month as yyyyMM.</summary>
    public int ThisMonth
    {
        get
        {
            var now = clock.GetUtcNow();
            return now.Year * 100 + now.Month;
        }
    }

    /// <summary>
    /// Counts for one token or key: hand it to a client, flush it after each batch and dispose it at the end.
    /// </summary>
    public UsageMeter Meter(string fingerprint) => new(this, fingerprint);

    /// <inheritdoc cref="Meter(string)"/>
    public UsageMeter Meter(Connection connection, Side side) => Meter(connection.UsageFingerprint(side));

    /// <summary>Adds to the row of this token and month, which is made if it is missing.</summary>
    public async Task AddAsync(UsageRecord used, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await AddAsync(context, used, cancellation);
        while (_kept.TryDequeue(out var kept))
        {
            try
            {
                await AddAsync(context, kept, cancellation);
            }
            catch (Exception fault) when (StoreFault.PassingCauseOf(fault) is not null)
            {
                _kept.Enqueue(kept);
                return;
            }
        }
    }

    /// <summary>Keeps what the store could not take; it is added together with the next that it takes.</summary>
    internal void Keep(UsageRecord used) => _kept.Enqueue(used);

    private static Task AddAsync(SyncDbContext context, UsageRecord used, CancellationToken cancellation) =>
        new BulkInsert<UsageRecord>(context)
        {
            Conflict = [nameof(UsageRecord.Fingerprint), nameof(UsageRecord.Side), nameof(UsageRecord.Month)],
            Add = [nameof(UsageRecord.Requests), nameof(UsageRecord.BytesUp), nameof(UsageRecord.BytesDown)],
        }.RunAsync([used], cancellation);

    /// <summary>
    /// What the token or key of a connection used in a month (yyyyMM; the current one by default), by all connections
    /// that share it; zeros where nothing was.
    /// </summary>
    public Task<UsageRecord> ReadAsync(
        Connection connection,
        Side side,
        int? month = null,
        CancellationToken cancellation = default
    ) => ReadAsync(connection.UsageFingerprint(side), side, month, cancellation);

    /// <summary>Requests of every token and key in a month (yyyyMM), by side and fingerprint.</summary>
    public async Task<IReadOnlyDictionary<(Side Side, string Fingerprint), long>> ReadAllAsync(
        int month,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Usage.AsNoTracking()
            .Where(row => row.Month == month)
            .ToDictionaryAsync(row => (row.Side, row.Fingerprint), row => row.Requests, cancellation);
    }

    /// <summary>What was used in a month (yyyyMM; the current one by default); zeros where nothing was.</summary>
    public async Task<UsageRecord> ReadAsync(
        string fingerprint,
        Side side,
        int? month = null,
        CancellationToken cancellation = default
    )
    {
        var wanted = month ?? ThisMonth;
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Usage.AsNoTracking()
            .SingleOrDefaultAsync(
                row => row.Fingerprint == fingerprint && row.Side == side && row.Month == wanted,
                cancellation
            )
            ?? new UsageRecord
            {
                Fingerprint = fingerprint,
                Side = side,
                Month = wanted,
            };
    }
}
