using System.Collections.Concurrent;
using System.Xml.Linq;
using HumaXledger.Core.Storage.Database;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Data Protection's key ring, in the database, so that every node reads the same secrets and a backup holds both.
/// Without a certificate (<see cref="KeyRingOptions"/>) a copy of the whole database is therefore enough to read its
/// secrets, and who writes the database can add keys; encryption then protects parts of it only (a log, an export, a
/// copied row). With one, rows without a valid signature are left out. The keys of values are in the same table
/// (<see cref="ValueKeys"/>).
/// </summary>
public sealed partial class KeyRing(
    IDbContextFactory<SyncDbContext> contexts,
    StorageConnection store,
    KeySignatures signatures,
    ILogger<KeyRing> logger
) : IXmlRepository
{
    // Rows that are left out are reported once.
    private readonly ConcurrentDictionary<int, bool> _reported = new();

    /// <summary>Data Protection's own; it would warn of others.</summary>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. All().Where(element => element.Name != ValueKeys.Element)];

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = contexts.CreateDbContext();
        context.Keys.Add(
            new StoredKey
            {
                FriendlyName = friendlyName,
                Xml = signatures.Signed(friendlyName, element.ToString(SaveOptions.DisableFormatting)),
            }
        );
        context.SaveChanges();
    }

    /// <summary>Everything in the table that counts, the oldest first.</summary>
    internal IReadOnlyCollection<XElement> All()
    {
        var rows = RowsOf(store);
        var trusted = signatures.Trusted(rows).ToList();
        foreach (var row in rows.Except(trusted))
        {
            if (_reported.TryAdd(row.Id, true))
            {
                LogLeftOut(row.Id);
            }
        }

        return [.. trusted.Select(row => XElement.Parse(row.Xml))];
    }

    /// <summary>
    /// All rows as they are stored, the oldest first. Without EF Core, whose model every start would wait for; waited
    /// for by blocking, as Data Protection does.
    /// </summary>
    internal static List<StoredKey> RowsOf(StorageConnection store)
    {
        using var opened = store.Connect();
        opened.Open();
        using var command = opened.CreateCommand();
        command.CommandText = """SELECT "Id", "FriendlyName", "Xml" FROM "Keys" ORDER BY "Id";""";
        using var reader = command.ExecuteReader();
        var rows = new List<StoredKey>();
        while (reader.Read())
        {
            rows.Add(
                new StoredKey
                {
                    Id = reader.GetInt32(0),
                    FriendlyName = reader.GetString(1),
                    Xml = reader.GetString(2),
                }
            );
        }

        return rows;
    }

    // Not its name, which is chosen by its writer.
    [LoggerMessage(
        LogLevel.Error,
        "Row {Id} of the table Keys is not signed with the certificate of the key ring, or is there twice, and is left "
            + "out. HumaXledger stores no such row: find out who wrote to the database "
            + "(docs/operations.md, Keys that are not signed)"
    )]
    private partial void LogLeftOut(int id);
}
