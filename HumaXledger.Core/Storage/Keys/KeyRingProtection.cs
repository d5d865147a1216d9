using System.Security.Cryptography.X509Certificates;
using System.Xml;
using System.Xml.Linq;
using HumaXledger.Core.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Makes the stored key ring what the settings say, once at start: signed keys in clear or under an earlier certificate
/// are encrypted and signed with the present one. A key that no configured certificate opens refuses the start, since
/// everything sealed with it would look lost, and so does a ring without any signed key.
/// </summary>
public sealed partial class KeyRingProtection(
    IDbContextFactory<SyncDbContext> contexts,
    KeyRingCertificates certificates,
    KeySignatures signatures,
    ValueVault values,
    EarlierValues earlier,
    IServiceProvider services,
    ILoggerFactory logs
)
{
    // The two words of Data Protection's own format of a key (Microsoft.AspNetCore.DataProtection, XmlConstants).
    private static readonly XNamespace Format = "http://schemas.asp.net/2015/03/dataProtection";
    private static readonly XName RequiresEncryption = Format + "requiresEncryption";
    private static readonly XName EncryptedSecret = Format + "encryptedSecret";
    private static readonly XName Certificate =
        XNamespace.Get("http://www.w3.org/2000/09/xmldsig#") + "X509Certificate";

    private readonly ILogger _logger = logs.CreateLogger<KeyRingProtection>();

    // Whether the start could not clear what the keys were before.
    private bool _owed;

    /// <summary>Whether keys are stored encrypted.</summary>
    public bool On => certificates.Current is not null;

    /// <summary>All in one transaction; nodes that start at once do the same, the last one's is as good.</summary>
    /// <exception cref="OptionsValidationException">The certificate of a stored key is not configured; the message
    /// names it and says what to do. Or a certificate is configured and no stored key is signed.</exception>
    public async Task ApplyAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Keys.OrderBy(row => row.Id).ToListAsync(cancellation);
        Demand(rows);
        var changed = 0;
        // Encrypting what is not signed would make a key of anybody one of ours.
        foreach (var row in signatures.Trusted(rows))
        {
            var key = XDocument.Parse(row.Xml);
            if (Renew(key) || (On && !signatures.IsCurrent(row)))
            {
                row.Xml = signatures.Signed(row.FriendlyName, key.Root!.ToString(SaveOptions.DisableFormatting));
                changed++;
            }
        }

        if (changed > 0)
        {
            _owed = !await WithoutTraceAsync(context, () => context.SaveChangesAsync(cancellation), cancellation);
            LogRenewed(changed, certificates.Current!.Thumbprint);
        }

        // The first keys are made here: inside another transaction, SQLite could not store them.
        services.GetRequiredService<IDataProtectionProvider>().CreateProtector("HumaXledger.Ready").Protect([]);
        values.Prepare();
        await earlier.BindAsync(context, cancellation);
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
    public async Task DemandReadableAsync(CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        Demand(await context.Keys.AsNoTracking().ToListAsync(cancellation));
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
                await context.Database.ExecuteSqlRawAsync(
                    "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA secure_delete = OFF;",
                    cancellation
                );
                return true;
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

    private void Demand(IReadOnlyList<StoredKey> rows)
    {
        foreach (var secret in rows.SelectMany(SecretsOf))
        {
            DemandCertificate(CertificateOf(secret));
        }

        if (rows.Count > 0 && !signatures.Trusted(rows).Any())
        {
            throw KeyRingCertificates.Fault(NoneSigned);
        }
    }

    // A row that is no XML is none of ours; where it counts all the same, reading the ring fails with it.
    private static IEnumerable<XElement> SecretsOf(StoredKey row)
    {
        try
        {
            return XDocument.Parse(row.Xml).Descendants(EncryptedSecret);
        }
        catch (XmlException)
        {
            return [];
        }
    }

    private bool Renew(XDocument key)
    {
        var changed = false;
        foreach (var secret in key.Descendants(EncryptedSecret).ToList())
        {
            var certificate = CertificateOf(secret);
            if (certificate is null || (certificate.Thumbprint == certificates.Current?.Thumbprint))
            {
                continue;
            }

            if (certificates.Current is not null)
            {
                secret.ReplaceWith(Encrypted(new EncryptedXmlDecryptor(services).Decrypt(secret.Elements().Single())));
                changed = true;
            }
        }

        if (certificates.Current is null)
        {
            return false;
        }

        while (
            key.Descendants().FirstOrDefault(element => (bool?)element.Attribute(RequiresEncryption) == true)
                is { } clear
        )
        {
            clear.ReplaceWith(Encrypted(clear));
            changed = true;
        }

        return changed;
    }

    private void DemandCertificate(X509Certificate2? certificate)
    {
        if (certificate is not null && certificates.All.All(known => known.Thumbprint != certificate.Thumbprint))
        {
            throw KeyRingCertificates.Fault(Missing(certificate));
        }
    }

    private XElement Encrypted(XElement clear)
    {
        var made = new CertificateXmlEncryptor(certificates.Current!, logs).Encrypt(new XElement(clear));
        return new XElement(
            EncryptedSecret,
            new XAttribute("decryptorType", made.DecryptorType.AssemblyQualifiedName!),
            made.EncryptedElement
        );
    }

    // Null where something else than a certificate encrypts it.
    private static X509Certificate2? CertificateOf(XElement secret) =>
        secret.Descendants(Certificate).FirstOrDefault() is { } text
            ? X509CertificateLoader.LoadCertificate(Convert.FromBase64String(text.Value))
            : null;

    private const string NoneSigned =
        "No key in the table Keys is signed with a certificate of these settings. An earlier version does not sign, "
        + "nor does a start without a certificate. Where this is the first start of this version, or the first one "
        + "with a certificate: docs/operations.md, \"First signing\". Otherwise the table was changed: restore a "
        + "backup of it.";

    private static string Missing(X509Certificate2 certificate) =>
        $"The key ring in the database is encrypted with the certificate {certificate.Subject} "
        + $"(thumbprint {certificate.Thumbprint}, valid until {certificate.NotAfter:yyyy-MM-dd}), "
        + $"and {KeyRingOptions.Section} does not name it. "
        + $"Set {KeyRingOptions.Section}:{nameof(KeyRingOptions.Certificate)} or, "
        + "where another one has taken its place, "
        + $"{KeyRingOptions.Section}:{nameof(KeyRingOptions.EarlierCertificates)}. "
        + "Where it is lost: docs/operations.md, \"When the key ring is lost\".";

    [LoggerMessage(
        LogLevel.Information,
        "{Count} keys of the key ring are encrypted and signed with the certificate {Thumbprint} from now on"
    )]
    private partial void LogRenewed(int count, string thumbprint);
}
