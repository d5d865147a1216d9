using System.Data.Common;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace HumaXledger.Core.Storage.Activity;

/// <summary>
/// Writes a transaction's entries of the activity log when it commits: inside it, after everything else
/// (<see cref="ActivityChain.AppendAsync"/>).
/// </summary>
internal sealed class ActsAtCommit : DbTransactionInterceptor
{
    /// <summary>The interceptor has no state: one for all contexts.</summary>
    public static readonly ActsAtCommit Instance = new();

    public override async ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default
    )
    {
        if (
            eventData.Context is SyncDbContext context
            && context.TakeActs(eventData.TransactionId) is { Count: > 0 } acts
        )
        {
            await ActivityChain.AppendAsync(context, acts, cancellationToken);
        }

        return result;
    }

    public override InterceptionResult TransactionCommitting(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result
    ) =>
        eventData.Context is SyncDbContext context && context.TakeActs(eventData.TransactionId) is { Count: > 0 }
            ? throw new InvalidOperationException(
                "A transaction with an entry for the activity log is committed by CommitAsync."
            )
            : result;
}
