using System.Runtime.CompilerServices;
using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Queue;
using HumaXledger.Core.Sync.Systems;
using HumaXledger.Core.Sync.Watching;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Another token or key for a connection that stays what it is: same organization, same entity, same people. What is
/// under way goes on with the one it began with; whatever begins afterwards uses the new one, so that nothing
/// stands still as long as both are accepted for a while. The old one is not needed for it, so that this mends a lost
/// key ring too.
/// </summary>
public sealed class KeyReplacement(
    SystemChecks checks,
    IDbContextFactory<SyncDbContext> contexts,
    SecretVault vault,
    TokenHealth health,
    ChangeQueue queue,
    TimeProvider clock
)
{
    /// <summary>
    /// Tries it on its system, a line per check while it runs; <paramref name="findings"/> is filled on the way.
    /// Nothing is stored.
    /// </summary>
    public async IAsyncEnumerable<SetupCheck> VerifyAsync(
        Guid connectionId,
        NewKey key,
        SetupFindings findings,
        Actor by,
        [EnumeratorCancellation] CancellationToken cancellation
    )
    {
        by.Demand(Permission.SetUp, connectionId);
        var connection = await FindAsync(connectionId, cancellation);
        findings.Environment = EnvironmentOf(connection, key);
        var lines = key switch
        {
            NewKey.Xledger xledger => checks.XledgerAsync(
                connection.XledgerEnvironment,
                xledger.Token,
                findings,
                cancellation
            ),
            NewKey.Huma huma => checks.HumaAsync(
                connection.HumaEnvironment,
                huma.ClientId,
                huma.ClientSecret,
                findings,
                cancellation
            ),
            _ => throw new ArgumentOutOfRangeException(nameof(key)),
        };
        var tokenEntity = await TokenEntityAsync(connectionId, cancellation);
        var passed = true;
        await foreach (var line in lines)
        {
            var check =
                line.State is SetupCheckState.Passed or SetupCheckState.Warning
                && Foreign(line.Code, connection, findings, tokenEntity) is { } foreign
                    ? line with
                    {
                        State = SetupCheckState.Failed,
                        Reason = foreign,
                    }
                    : line;
            passed &= check.State != SetupCheckState.Failed;
            yield return check;
        }

        findings.Passed = passed;
        findings.Tried = key;
    }

    /// <summary>
    /// Replaces the old one. Refused when it is not the one that was verified, or the authority was not confirmed.
    /// </summary>
    /// <returns>Why not; null where it is in use now.</returns>
    public async Task<Reason?> ReplaceAsync(
        Guid connectionId,
        NewKey key,
        SetupFindings findings,
        bool authorityConfirmed,
        Actor by,
        CancellationToken cancellation
    )
    {
        var who = by.Demand(Permission.SetUp, connectionId);
        if (!findings.Passed || !ReferenceEquals(findings.Tried, key))
        {
            return new Reason(ConnectionReasons.SetupNotVerified);
        }

        if (!authorityConfirmed)
        {
            return new Reason(ConnectionReasons.SetupAuthorityNotConfirmed);
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context.Connections.SingleAsync(row => row.Id == connectionId, cancellation);
        // The connection may have been ended while the checks were shown.
        if (connection.EndedBecause() is { } ended)
        {
            return ended;
        }

        // A key is bound to its environment: to the one that it was tried in and that was shown, or to none.
        if (findings.Environment != EnvironmentOf(connection, key))
        {
            return new Reason(ConnectionReasons.SetupNotVerified);
        }

        if (!Opens(connection, key) && context.Vault?.Keys.Since < IdTime.Of(connection.Id))
        {
            // The key ring is there, and what it sealed does not open: the row was changed in the database. Its people
            // were linked in the installation that the lost key opened.
            return new Reason(ConnectionReasons.ChangedInDatabase);
        }

        Use(key, connection);
        (connection.AuthorityConfirmedBy, connection.AuthorityConfirmedAt) = (who, clock.GetUtcNow().UtcDateTime);
        context.Activity.Add(
            ActivityRecord.Of(
                by,
                key is NewKey.Xledger ? ActivityCodes.TokenReplaced : ActivityCodes.HumaKeyReplaced,
                connection.AuthorityConfirmedAt,
                connectionId
            )
        );
        await context.SaveChangesAsync(cancellation);

        // Alerts about the old one are over at once, and what waited for it need not wait any longer.
        await health.CheckAsync(connectionId, cancellation);
        queue.Signal(connectionId, atOnce: true);
        return null;
    }

    private async Task<string?> TokenEntityAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await SystemOwner.LastTokenEntityAsync(context, connectionId, cancellation);
    }

    private async Task<Connection> FindAsync(Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await context.Connections.AsNoTracking().SingleAsync(row => row.Id == connectionId, cancellation);
    }

    /// <summary>Why what was read belongs to other parties than this connection's; null where it does not.</summary>
    /// <param name="tokenEntity">The entity of the token that was in use: another one of the same entity sees as
    /// much.</param>
    private static Reason? Foreign(string check, Connection connection, SetupFindings findings, string? tokenEntity) =>
        check switch
        {
            SetupCheck.XledgerEntity => findings.Sees(connection.XledgerEntityId) switch
            {
                true => null,
                null
                    when tokenEntity is not null
                        && findings.Entities.Any(entity => entity.IsOwn && entity.OwnerDbId == tokenEntity) => null,
                null => new Reason(ConnectionReasons.EntityNotKnown, connection.XledgerEntityName),
                false => new Reason(ConnectionReasons.EntityNotSeen, connection.XledgerEntityName),
            },
            SetupCheck.HumaOrganization => findings.Organization.OtherThan(connection),
            SetupCheck.HumaGroups
                when connection.HumaGroupId is { } group && findings.Groups.All(known => known.Id != group) =>
                new Reason(ConnectionReasons.GroupNotSeen, connection.HumaGroupName ?? group),
            _ => null,
        };

    private bool Opens(Connection connection, NewKey key)
    {
        var (secret, kind) =
            key is NewKey.Xledger
                ? (connection.XledgerToken, SecretKind.XledgerToken)
                : (connection.HumaClientSecret, SecretKind.HumaClientSecret);
        // An earlier version bound it to the connection only.
        return vault.CanRead(secret, kind, connection.Id, EnvironmentOf(connection, key))
            || (clock.GetUtcNow().UtcDateTime < ValueKeys.EarlierUntil && vault.CanRead(secret, kind, connection.Id));
    }

    private static string EnvironmentOf(Connection connection, NewKey key) =>
        key is NewKey.Xledger ? connection.XledgerEnvironment : connection.HumaEnvironment;

    private void Use(NewKey key, Connection connection)
    {
        switch (key)
        {
            case NewKey.Xledger(var token):
                connection.XledgerToken = vault.Protect(
                    token.Secret,
                    SecretKind.XledgerToken,
                    connection.Id,
                    connection.XledgerEnvironment
                );
                connection.XledgerTokenFingerprint = SecretFingerprint.Of(token.Secret.Reveal());
                break;
            case NewKey.Huma(var clientId, var clientSecret):
                connection.HumaClientId = clientId;
                connection.HumaClientSecret = vault.Protect(
                    clientSecret,
                    SecretKind.HumaClientSecret,
                    connection.Id,
                    connection.HumaEnvironment
                );
                break;
        }
    }
}
