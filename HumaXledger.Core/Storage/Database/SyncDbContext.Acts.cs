using System.Data.Common;
using HumaXledger.Core.Storage.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Database;

/// <content>Entries of the activity log are stored when the transaction commits, together with the acts they
/// record.</content>
public abstract partial class SyncDbContext
{
    // Contexts are pooled: what was left of a transaction that ended without a commit is known by its id.
    private (Guid Transaction, List<ActivityRecord> Acts)? _entries;

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

        var entries = acts.ConvertAll(entry => entry.Entity);
        acts.ForEach(entry => entry.State = EntityState.Detached);
        try
        {
            return entries.Count + await SaveAsync(entries, acceptAllChangesOnSuccess, cancellationToken);
        }
        catch
        {
            Activity.AddRange(entries);
            throw;
        }
    }

    public override int SaveChanges(bool acceptAllChangesOnSuccess) =>
        ChangeTracker.Entries<ActivityRecord>().Any(entry => entry.State == EntityState.Added)
            ? throw new InvalidOperationException("An entry for the activity log is saved by SaveChangesAsync.")
            : base.SaveChanges(acceptAllChangesOnSuccess);

    /// <summary>Takes this transaction's entries; empty the second time.</summary>
    internal List<ActivityRecord>? TakeActs(Guid transaction)
    {
        var acts = _entries is { } entries && entries.Transaction == transaction ? entries.Acts : null;
        _entries = null;
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
            throw new DbUpdateException("The changes and their entries in the activity log could not be saved.", fault);
        }
    }

    private void Keep(Guid transaction, List<ActivityRecord> acts)
    {
        if (_entries is { } entries && entries.Transaction == transaction)
        {
            entries.Acts.AddRange(acts);
        }
        else
        {
            _entries = (transaction, [.. acts]);
        }
    }
}
