using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Allowance;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>Reports what each connection used of Xledger's monthly allowance when a month has ended (UTC).</summary>
public sealed class MonthEnd(
    IDbContextFactory<SyncDbContext> contexts,
    UsageLedger usage,
    IOptions<AllowanceOptions> options,
    TimeProvider clock
)
{
    private DateOnly _reportedFor;

    /// <summary>Reports the use of last month, once per connection and month over all nodes.</summary>
    public async Task ReportAsync(CancellationToken cancellation)
    {
        var now = clock.GetUtcNow().UtcDateTime;
        var month = new DateOnly(now.Year, now.Month, 1);
        if (_reportedFor == month)
        {
            return;
        }

        var begun = month.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var last = month.AddMonths(-1);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var unreported = await context
            .Connections.AsNoTracking()
            .NotEnded()
            .Where(connection =>
                connection.CreatedAt < begun
                && !context.Activity.Any(act =>
                    act.ConnectionId == connection.Id && act.What == ActivityCodes.MonthEnded && act.At >= begun
                )
            )
            .ToListAsync(cancellation);
        foreach (var connection in unreported)
        {
            var xledger = await usage.ReadAsync(connection, Side.Xledger, last.Year * 100 + last.Month, cancellation);
            var huma = await usage.ReadAsync(connection, Side.Huma, last.Year * 100 + last.Month, cancellation);
            IReadOnlyList<string> figures =
            [
                last.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                $"{xledger.Requests}",
                $"{options.Value.MonthlyRequests}",
                $"{huma.Requests}",
            ];
            context.Activity.Add(
                ActivityRecord.Of(Actor.System, ActivityCodes.MonthEnded, now, connection.Id, figures)
            );
        }

        await context.SaveChangesAsync(cancellation);
        _reportedFor = month;
    }
}
