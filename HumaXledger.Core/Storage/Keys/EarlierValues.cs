using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Binds what an earlier version sealed to its rows. Keys at once: they are few, and all work needs them.
/// Everything else, and the proofs of links, by a rotation of the value keys, in the background. Once, while the
/// earlier key is there.
/// </summary>
public sealed class EarlierValues(
    IDbContextFactory<SyncDbContext> contexts,
    StorageConnection store,
    ValueVault vault,
    SecretVault secrets,
    TimeProvider clock
)
{
    /// <summary>At start, one node at a time.</summary>
    internal async Task BindAsync(CancellationToken cancellation)
    {
        // The first keys are made here: inside another transaction, SQLite could not store them.
        secrets.Prepare();
        vault.Prepare();
        await EndUnprovedSessionsAsync(cancellation);
        if (!vault.AcceptsUnproved)
        {
            return;
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        if (vault.AcceptsEarlier)
        {
            foreach (var key in await context.WebhookKeys.ToListAsync(cancellation))
            {
                key.Secret = Bound(key.Secret, SecretKind.WebhookSecret, key.ConnectionId, key.Row);
                key.Token = Bound(key.Token, SecretKind.WebhookToken, key.ConnectionId, key.Row);
            }
        }

        foreach (var one in await context.Connections.ToListAsync(cancellation))
        {
            one.HumaClientSecret = Bound(
                one.HumaClientSecret,
                SecretKind.HumaClientSecret,
                one.Id,
                one.HumaEnvironment
            );
            one.XledgerToken = Bound(one.XledgerToken, SecretKind.XledgerToken, one.Id, one.XledgerEnvironment);
        }

        if (!await context.ValueKeyRotations.AnyAsync(rotation => rotation.FinishedAt == null, cancellation))
        {
            context.ValueKeyRotations.Add(
                await StoredRotations.NewAsync(context, RotationCause.Binding, Actor.System, clock, cancellation)
            );
        }

        await context.SaveChangesAsync(cancellation);
    }

    // A sign-in without a proof is none: the person signs in again. Without EF Core, as the key ring is read.
    private async Task EndUnprovedSessionsAsync(CancellationToken cancellation)
    {
        await using var opened = store.Connect();
        await opened.OpenAsync(cancellation);
        await using var command = opened.CreateCommand();
        command.CommandText = """DELETE FROM "Sessions" WHERE "Proof" IS NULL;""";
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private ProtectedSecret Bound(ProtectedSecret secret, SecretKind kind, Guid ownerId, string row)
    {
        if (secrets.CanRead(secret, kind, ownerId, row))
        {
            return secret;
        }

        try
        {
            return secrets.Protect(secrets.Unprotect(secret, kind, ownerId), kind, ownerId, row);
        }
        catch (SecretUnreadable)
        {
            // Its key is lost, which is reported where it is needed.
            return secret;
        }
    }
}
