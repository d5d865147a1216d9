using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Queue;

/// <summary>
/// The queue of a connection in numbers. Each count is of people: several messages about one person are processed
/// together.
/// </summary>
/// <param name="Waiting">To be checked, now or by a next try.</param>
/// <param name="HeldValues">Values awaiting approval.</param>
/// <param name="Day">Of the last 24 hours.</param>
/// <param name="Week">Of the last seven days.</param>
/// <param name="Last">The change that arrived last; null while none has.</param>
public sealed record ChangeQueueStatistics(
    int Waiting,
    int Writing,
    int Held,
    int HeldValues,
    int Failed,
    int ForManualSync,
    Delays Day,
    Delays Week,
    Arrival? Last
)
{
    /// <summary>People whose changes are on their way: waiting, or being written.</summary>
    public int OnTheWay => Waiting + Writing;

    /// <summary>States in which a person waits for something.</summary>
    public static readonly IReadOnlyList<PendingChangeState> Open =
    [
        PendingChangeState.Waiting,
        PendingChangeState.Writing,
        PendingChangeState.Held,
        PendingChangeState.Failed,
        PendingChangeState.ForManualSync,
    ];

    /// <summary>Counts of one connection as of now.</summary>
    public static async Task<ChangeQueueStatistics> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime now,
        CancellationToken cancellation
    )
    {
        var people = await context
            .PendingChanges.Where(pending => pending.ConnectionId == connectionId && Open.Contains(pending.State))
            .GroupBy(pending => pending.State)
            .Select(group => new { group.Key, People = group.Select(pending => pending.HumaId).Distinct().Count() })
            .ToDictionaryAsync(row => row.Key, row => row.People, cancellation);
        var last = await context
            .PendingChanges.AsNoTracking()
            .Where(pending =>
                pending.ConnectionId == connectionId
                && pending.State == PendingChangeState.Written
                && pending.EndedAt != null
            )
            .OrderByDescending(pending => pending.EndedAt)
            .ThenByDescending(pending => pending.Id)
            .Select(pending => new
            {
                pending.HumaId,
                pending.PersonName,
                pending.ReceivedAt,
                pending.EndedAt,
            })
            .FirstOrDefaultAsync(cancellation);
        return new ChangeQueueStatistics(
            people.GetValueOrDefault(PendingChangeState.Waiting),
            people.GetValueOrDefault(PendingChangeState.Writing),
            people.GetValueOrDefault(PendingChangeState.Held),
            await context.HeldValues.CountAsync(
                value => value.ConnectionId == connectionId && value.State == HeldValueState.Open,
                cancellation
            ),
            people.GetValueOrDefault(PendingChangeState.Failed),
            people.GetValueOrDefault(PendingChangeState.ForManualSync),
            await Delays.ReadAsync(context, connectionId, now.AddDays(-1), cancellation),
            await Delays.ReadAsync(context, connectionId, now.AddDays(-7), cancellation),
            last is null
                ? null
                : new Arrival(last.HumaId, last.PersonName, last.EndedAt!.Value, last.EndedAt.Value - last.ReceivedAt)
        );
    }
}

/// <summary>A change that came from Huma and was read back from Xledger.</summary>
/// <param name="Delay">From Huma's word to the confirmed write.</param>
public sealed record Arrival(HumaId HumaId, string? PersonName, DateTime At, TimeSpan Delay);

/// <summary>
/// How long changes took from Huma's word to the confirmed write. By nearest rank, so each is the delay of a change
/// that there was.
/// </summary>
/// <param name="Count">How many changes; without any there is no delay.</param>
public sealed record Delays(int Count, TimeSpan? Median, TimeSpan? Percentile95)
{
    // Neither provider's percentile exists in the other; ranks do. The database counts, so that a storm of messages
    // costs the page no memory.
    private const string Ranked = """
        WITH delays AS (SELECT {0} AS s FROM "PendingChanges" WHERE "ConnectionId" = {{0}} AND "State" = 'Written' AND "EndedAt" >= {{1}}),
        ranked AS (SELECT s, row_number() OVER (ORDER BY s) AS place, count(*) OVER () AS total FROM delays)
        SELECT coalesce(max(total), 0) AS "Count", max(CASE WHEN place = (total + 1) / 2 THEN s END) AS "Median", max(CASE WHEN place = (total * 95 + 99) / 100 THEN s END) AS "Percentile95" FROM ranked
        """;

    private static readonly string OnSqlite = string.Format(
        CultureInfo.InvariantCulture,
        Ranked,
        """(julianday("EndedAt") - julianday("ReceivedAt")) * 86400.0"""
    );

    private static readonly string OnPostgres = string.Format(
        CultureInfo.InvariantCulture,
        Ranked,
        """extract(epoch FROM "EndedAt" - "ReceivedAt")::double precision"""
    );

    internal static async Task<Delays> ReadAsync(
        SyncDbContext context,
        Guid connectionId,
        DateTime since,
        CancellationToken cancellation
    )
    {
        var row = (
            await context
                .Database.SqlQueryRaw<Row>(
                    context is PostgresSyncDbContext ? OnPostgres : OnSqlite,
                    connectionId,
                    since
                )
                .ToListAsync(cancellation)
        ).Single();
        return new Delays((int)row.Count, Of(row.Median), Of(row.Percentile95));
    }

    // SQLite counts days since antiquity, and knows them to the millisecond.
    private static TimeSpan? Of(double? seconds) =>
        seconds is { } known ? TimeSpan.FromMilliseconds(Math.Max(0, Math.Round(known * 1000))) : null;

    private sealed record Row(long Count, double? Median, double? Percentile95);
}
