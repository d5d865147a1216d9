using System.Xml.Linq;
using HumaXledger.Core.Storage.Database;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Data Protection's key ring, in the database, so that every node reads the same secrets and a backup holds both.
/// Without a certificate (<see cref="KeyRingOptions"/>) a copy of the whole database is therefore enough to read its
/// secrets; encryption then protects parts of it only (a log, an export, a copied row). The keys of values are in the
/// same table (<see cref="ValueKeys"/>).
/// </summary>
public sealed class KeyRing(IDbContextFactory<SyncDbContext> contexts) : IXmlRepository
{
    /// <summary>Data Protection's own; it would warn of others.</summary>
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. All().Where(element => element.Name != ValueKeys.Element)];

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = contexts.CreateDbContext();
        context.Keys.Add(
            new StoredKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) }
        );
        context.SaveChanges();
    }

    /// <summary>Everything in the table, the oldest first.</summary>
    internal IReadOnlyCollection<XElement> All()
    {
        using var context = contexts.CreateDbContext();
        return
        [
            .. context
                .Keys.AsNoTracking()
                .OrderBy(key => key.Id)
                .Select(key => key.Xml)
                .AsEnumerable()
                .Select(XElement.Parse),
        ];
    }
}
