using System.Xml.Linq;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Makes the stored key ring what the settings say, once at start: signed keys in clear or under an earlier certificate
/// are encrypted and signed with the present one. A key that no configured certificate opens refuses the start, since
/// everything sealed with it would look lost, and so does a ring without any signed key.
/// </summary>
public sealed class KeyRingProtection(
    IDbContextFactory<SyncDbContext> contexts,
    StorageConnection store,
    KeySignatures signatures,
    KeyEncryption encryption,
    ValueVault values,
    EarlierValues earlier
)
{
    // Whether the start could not clear what the keys were before.
    private bool _owed;

    /// <summary>Whether keys are stored encrypted.</summary>
    public bool On => encryption.On;

    /// <summary>All in one transaction; nodes that start at once do the same, the last one's is as good.</summary>
    /// <exception cref="OptionsValidationException">The certificate of a stored key is not configured; the message
    /// names it and says what to do. Or a certificate is configured and no stored key is signed.</exception>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        var changed = new List<StoredKey>();
        // Encrypting what is not signed would make a key of anybody one of ours.
        foreach (var row in Demand(KeyRing.RowsOf(store)))
        {
            var key = XDocument.Parse(row.Xml);
            if (encryption.Renew(key) || (On && !signatures.IsCurrent(row)))
            {
                row.Xml = signatures.Signed(row.FriendlyName, key.Root!.ToString(SaveOptions.DisableFormatting));
                changed.Add(row);
            }
        }

        if (changed.Count > 0)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            context.UpdateRange(changed);
            _owed = !await WithoutTraceAsync(context, () => context.SaveChangesAsync(cancellation), cancellation);
            encryption.LogRenewed(changed.Count);
        }

        await earlier.BindAsync(cancellation);
    }

    /// <summary>Clears what the start could not clear. Nothing to do otherwise.</summary>
    public async Task ClearOwedAsync(CancellationToken cancellation)
    {
        if (_owed)
        {
            await using var context = await contexts.CreateDbContextAsync(cancellation);
            _owed = !await WithoutTraceAsync(context, () => Task.CompletedTask, cancellation);
        }
    }

    /// <summary>
    /// For a process that is not started as the portal is: what the start demands, and changes nothing.
    /// </summary>
    /// <exception cref="OptionsValidationException">The certificate of a stored key is not configured, or no key of
    /// values can be opened: this process would make new ones, under another certificate or none.</exception>
    public void DemandReadable()
    {
        Demand(KeyRing.RowsOf(store));
        if (!values.Keys.AnyOpens())
        {
            throw KeyRingCertificates.Fault(
                "None of the keys of values in the database can be opened. "
                    + "Where they are lost: docs/operations.md, \"When the key ring is lost\"."
            );
        }
    }

    /// <summary>
    /// Changes the table of keys so that nothing of what was there is left: what is overwritten lies about in a
    /// database, in the free room of its pages, in SQLite's log of writes.
    /// </summary>
    /// <param name="save">Commits its changes.</param>
    /// <returns>False where they are saved and what was there is not cleared: others use the table for longer, as a
    /// backup does.</returns>
    internal static async Task<bool> WithoutTraceAsync(
        SyncDbContext context,
        Func<Task> save,
        CancellationToken cancellation
    )
    {
        await context.Database.OpenConnectionAsync(cancellation);
        try
        {
            if (context is SqliteSyncDbContext)
            {
                await context.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = ON;", cancellation);
                await save();
                // Writers wait while the checkpoint waits for a reader.
                await context.Database.ExecuteSqlRawAsync("PRAGMA busy_timeout = 2000;", cancellation);
                var isCleared = await StoreSweep.TruncateLogAsync(context, cancellation);
                await context.Database.ExecuteSqlRawAsync("PRAGMA secure_delete = OFF;", cancellation);
                return isCleared;
            }

            await save();
            return await VacuumAsync(context, cancellation);
        }
        finally
        {
            await context.Database.CloseConnectionAsync();
        }
    }

    // Readers of the table queue behind a vacuum that waits, and all pages need its keys.
    private static async Task<bool> VacuumAsync(SyncDbContext context, CancellationToken cancellation)
    {
        await context.Database.ExecuteSqlRawAsync("SET lock_timeout = '2s';", cancellation);
        try
        {
            await context.Database.ExecuteSqlRawAsync("VACUUM FULL \"Keys\";", cancellation);
            return true;
        }
        catch (PostgresException fault) when (fault.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            return false;
        }
        finally
        {
            await context.Database.ExecuteSqlRawAsync("RESET lock_timeout;", CancellationToken.None);
        }
    }

    // The rows that count.
    private List<StoredKey> Demand(IReadOnlyList<StoredKey> rows)
    {
        // What is not signed counts for nothing, so that it stops no start. Where nothing is, the certificate that the
        // rows are encrypted with may be missing.
        var trusted = signatures.Trusted(rows).ToList();
        encryption.DemandCertificates(trusted.Count > 0 ? trusted : rows);
        if (rows.Count > 0 && trusted.Count == 0)
        {
            throw KeyRingCertificates.Fault(NoneSigned);
        }

        return trusted;
    }

    private const string NoneSigned =
        "No key in the table Keys is signed with a certificate of these settings. An earlier version does not sign, "
        + "nor does a start without a certificate. Where this is the first start of this version, or the first one "
        + "with a certificate: docs/operations.md, \"First signing\". Otherwise the table was changed: restore a "
        + "backup of it.";
}
