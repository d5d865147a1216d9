using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Portal.Localisation;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Components.Pages.Connection.Overview;

/// <summary>Reads the overview from the database.</summary>
public sealed class OverviewReader(
    ReaderContexts contexts,
    UsageLedger usage,
    IOptions<AllowanceOptions> allowance,
    BrowserTime zone,
    TimeProvider clock
)
{
    private const int Days = 30;
    private const int Lines = 15;

    /// <summary>Reads the overview of one connection.</summary>
    public async Task<ConnectionOverview> ReadAsync(
        Core.Storage.Connections.Connection connection,
        Actor by,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.ForAsync(by, cancellation);
        // Inbound runs have figures of their own.
        var runs = context.Runs.AsNoTracking().Where(run => run.ConnectionId == connection.Id).Manual(context);
        var underWay = await runs.UnderWay().Select(run => (Guid?)run.Id).FirstOrDefaultAsync(cancellation);
        var last = await runs.Where(run => run.FinishedAt != null)
            .OrderByDescending(run => run.Number)
            .FirstOrDefaultAsync(cancellation);
        var used = await usage.ReadAsync(connection, Side.Xledger, cancellation: cancellation);
        return new ConnectionOverview(
            underWay,
            last,
            used.Requests,
            allowance.Value.MonthlyRequests,
            await ChangeQueueStatistics.ReadAsync(context, connection.Id, clock.GetUtcNow().UtcDateTime, cancellation),
            await LiveChange.ReadAsync(context, connection.Id, Lines, cancellation),
            await PerDayAsync(context, connection.Id, cancellation)
        );
    }

    /// <summary>Reads what the start page shows of a connection besides its state.</summary>
    public async Task<ConnectionTrend> ReadTrendAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.ForAsync(by, cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(known => known.Id == connectionId, cancellation);
        var used = await usage.ReadAsync(connection, Side.Xledger, cancellation: cancellation);
        var days = await PerDayAsync(context, connectionId, cancellation);
        return new ConnectionTrend(
            [.. days.Select(day => day.Changes)],
            used.Requests,
            allowance.Value.MonthlyRequests
        );
    }

    private async Task<IReadOnlyList<DayOfChanges>> PerDayAsync(
        SyncDbContext context,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var first = DayOf(now).AddDays(1 - Days);
        var hours = await ChangesOfHour.ReadAsync(context, connectionId, now.AddDays(-Days), cancellation);
        var counts = hours
            .GroupBy(hour => DayOf(hour.Hour))
            .ToDictionary(day => day.Key, day => day.Sum(hour => hour.Changes));
        return
        [
            .. Enumerable
                .Range(0, Days)
                .Select(first.AddDays)
                .Select(day => new DayOfChanges(day, counts.GetValueOrDefault(day))),
        ];
    }

    private DateOnly DayOf(DateTime utc) => DateOnly.FromDateTime(zone.Local(utc));
}
