using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// The right to a run, a plan or a comparison is the right to its connection. What does not exist is refused to whoever
/// may not see everything, as what belongs to another connection is: the answer tells neither from the other.
/// </summary>
public static class OwnerQueries
{
    /// <inheritdoc cref="Actor.Demand"/>
    public static async Task<string> DemandOfRunAsync(
        this SyncDbContext context,
        Actor by,
        Permission permission,
        Guid runId,
        CancellationToken cancellation
    ) =>
        by.Demand(
            permission,
            await context
                .Runs.Where(run => run.Id == runId)
                .Select(run => (Guid?)run.ConnectionId)
                .SingleOrDefaultAsync(cancellation)
        );

    /// <inheritdoc cref="Actor.Demand"/>
    public static async Task<string> DemandOfPlanAsync(
        this SyncDbContext context,
        Actor by,
        Permission permission,
        Guid planId,
        CancellationToken cancellation
    ) =>
        by.Demand(
            permission,
            await context
                .Plans.Where(plan => plan.Id == planId)
                .Select(plan => (Guid?)plan.ConnectionId)
                .SingleOrDefaultAsync(cancellation)
        );

    /// <inheritdoc cref="Actor.Demand"/>
    public static async Task<string> DemandOfComparisonAsync(
        this SyncDbContext context,
        Actor by,
        Permission permission,
        Guid comparisonId,
        CancellationToken cancellation
    ) =>
        by.Demand(
            permission,
            await context
                .Comparisons.Where(comparison => comparison.Id == comparisonId)
                .Select(comparison => (Guid?)comparison.ConnectionId)
                .SingleOrDefaultAsync(cancellation)
        );
}
