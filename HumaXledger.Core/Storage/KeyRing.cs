using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage;

/// <summary>
/// Data Protection's key ring, in the database, so that every node reads the same secrets and a backup holds both. Without a certificate (<see cref="KeyRingOptions"/>) whoever holds the whole database
/// can therefore read the secrets in it; encryption then guards against a part of it (a log, an export, a copied row) getting out.
/// </summary>
public sealed class KeyRing(IDbContextFactory<SyncDbContext> contexts) : IXmlRepository
{
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        using var context = contexts.CreateDbContext();
        return [.. context.Keys.AsNoTracking().OrderBy(key => key.Id).Select(key => key.Xml).AsEnumerable().Select(XElement.Parse)];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        using var context = contexts.CreateDbContext();
        context.Keys.Add(new StoredKey { FriendlyName = friendlyName, Xml = element.ToString(SaveOptions.DisableFormatting) });
        context.SaveChanges();
    }
}
