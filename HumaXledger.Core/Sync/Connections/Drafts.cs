using System.Text.Json;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>How unsaved input of users is stored: as encrypted JSON, one row for what is being changed.</summary>
internal static class Drafts
{
    /// <summary>Changes the draft, or adds it where there is none.</summary>
    /// <param name="of">The draft, or none.</param>
    /// <param name="create">A draft with this id.</param>
    public static async Task ChangeDraftAsync<TDraft>(
        this IDbContextFactory<SyncDbContext> contexts,
        Func<SyncDbContext, IQueryable<TDraft>> of,
        Func<Guid, TDraft> create,
        Action<TDraft> change,
        TimeProvider clock,
        CancellationToken cancellation
    )
        where TDraft : DraftRecord
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            var draft = await of(context).SingleOrDefaultAsync(cancellation);
            if (draft is null)
            {
                draft = create(Guid.CreateVersion7(clock.GetUtcNow()));
                context.Add(draft);
            }

            change(draft);
            draft.ChangedAt = clock.GetUtcNow().UtcDateTime;
            try
            {
                await context.SaveChangesAsync(cancellation);
                return;
            }
            catch (DbUpdateException) when (attempt == 1)
            {
                // Another tab of the user added or discarded it meanwhile.
            }
        }
    }

    /// <summary>Encrypts a value as JSON for this draft.</summary>
    public static ProtectedSecret WriteJson<T>(this SecretVault vault, T value, SecretKind kind, Guid draft) =>
        vault.Protect(new Secret(JsonSerializer.Serialize(value, StorageJson.Options)), kind, draft);

    /// <summary>The value of a draft's cipher.</summary>
    /// <exception cref="SecretUnreadable">The key ring is lost, or the cipher belongs elsewhere.</exception>
    public static T ReadJson<T>(this SecretVault vault, ProtectedSecret cipher, SecretKind kind, Guid draft) =>
        JsonSerializer.Deserialize<T>(vault.Unprotect(cipher, kind, draft).Reveal(), StorageJson.Options)!;
}
