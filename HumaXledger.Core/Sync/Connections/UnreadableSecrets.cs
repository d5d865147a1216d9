using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// Handles connections whose token or key can no longer be decrypted because the key ring is lost: the health of the
/// connection reports it, its comparisons count as missing, and webhook keys that can no longer check messages are
/// removed. Everything else goes on.
/// </summary>
public sealed partial class UnreadableSecrets(
    IDbContextFactory<SyncDbContext> contexts,
    SecretVault secrets,
    ComparisonArchive archive,
    TokenHealth health,
    WebhookKeys keys,
    ILogger<UnreadableSecrets> logger
)
{
    /// <summary>Checks all connections, once at start. Decrypts two secrets for each.</summary>
    public async Task NoteAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        // Only what is looked at: what reads whole connections would be compiled at each start.
        var connections = await context
            .Connections.NotEnded()
            .Select(one => new SealedSecrets(
                one.Id,
                one.HumaEnvironment,
                one.HumaClientSecret,
                one.XledgerEnvironment,
                one.XledgerToken
            ))
            .ToListAsync(cancellation);
        foreach (var connection in connections)
        {
            var lost = Lost(connection).ToList();
            if (lost.Count > 0)
            {
                LogLost(connection.Id);
                await health.NoteUnreadableAsync(connection.Id, lost, cancellation);
                await CloseComparisonsAsync(context, connection.Id, cancellation);
                await keys.RemoveUnreadableAsync(connection.Id, cancellation);
            }
        }
    }

    private IEnumerable<Side> Lost(SealedSecrets connection)
    {
        if (
            !secrets.CanRead(
                connection.HumaClientSecret,
                SecretKind.HumaClientSecret,
                connection.Id,
                connection.HumaEnvironment
            )
        )
        {
            yield return Side.Huma;
        }

        if (
            !secrets.CanRead(
                connection.XledgerToken,
                SecretKind.XledgerToken,
                connection.Id,
                connection.XledgerEnvironment
            )
        )
        {
            yield return Side.Xledger;
        }
    }

    private async Task CloseComparisonsAsync(SyncDbContext context, Guid connectionId, CancellationToken cancellation)
    {
        var stored = await context
            .FinishedComparisons(connectionId)
            .WithInput(context)
            .Select(comparison => comparison.Id)
            .ToListAsync(cancellation);
        var unreadable = new Reason(AlertReasons.ComparisonUnreadable);
        foreach (var id in stored)
        {
            if (!await archive.CanReadAsync(connectionId, id, cancellation))
            {
                await context
                    .Comparisons.Where(comparison => comparison.Id == id)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(comparison => comparison.State, ComparisonState.Failed)
                                .SetProperty(comparison => comparison.Failure, unreadable),
                        cancellation
                    );
                await PlanStore.RefuseAsync(context.Plans.Where(plan => plan.ComparisonId == id), cancellation);
            }
        }
    }

    private sealed record SealedSecrets(
        Guid Id,
        string HumaEnvironment,
        ProtectedSecret HumaClientSecret,
        string XledgerEnvironment,
        ProtectedSecret XledgerToken
    );

    [LoggerMessage(
        LogLevel.Error,
        "Token or key of connection {ConnectionId} can no longer be read: the key ring they were sealed with is lost, "
            + "or the connection has another environment than they were entered for. Enter them anew on the "
            + "connection's page, which shows the environment (docs/operations.md)"
    )]
    private partial void LogLost(Guid connectionId);
}
