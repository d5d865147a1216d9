using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Reports stored values that do not belong where they are, by an alert of their connection: those that were met while
/// reading within a minute, and all of them once a day.
/// </summary>
public sealed class MisplacedValues(IDbContextFactory<SyncDbContext> contexts, ValueVault vault, Alerts alerts)
{
    private readonly HashSet<MisplacedValue> _met = [];
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Raises alerts about what was met since the last time. No query where nothing was.</summary>
    public async Task NoteAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            if (vault.Misplaced.Take() is { Count: > 0 } met)
            {
                _met.UnionWith(met);
                await using var context = await contexts.CreateDbContextAsync(cancellation);
                foreach (var (connection, values) in await CountAsync(context, _met, cancellation))
                {
                    await alerts.RaiseAsync(connection, AlertProblem.ValuesMisplaced(values), cancellation);
                }
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Reads every sealed value; raises and clears the alerts of all connections.</summary>
    public async Task CheckAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            var found = await FindAsync(context, cancellation);
            vault.Misplaced.Take();
            _met.Clear();
            _met.UnionWith(found);
            var counts = await CountAsync(context, found, cancellation);
            foreach (
                var connection in await context
                    .Connections.AsNoTracking()
                    .Select(row => row.Id)
                    .ToListAsync(cancellation)
            )
            {
                await alerts.SetAsync(
                    connection,
                    AlertProblem.ValuesMisplaced(0).Code,
                    counts.TryGetValue(connection, out var values) ? AlertProblem.ValuesMisplaced(values) : null,
                    cancellation
                );
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<List<MisplacedValue>> FindAsync(SyncDbContext context, CancellationToken cancellation)
    {
        var found = new List<MisplacedValue>();
        foreach (var table in SealedTable.All)
        {
            var name = context.Model.FindEntityType(table.Entity)!.GetTableName();
            object? last = null;
            while (await table.ReadAsync(context, last, cancellation) is { Count: > 0 } rows)
            {
                last = rows[^1].Key;
                found.AddRange(
                    from row in rows
                    from cell in row.Cells
                    where cell.Anew(vault).Misplaced
                    select new MisplacedValue(row.Row.OwnerId, $"{name}.{cell.Column}", row.Row.Identity)
                );
            }
        }

        return found;
    }

    // Rows name their connection, their plan or their comparison.
    private static async Task<Dictionary<Guid, int>> CountAsync(
        SyncDbContext context,
        IReadOnlyCollection<MisplacedValue> values,
        CancellationToken cancellation
    )
    {
        var counts = new Dictionary<Guid, int>();
        foreach (var owners in values.GroupBy(value => value.OwnerId).Chunk(500))
        {
            var ids = owners.Select(owner => owner.Key).ToList();
            // An id is that of one row, unless the database was changed: one more must not hide the others.
            var connections = (
                await context
                    .Connections.Where(row => ids.Contains(row.Id))
                    .Select(row => new { row.Id, ConnectionId = row.Id })
                    .Concat(
                        context.Plans.Where(row => ids.Contains(row.Id)).Select(row => new { row.Id, row.ConnectionId })
                    )
                    .Concat(
                        context
                            .Comparisons.Where(row => ids.Contains(row.Id))
                            .Select(row => new { row.Id, row.ConnectionId })
                    )
                    .ToListAsync(cancellation)
            ).ToLookup(row => row.Id, row => row.ConnectionId);
            foreach (var owner in owners)
            {
                foreach (var connection in connections[owner.Key].Distinct())
                {
                    counts[connection] = counts.GetValueOrDefault(connection) + owner.Count();
                }
            }
        }

        return counts;
    }
}
