using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>Destroys the old keys of a rotation, once no process seals with them any more.</summary>
public sealed class OldValueKeys(NodeRegister nodes, IOptions<ValueKeyOptions> options, TimeProvider clock)
{
    /// <summary>
    /// Whether a pass over the store that begins now finds everything that was ever sealed with an old key. A node of
    /// another version may seal in another way, and may never ask for a newer key.
    /// </summary>
    internal async Task<bool> AreOutOfUseAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        CancellationToken cancellation
    ) =>
        rotation.KeyMadeAt + options.Value.PeriodOf(rotation.Cause)
            <= await StoredRotations.NowAsync(context, clock, cancellation)
        && !await nodes.AnyOfAnotherVersionAsync(context, cancellation);

    /// <summary>Deletes every key that is older than the rotation's, but those that values are left under.</summary>
    /// <returns>False where another process has taken over, or a node of another version was started.</returns>
    internal async Task<bool> DestroyAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        string holder,
        IReadOnlySet<string> kept,
        CancellationToken cancellation
    )
    {
        var destroyed = false;
        await KeyRingProtection.WithoutTraceAsync(
            context,
            async () => destroyed = await DeleteAsync(context, rotation, holder, kept, cancellation),
            cancellation
        );
        return destroyed;
    }

    /// <summary>Clears the bytes of what was deleted: the process may have ended between the two.</summary>
    /// <returns>False where others use the table just now; ask again later.</returns>
    internal static Task<bool> ClearAsync(SyncDbContext context, CancellationToken cancellation) =>
        KeyRingProtection.WithoutTraceAsync(context, () => Task.CompletedTask, cancellation);

    private async Task<bool> DeleteAsync(
        SyncDbContext context,
        ValueKeyRotation rotation,
        string holder,
        IReadOnlySet<string> kept,
        CancellationToken cancellation
    )
    {
        var stays = kept.Select(ValueKeys.StoredName).ToList();
        var made = ValueKeys.StoredName(rotation.NewKey!);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // No other process takes the lease until the commit.
        if (
            !await StoredRotations.TakeAsync(context, rotation, holder, clock, cancellation)
            || !await AreOutOfUseAsync(context, rotation, cancellation)
        )
        {
            return false;
        }

        rotation.KeysDestroyed += await context
            .Keys.Where(key =>
                key.FriendlyName.StartsWith(ValueKeys.StoredPrefix)
                && key.Id < context.Keys.Where(newer => newer.FriendlyName == made).Min(newer => newer.Id)
                && !stays.Contains(key.FriendlyName)
            )
            .ExecuteDeleteAsync(cancellation);
        rotation.State = RotationState.Clearing;
        if (!await StoredRotations.SaveAsync(context, rotation, holder, clock, cancellation))
        {
            return false;
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }
}
