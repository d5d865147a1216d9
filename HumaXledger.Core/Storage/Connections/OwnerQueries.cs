using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>
/// The right to a run, a plan or a comparison is the right to its connection. Without a role for all connections, what
/// does not exist is refused like what belongs to another connection: the answer tells neither from the other.
/// </summary>
public static class OwnerQueries
{
    /// <inheritdoc cref="Actor.Demand"/>
    public static Task<string> DemandOfRunAsync(
        this SyncDbContext context,
        Actor by,
        Permission permission,
        Guid runId,
        CancellationToken cancellation
    ) =>
        DemandAsync(
            by,
            permission,
            context.Runs.Where(run => run.Id == runId).Select(run => (Guid?)run.ConnectionId),
            cancellation
        );

    /// <inheritdoc cref="Actor.Demand"/>
    public static Task<string> DemandOfPlanAsync(
        this SyncDbContext context,
        Actor by,
        Permission permission,
        Guid planId,
        CancellationToken cancellation
    ) =>
        DemandAsync(
            by,
            permission,
            context.Plans.Where(plan => plan.Id == planId).Select(plan => (Guid?)plan.ConnectionId),
            cancellation
        );

    /// <inheritdoc cref="Actor.Demand"/>
    public static Task<string> DemandOfComparisonAsync(
        this SyncDbContext context,
        Actor by,
        Permission permission,
        Guid comparisonId,
        CancellationToken cancellation
    ) =>
        DemandAsync(
            by,
            permission,
            context
                .Comparisons.Where(comparison => comparison.Id == comparisonId)
                .Select(comparison => (Guid?)comparison.ConnectionId),
            cancellation
        );

    private static async Task<string> DemandAsync(
        Actor by,
        Permission permission,
        IQueryable<Guid?> connection,
        CancellationToken cancellation
    ) => by.Demand(permission, await connection.SingleOrDefaultAsync(cancellation));
}
