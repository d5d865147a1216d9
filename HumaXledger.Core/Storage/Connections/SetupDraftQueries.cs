using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Connections;

/// <summary>Clearing drafts of set-ups.</summary>
public static class SetupDraftQueries
{
    /// <summary>Removes secrets and findings that are past their time, of all users.</summary>
    /// <returns>Of how many drafts.</returns>
    public static Task<int> RemoveExpiredSecretsAsync(
        this SyncDbContext context,
        DateTime now,
        CancellationToken cancellation
    ) =>
        context
            .SetupDrafts.Where(draft => draft.SecretsUntil <= now)
            .ExecuteUpdateAsync(
                set =>
                    set.SetProperty(draft => draft.Findings, (ProtectedSecret?)null)
                        .SetProperty(draft => draft.HumaClientSecret, (ProtectedSecret?)null)
                        .SetProperty(draft => draft.XledgerToken, (ProtectedSecret?)null)
                        .SetProperty(draft => draft.SecretsUntil, (DateTime?)null),
                cancellation
            );
}
