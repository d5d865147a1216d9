using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Carries out rotations of the value keys, a batch at a time, while readers and runs go on. What it has done is in the
/// store: after the end of a process, this one or another goes on where it stopped. One process at a time works on a
/// rotation; every process reads values under all keys.
/// </summary>
public sealed partial class ValueKeyWork(
    IDbContextFactory<SyncDbContext> contexts,
    ValueVault vault,
    OldValueKeys old,
    TimeProvider clock,
    ILogger<ValueKeyWork> logger
)
{
    /// <summary>Names this process in the lease.</summary>
    internal string Holder { get; init; } = $"{Environment.MachineName} {Guid.NewGuid():N}";

    /// <summary>Goes on with the rotation that is not finished, as far as possible now.</summary>
    /// <param name="progress">Gets the rotation after each batch.</param>
    /// <returns>The rotation as it is now; null where there is nothing to do. One that is not
    /// <see cref="RotationState.Done"/> is worked on by another process, or waits: ask again in some seconds.</returns>
    public async Task<ValueKeyRotation?> WorkAsync(
        IProgress<ValueKeyRotation>? progress,
        CancellationToken cancellation
    )
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rotation = await StoredRotations.UnfinishedAsync(context, cancellation);
        if (rotation is null || !await StoredRotations.TakeAsync(context, rotation, Holder, clock, cancellation))
        {
            return rotation;
        }

        var found = long.MaxValue;
        while (rotation.State != RotationState.Clearing)
        {
            // Everybody seals with the newest key. One that another process made, or the loss of the one that was
            // noted, would make every pass seal everything with a key that the next pass takes for an old one.
            vault.Keys.ReadAgain();
            if (rotation.NewKey is null || vault.Keys.Current().Name != rotation.NewKey)
            {
                if (!await MakeKeyAsync(context, rotation, cancellation))
                {
                    return rotation;
                }

                progress?.Report(rotation);
            }

            var outOfUse = await old.AreOutOfUseAsync(context, rotation, cancellation);
            if (rotation.State == RotationState.Settling && !outOfUse)
            {
                return rotation;
            }

            // What a process sealed with an old key until now was committed before this pass begins.
            var pass = await PassAsync(context, rotation, progress, cancellation);
            if (pass is null)
            {
                return rotation;
            }

            if (pass.Found > 0)
            {
                if (pass.Replaced == 0 || pass.Found >= found)
                {
                    // Others write the rows just now.
                    return rotation;
                }

                found = pass.Found;
                continue;
            }

            if (outOfUse && await old.DestroyAsync(context, rotation, Holder, pass.Kept, cancellation))
            {
                vault.Keys.ReadAgain();
            }
            else
            {
                rotation.State = RotationState.Settling;
                if (outOfUse || !await SaveAsync(context, rotation, cancellation))
                {
                    return rotation;
                }
            }

            progress?.Report(rotation);
        }

        if (await FinishAsync(context, rotation, cancellation))
        {
            progress?.Report(rotation);
        }

        return rotation;
    }

    // A key that was made and not noted is one of the old ones at the next attempt.
    private async Task<bool> MakeKeyAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        CancellationToken cancellation
    )
    {
        rotation.State = RotationState.Sealing;
        rotation.NewKey = vault.Keys.Add().Name;
        rotation.KeyMadeAt = await StoredRotations.NowAsync(context, clock, cancellation);
        return await SaveAsync(context, rotation, cancellation);
    }

    // Null: another process has taken over.
    private async Task<Pass?> PassAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        IProgress<ValueKeyRotation>? progress,
        CancellationToken cancellation
    )
    {
        var pass = new Pass();
        (rotation.State, rotation.Checked, rotation.Left, rotation.Total) = (RotationState.Sealing, 0, 0, 0);
        foreach (var table in SealedTable.All)
        {
            rotation.Total += await table.CountAsync(context, cancellation);
        }

        foreach (var table in SealedTable.All)
        {
            object? last = null;
            while (await table.ReadAsync(context, last, cancellation) is { Count: > 0 } rows)
            {
                last = rows[^1].Key;
                var anew = rows.Select(row => Anew(row, rotation, pass)).OfType<ResealedRow>().ToList();
                var replaced = await ResealedRows.ReplaceAsync(context, table.Entity, anew, cancellation);
                pass.Replaced += replaced;
                rotation.Resealed += replaced;
                rotation.Checked += rows.Count;
                if (!await SaveAsync(context, rotation, cancellation))
                {
                    return null;
                }

                progress?.Report(rotation);
            }
        }

        return pass;
    }

    private ResealedRow? Anew(SealedCells row, ValueKeyRotation rotation, Pass pass)
    {
        var anew = new List<(SealedCell, object)>();
        foreach (var cell in row.Cells.Where(cell => cell.Key != rotation.NewKey))
        {
            var made = cell.Anew(vault);
            if (made.Value is { } value)
            {
                pass.Found++;
                anew.Add((cell, value));
                continue;
            }

            rotation.Left++;
            // What was sealed for another row could be put back there. The key of an earlier version is not kept for
            // it: as long as that is there, more is believed.
            if (cell.Key is { } key && !(made.Misplaced && vault.Keys.IsEarlier(key)))
            {
                pass.Kept.Add(key);
            }
        }

        return anew.Count == 0 ? null : new ResealedRow(row.Key, anew);
    }

    /// <returns>False: later, or by another process.</returns>
    private async Task<bool> FinishAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        CancellationToken cancellation
    )
    {
        if (!await OldValueKeys.ClearAsync(context, cancellation))
        {
            return false;
        }

        var now = clock.GetUtcNow().UtcDateTime;
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        (rotation.State, rotation.FinishedAt) = (RotationState.Done, now);
        if (!await SaveAsync(context, rotation, cancellation))
        {
            (rotation.State, rotation.FinishedAt) = (RotationState.Clearing, null);
            return false;
        }

        context.Activity.Add(
            ActivityRecord.Of(
                Actor.Behind(rotation.StartedBy, rotation.StartedById) with
                {
                    Name = rotation.StartedBy,
                },
                ActivityCodes.KeysRotated,
                now,
                connectionId: null,
                [$"{rotation.Resealed}", $"{rotation.Left}", $"{rotation.KeysDestroyed}"]
            )
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        LogRotated(rotation.Id, rotation.Resealed, rotation.KeysDestroyed, rotation.Left);
        return true;
    }

    private Task<bool> SaveAsync(SyncDbContext context, ValueKeyRotation rotation, CancellationToken cancellation) =>
        StoredRotations.SaveAsync(context, rotation, Holder, clock, cancellation);

    [LoggerMessage(
        LogLevel.Information,
        "Rotation {Id} of the value keys is finished: {Resealed} values sealed anew, {Destroyed} keys destroyed, "
            + "{Left} values left that cannot be opened"
    )]
    private partial void LogRotated(int id, long resealed, int destroyed, long left);

    // What one pass over the store found.
    private sealed class Pass
    {
        // Values that can be opened, under another key than the new one.
        public long Found { get; set; }

        public long Replaced { get; set; }

        // Names of keys that values are left under.
        public HashSet<string> Kept { get; } = [];
    }
}
