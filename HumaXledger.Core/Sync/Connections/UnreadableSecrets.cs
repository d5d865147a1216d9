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
/// What becomes of connections whose token or key can no longer be read, because the key ring they were sealed with is
/// lost: it is told where the health of a connection is told, what was compared counts as never compared,
/// and webhook keys that Huma's messages can no longer be checked with are removed. Everything else goes on; nothing is
/// written by what cannot be read.
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
    /// <summary>
    /// Looks at all connections, once at start. Costs the deciphering of two secrets for each where nothing is lost.
    /// </summary>
    public async Task NoteAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        foreach (var connection in await context.Connections.AsNoTracking().NotEnded().ToListAsync(cancellation))
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

    private IEnumerable<Side> Lost(Connection connection)
    {
        if (!secrets.CanRead(connection.HumaClientSecret, SecretKind.HumaClientSecret, connection.Id))
        {
            yield return Side.Huma;
        }

        if (!secrets.CanRead(connection.XledgerToken, SecretKind.XledgerToken, connection.Id))
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
            if (!await archive.CanReadAsync(id, cancellation))
            {
                await context
                    .Comparisons.Where(comparison => comparison.Id == id)
                    .ExecuteUpdateAsync(
                        set =>
                            set.SetProperty(comparison => comparison.State, ComparisonState.Failed)
                                .SetProperty(comparison => comparison.Failure, unreadable),
                        cancellation
                    );
                await context
                    .Plans.Where(plan => plan.ComparisonId == id && plan.State == PlanState.Ready)
                    .ExecuteUpdateAsync(set => set.SetProperty(plan => plan.State, PlanState.Refused), cancellation);
            }
        }
    }

    [LoggerMessage(
        LogLevel.Error,
        "Token or key of connection {ConnectionId} can no longer be read: the key ring they were sealed with is lost. "
            + "Enter them anew on the connection's page (docs/operations.md)"
    )]
    private partial void LogLost(Guid connectionId);
}
