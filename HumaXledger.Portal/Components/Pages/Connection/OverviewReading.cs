using HumaXledger.Core.People;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Sync;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Components.Pages.Connection;

/// <summary>Puts the overview together from what is stored.</summary>
public sealed class OverviewReading(IDbContextFactory<SyncDbContext> contexts, UsageLedger usage, IOptions<AllowanceOptions> allowance, TimeProvider clock)
{
    private const int Days = 30;

    public async Task<ConnectionOverview> ReadAsync(Core.Storage.Connection connection, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var runs = context.Runs.AsNoTracking().Where(run => run.ConnectionId == connection.Id);
        var underWay = await runs.Where(run => run.FinishedAt == null).Select(run => (Guid?)run.Id).FirstOrDefaultAsync(cancellation);
        var last = await runs.Where(run => run.FinishedAt != null).OrderByDescending(run => run.Number).FirstOrDefaultAsync(cancellation);
        var states = last is null
            ? []
            : await context.Changes.AsNoTracking().Where(change => change.PlanId == last.PlanId).GroupBy(change => change.State).Select(group => new { group.Key, Count = group.Count() }).ToDictionaryAsync(row => row.Key, row => row.Count, cancellation);
        var used = await usage.ReadAsync(connection.XledgerTokenFingerprint, Side.Xledger, cancellation: cancellation);
        return new ConnectionOverview(
            underWay,
            last,
            await context.Links.CountAsync(link => link.ConnectionId == connection.Id, cancellation),
            states.GetValueOrDefault(ChangeState.Refused) + states.GetValueOrDefault(ChangeState.Failed),
            states.GetValueOrDefault(ChangeState.Held),
            states.GetValueOrDefault(ChangeState.AwaitingConfirmation),
            used.Requests,
            allowance.Value.MonthlyRequests,
            await PerDayAsync(context, connection.Id, cancellation));
    }

    private async Task<IReadOnlyList<DayOfChanges>> PerDayAsync(SyncDbContext context, Guid connectionId, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var first = today.AddDays(1 - Days);
        var since = first.ToDateTime(TimeOnly.MinValue, DateTimeKind.Utc);
        var counts = await (
            from change in context.Changes.AsNoTracking()
            join plan in context.Plans on change.PlanId equals plan.Id
            where plan.ConnectionId == connectionId && change.State == ChangeState.Confirmed && change.ChangedAt >= since
            group change by change.ChangedAt!.Value.Date into day
            select new { day.Key, Count = day.Count() }).ToDictionaryAsync(row => DateOnly.FromDateTime(row.Key), row => row.Count, cancellation);
        return [.. Enumerable.Range(0, Days).Select(first.AddDays).Select(day => new DayOfChanges(day, counts.GetValueOrDefault(day)))];
    }
}
