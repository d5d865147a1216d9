using System.Data.Common;
using HumaXledger.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Database;

/// <content>Entries of the activity log are stored when the transaction commits, with what they tell of, or not at
/// all.</content>
public abstract partial class SyncDbContext
{
    // Contexts are pooled: what was left of a transaction that ended without a commit is known by its id.
    private (Guid Transaction, List<ActivityRecord> Acts)? _told;

    public override async Task<int> SaveChangesAsync(
        bool acceptAllChangesOnSuccess,
        CancellationToken cancellationToken = default
    )
    {
        var acts = ChangeTracker.Entries<ActivityRecord>().Where(entry => entry.State == EntityState.Added).ToList();
        if (acts.Count == 0)
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }

        var told = acts.ConvertAll(entry => entry.Entity);
        acts.ForEach(entry => entry.State = EntityState.Detached);
        try
        {
            return told.Count + await SaveAsync(told, acceptAllChangesOnSuccess, cancellationToken);
        }
        catch
        {
            Activity.AddRange(told);
            throw;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        ChangeTracker.Entries<ActivityRecord>().Any(entry => entry.State == EntityState.Added)
            ? throw new InvalidOperationException("An entry for the activity log is saved by SaveChangesAsync.")
            : base.SaveChanges(acceptAllChangesOnSuccess);

    /// <summary>What this transaction tells of, once.</summary>
    internal List<ActivityRecord>? TakeActs(Guid transaction)
    {
        var acts = _told is { } told && told.Transaction == transaction ? told.Acts : null;
        _told = null;
        return acts;
    }

    private async Task<int> SaveAsync(List<ActivityRecord> acts, bool acceptAllChanges, CancellationToken cancellation)
    {
        if (Database.CurrentTransaction is { } open)
        {
            var count = await base.SaveChangesAsync(acceptAllChanges, cancellation);
            Keep(open.TransactionId, acts);
            return count;
        }

        try
        {
            await using var own = await Database.BeginTransactionAsync(cancellation);
            var count = await base.SaveChangesAsync(acceptAllChangesOnSuccess: false, cancellation);
            Keep(own.TransactionId, acts);
            await own.CommitAsync(cancellation);
            if (acceptAllChanges)
            {
                ChangeTracker.AcceptAllChanges();
            }

            return count;
        }
        catch (DbException fault)
        {
            // As a save without entries would say it.
            throw new DbUpdateException(
                "The changes and what the activity log tells of them could not be saved.",
                fault
            );
        }
    }

    private void Keep(Guid transaction, List<ActivityRecord> acts)
    {
        if (_told is { } told && told.Transaction == transaction)
        {
            told.Acts.AddRange(acts);
        }
        else
        {
            _told = (transaction, [.. acts]);
        }
    }
}
