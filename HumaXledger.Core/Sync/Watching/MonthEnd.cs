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
    /// <summary>Entries in one transaction: the activity log is written by one at a time.</summary>
    private const int AtOnce = 500;

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
            .Select(connection => new
            {
                connection.Id,
                connection.XledgerTokenFingerprint,
                connection.HumaClientId,
            })
            .ToListAsync(cancellation);
        var used = await usage.ReadAllAsync(last.Year * 100 + last.Month, cancellation);
        foreach (var some in unreported.Chunk(AtOnce))
        {
            context.Activity.AddRange(
                some.Select(connection =>
                    ActivityRecord.Of(
                        Actor.System,
                        ActivityCodes.MonthEnded,
                        now,
                        connection.Id,
                        [
                            last.ToString("yyyy-MM", CultureInfo.InvariantCulture),
                            $"{Used(Side.Xledger, connection.XledgerTokenFingerprint)}",
                            $"{options.Value.MonthlyRequests}",
                            $"{Used(Side.Huma, SecretFingerprint.Of(connection.HumaClientId))}",
                        ]
                    )
                )
            );
            await context.SaveChangesAsync(cancellation);
            context.ChangeTracker.Clear();
        }

        _reportedFor = month;

        long Used(Side side, string fingerprint) => used.GetValueOrDefault((side, fingerprint));
    }
}
