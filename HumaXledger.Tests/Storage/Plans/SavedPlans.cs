using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Plans;

/// <summary>
/// Plans of a store without a review: saved one by one, and read with the results of their changes.
/// </summary>
internal sealed class SavedPlans(PlanStore plans, IDbContextFactory<SyncDbContext> contexts)
{
    public static SavedPlans In(IServiceProvider services) =>
        new(services.GetRequiredService<PlanStore>(), services.GetRequiredService<IDbContextFactory<SyncDbContext>>());

    public Task<PlanRecord> SaveAsync(
        Guid connectionId,
        Guid comparisonId,
        SyncPlan plan,
        string createdBy,
        CancellationToken cancellation = default
    ) => SaveAsync(connectionId, comparisonId, plan, PlanSource.Review, createdBy, cancellation);

    public async Task<PlanRecord> SaveAsync(
        Guid connectionId,
        Guid comparisonId,
        SyncPlan plan,
        PlanSource source,
        string createdBy,
        CancellationToken cancellation = default
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var record = await plans.AddAsync(context, connectionId, comparisonId, plan, source, createdBy, cancellation);
        await transaction.CommitAsync(cancellation);
        return record;
    }

    /// <summary>The changes of a plan in their order.</summary>
    public async Task<IReadOnlyList<ChangeRecord>> ChangesAsync(Guid planId, CancellationToken cancellation = default)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context
            .Changes.AsNoTracking()
            .Where(row => row.PlanId == planId)
            .OrderBy(row => row.Sequence)
            .ToListAsync(cancellation);
    }
}
