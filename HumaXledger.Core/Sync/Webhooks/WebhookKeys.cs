using System.Buffers.Text;
using System.Security.Cryptography;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Webhooks;

/// <summary>What an administrator enters in Huma. Secret and token are known here and now and never again.</summary>
/// <param name="Address">The last part of the address that Huma sends to.</param>
/// <param name="EarlierHoldUntil">UTC; until then the earlier secret and token are accepted too. Null where there were
/// none.</param>
public sealed record MadeWebhookKey(string Address, Secret Secret, Secret Token, DateTime? EarlierHoldUntil);

/// <summary>
/// Makes the address, client secret and access token of a connection's webhook. The address is made once and stays;
/// secret and token are replaced together, and the earlier ones hold for <see cref="Overlap"/>.
/// </summary>
public sealed class WebhookKeys(
    IDbContextFactory<SyncDbContext> contexts,
    SecretVault vault,
    WebhookEndpointCache endpoints,
    TimeProvider clock
)
{
    /// <summary>Time to enter the new ones in Huma without losing a message.</summary>
    public static readonly TimeSpan Overlap = TimeSpan.FromHours(1);

    /// <summary>Bytes of randomness in each of the three: 43 characters of base64url.</summary>
    internal const int Length = 32;

    /// <summary>Makes a new pair. The old one is accepted for another hour.</summary>
    public async Task<Answer<MadeWebhookKey>> MakeAsync(Guid connectionId, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        // Two administrators at once would else both find the same current key.
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await context.Connections.SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return new Answer<MadeWebhookKey>.Refused(ended);
        }

        connection.WebhookAddress ??= New();
        var now = clock.GetUtcNow().UtcDateTime;
        var keys = await context.WebhookKeys.Where(row => row.ConnectionId == connectionId).ToListAsync(cancellation);
        context.WebhookKeys.RemoveRange(keys.Where(key => key.ExpiresAt <= now));
        var current = keys.Find(key => key.ExpiresAt is null);
        if (current is not null)
        {
            current.ExpiresAt = now + Overlap;
            // Before the new one: the database knows only one that is current.
            await context.SaveChangesAsync(cancellation);
        }

        var made = new MadeWebhookKey(
            connection.WebhookAddress,
            new Secret(New()),
            new Secret(New()),
            current?.ExpiresAt
        );
        context.WebhookKeys.Add(
            new WebhookKey
            {
                ConnectionId = connectionId,
                Secret = vault.Protect(made.Secret, SecretKind.WebhookSecret, connectionId, WebhookKey.RowOf(now)),
                Token = vault.Protect(made.Token, SecretKind.WebhookToken, connectionId, WebhookKey.RowOf(now)),
                CreatedAt = now,
                CreatedBy = who,
            }
        );
        context.Activity.Add(
            ActivityRecord.Of(
                by,
                current is null ? ActivityCodes.WebhookKeysMade : ActivityCodes.WebhookKeysReplaced,
                now,
                connectionId
            )
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        endpoints.Forget(connectionId);
        return new Answer<MadeWebhookKey>.Done(made);
    }

    /// <summary>
    /// Removes keys whose secret or token can no longer be read: Huma's messages could not be checked with them.
    /// </summary>
    internal async Task RemoveUnreadableAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var keys = await context.WebhookKeys.Where(key => key.ConnectionId == connectionId).ToListAsync(cancellation);
        var lost = keys.Where(key =>
                !vault.CanRead(key.Secret, SecretKind.WebhookSecret, connectionId, key.Row)
                || !vault.CanRead(key.Token, SecretKind.WebhookToken, connectionId, key.Row)
            )
            .ToList();
        if (lost.Count > 0)
        {
            context.WebhookKeys.RemoveRange(lost);
            context.Activity.Add(
                ActivityRecord.Of(
                    Actor.System,
                    ActivityCodes.WebhookKeysLost,
                    clock.GetUtcNow().UtcDateTime,
                    connectionId
                )
            );
            await context.SaveChangesAsync(cancellation);
            endpoints.Forget(connectionId);
        }
    }

    private static string New() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Length));
}
