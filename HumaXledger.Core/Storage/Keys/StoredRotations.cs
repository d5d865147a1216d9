using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>Rotations in the store.</summary>
internal static class StoredRotations
{
    /// <summary>How long a process may work on a rotation without a word, before another one takes over.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(45);

    /// <summary>A rotation to add; the next one after the last.</summary>
    public static async Task<ValueKeyRotation> NewAsync(
        SyncDbContext context,
        RotationCause cause,
        Actor by,
        TimeProvider clock,
        CancellationToken cancellation
    ) =>
        new()
        {
            Id = (await context.ValueKeyRotations.MaxAsync(row => (int?)row.Id, cancellation) ?? 0) + 1,
            Cause = cause,
            StartedAt = clock.GetUtcNow().UtcDateTime,
            StartedBy = by.Name,
            StartedById = by.Id,
        };

    /// <summary>The one to work on: the oldest that is not finished; null where there is none.</summary>
    public static Task<ValueKeyRotation?> UnfinishedAsync(SyncDbContext context, CancellationToken cancellation) =>
        context
            .ValueKeyRotations.AsNoTracking()
            .OrderBy(row => row.Id)
            .FirstOrDefaultAsync(row => row.FinishedAt == null, cancellation);

    /// <summary>Whether one that was asked for is not finished.</summary>
    public static Task<bool> IsRequestedAsync(SyncDbContext context, CancellationToken cancellation) =>
        context.ValueKeyRotations.AnyAsync(
            row => row.FinishedAt == null && row.Cause == RotationCause.Requested,
            cancellation
        );

    /// <summary>The database's time: nodes whose clocks differ agree on it. A file is of one machine.</summary>
    public static async Task<DateTime> NowAsync(
        SyncDbContext context,
        TimeProvider clock,
        CancellationToken cancellation
    ) =>
        context is SqliteSyncDbContext
            ? clock.GetUtcNow().UtcDateTime
            : await StoreClock.OfServerAsync(context, cancellation);

    /// <summary>Takes or renews the lease; false while another process holds it, and once it is finished.</summary>
    public static async Task<bool> TakeAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        string holder,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var now = await NowAsync(context, clock, cancellation);
        var until = now + Lease;
        return await context
                .ValueKeyRotations.Where(row =>
                    row.Id == rotation.Id
                    && row.FinishedAt == null
                    && (row.Holder == null || row.Holder == holder || row.HeldUntil < now)
                )
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.Holder, holder).SetProperty(row => row.HeldUntil, until),
                    cancellation
                ) > 0;
    }

    /// <summary>Stores how far it is and renews the lease, which ends with the rotation.</summary>
    /// <returns>False, and nothing is stored, where another process has taken over.</returns>
    public static async Task<bool> SaveAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        string holder,
        TimeProvider clock,
        CancellationToken cancellation
    )
    {
        var done = rotation.FinishedAt is not null;
        rotation.Holder = done ? null : holder;
        rotation.HeldUntil = done ? null : await NowAsync(context, clock, cancellation) + Lease;
        return await context
                .ValueKeyRotations.Where(row => row.Id == rotation.Id && row.FinishedAt == null && row.Holder == holder)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(row => row.State, rotation.State)
                            .SetProperty(row => row.NewKey, rotation.NewKey)
                            .SetProperty(row => row.KeyMadeAt, rotation.KeyMadeAt)
                            .SetProperty(row => row.Checked, rotation.Checked)
                            .SetProperty(row => row.Total, rotation.Total)
                            .SetProperty(row => row.Resealed, rotation.Resealed)
                            .SetProperty(row => row.Left, rotation.Left)
                            .SetProperty(row => row.KeysDestroyed, rotation.KeysDestroyed)
                            .SetProperty(row => row.FinishedAt, rotation.FinishedAt)
                            .SetProperty(row => row.Holder, rotation.Holder)
                            .SetProperty(row => row.HeldUntil, rotation.HeldUntil),
                    cancellation
                ) > 0;
    }
}
