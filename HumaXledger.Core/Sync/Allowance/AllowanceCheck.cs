using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Xledger;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Sync.Allowance;

/// <summary>
/// Keeps runs within Xledger's monthly allowance unless an administrator confirms more. Xledger charges for further
/// requests and does not refuse them (contracts/xledger.md 5). All connections and nodes that use a token share its
/// count.
/// </summary>
public sealed class AllowanceCheck(
    IDbContextFactory<SyncDbContext> contexts,
    UsageLedger usage,
    DecisionStore decisions,
    TimeProvider clock,
    OutsideSystems systems,
    IOptions<AllowanceOptions> options
)
{
    /// <summary>What is used this month and what this plan would add.</summary>
    public async Task<AllowanceForecast> ForecastAsync(
        Connection connection,
        int planned,
        CancellationToken cancellation
    )
    {
        var used = await usage.ReadAsync(connection, Side.Xledger, cancellation: cancellation);
        return ForecastOf(used.Requests, planned);
    }

    /// <summary>How far the allowance reaches after so many requests.</summary>
    internal AllowanceForecast ForecastOf(long used, int planned = 0) =>
        new(used, planned, options.Value.MonthlyRequests, options.Value.WarnPercent);

    /// <summary>Below so many requests a month no warning is given.</summary>
    internal long LeastToWarn => (long)options.Value.MonthlyRequests * options.Value.WarnPercent / 100;

    /// <summary>
    /// What requests to the connection's systems cost, by what was learned of them. A token that can no longer be read
    /// has the usual costs.
    /// </summary>
    internal ForecastModel CostsOf(Connection connection)
    {
        try
        {
            return CostsOf(systems.Xledger(connection).Knowledge);
        }
        catch (XledgerFault fault) when (fault.Cause == XledgerFaultCause.Secret)
        {
            return ForecastModel.Default;
        }
    }

    /// <summary>What requests cost by what is known of Xledger's behavior.</summary>
    internal static ForecastModel CostsOf(XledgerKnowledge known)
    {
        IEnumerable<(EmptiedKind Kind, bool Known)> kinds =
        [
            (EmptiedKind.Text, known.EmptiesText),
            (EmptiedKind.Date, known.EmptiesDates),
            (EmptiedKind.Reference, known.EmptiesReferences),
        ];
        return ForecastModel.Default with
        {
            KnownEmptying = kinds.Where(kind => kind.Known).Select(kind => kind.Kind).ToHashSet(),
            XledgerAliased = known.Aliased,
            AddingMakesRecords = known.AddingMakesRecords == true,
        };
    }

    /// <summary>Why a plan may not be started without a word; null when it may.</summary>
    public async Task<Reason?> AskAsync(PlanRecord plan, Connection connection, CancellationToken cancellation)
    {
        var outlook = await ForecastAsync(connection, plan.Forecast.XledgerRequests, cancellation);
        return plan.Forecast.XledgerRequests == 0 || !outlook.Exceeds || await ConfirmedAsync(plan.Id, cancellation)
            ? null
            : new Reason(RunReasons.OverAllowance, $"{outlook.Used}", $"{outlook.Planned}", $"{outlook.Allowance}");
    }

    /// <summary>Confirms that this plan may exceed the allowance; stored with person and time.</summary>
    public async Task ConfirmAsync(Guid planId, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var who = await context.DemandOfPlanAsync(by, Permission.Synchronize, planId, cancellation);
        var plan = await context.Plans.AsNoTracking().SingleAsync(plan => plan.Id == planId, cancellation);
        await decisions.SaveAsync(
            plan.ComparisonId,
            [new Decision.ConfirmAllowance(planId)],
            who,
            ActivityRecord.Of(
                by,
                ActivityCodes.AllowanceConfirmed,
                clock.GetUtcNow().UtcDateTime,
                plan.ConnectionId,
                [$"{plan.Number}"]
            ),
            cancellation
        );
    }

    /// <summary>
    /// Asked by a run before each batch to Xledger: others may have used up the allowance since it began.
    /// </summary>
    /// <exception cref="XledgerFault">It is used up, and no confirmation for this plan is stored.</exception>
    internal async Task DemandAsync(
        Guid planId,
        Connection connection,
        RequestMeter meter,
        CancellationToken cancellation
    )
    {
        await meter.FlushAsync(cancellation);
        var outlook = await ForecastAsync(connection, planned: 0, cancellation);
        if (outlook.IsUsedUp && !await ConfirmedAsync(planId, cancellation))
        {
            throw new XledgerFault(
                XledgerFaultCause.Allowance,
                new Reason(RunReasons.AllowanceUsedUp, $"{outlook.Used}", $"{outlook.Allowance}"),
                transient: true
            );
        }
    }

    private async Task<bool> ConfirmedAsync(Guid planId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var subject = new Decision.ConfirmAllowance(planId).Subject;
        return await context.Decisions.AnyAsync(
            row => row.Kind == DecisionKind.ConfirmAllowance && row.Subject == subject,
            cancellation
        );
    }
}
