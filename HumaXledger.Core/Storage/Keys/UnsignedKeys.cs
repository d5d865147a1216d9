using System.Globalization;
using System.Xml.Linq;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>
/// Rows of the key ring that no configured certificate has signed. An earlier version, or a time without a certificate,
/// has left them, or an intruder has written them: the database does not show which, so an administrator decides.
/// </summary>
public sealed class UnsignedKeys(
    IDbContextFactory<SyncDbContext> contexts,
    KeySignatures signatures,
    TimeProvider clock
)
{
    /// <summary>Code of the entry in the activity log; its arguments are how many rows, and their numbers.</summary>
    public const string Signed = "keys.signed";

    private const string Unknown = "unknown";
    private static readonly string[] Kinds = ["key", "revocation", ValueKeys.Element.LocalName];

    /// <summary>Whether there is one, without reading what it holds; false without a certificate.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancellation) => (await RowsAsync(cancellation)).Any();

    /// <summary>All of them, the oldest first; none where no certificate is configured.</summary>
    public async Task<IReadOnlyList<UnsignedKey>> ListAsync(CancellationToken cancellation)
    {
        return [.. (await RowsAsync(cancellation)).Select(Described)];
    }

    /// <summary>
    /// Signs rows as they are, but those that are no XML, with an entry in the activity log. The next start encrypts
    /// what is in clear.
    /// </summary>
    /// <param name="by">A user of the machine: no sign-in is possible without a key.</param>
    /// <returns>How many were signed.</returns>
    public async Task<int> SignAsync(IReadOnlyCollection<int> ids, Actor by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Keys.Where(row => ids.Contains(row.Id)).ToListAsync(cancellation);
        var signed = new List<int>();
        foreach (var row in rows.Where(row => !signatures.IsSigned(row)))
        {
            if (KeyXml.Read(row) is { } element)
            {
                // Without a signature of a certificate that is no longer known.
                row.Xml = signatures.Signed(row.FriendlyName, element.ToString(SaveOptions.DisableFormatting));
                signed.Add(row.Id);
            }
        }

        if (signed.Count > 0)
        {
            string[] arguments = [$"{signed.Count}", string.Join(", ", signed.Order())];
            context.Activity.Add(
                ActivityRecord.Of(by, Signed, clock.GetUtcNow().UtcDateTime, connectionId: null, arguments)
            );
        }

        await context.SaveChangesAsync(cancellation);
        return signed.Count;
    }

    private async Task<IEnumerable<StoredKey>> RowsAsync(CancellationToken cancellation)
    {
        if (!signatures.On)
        {
            return [];
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Keys.AsNoTracking().OrderBy(row => row.Id).ToListAsync(cancellation);
        return rows.Where(row => !signatures.IsSigned(row));
    }

    // Never the text of a row, which is chosen by its writer.
    private static UnsignedKey Described(StoredKey row)
    {
        var element = KeyXml.Read(row);
        var kind = Kinds.FirstOrDefault(kind => kind == element?.Name.LocalName) ?? Unknown;
        var made = DateTimeOffset.TryParse(
            element?.Element("creationDate")?.Value,
            CultureInfo.InvariantCulture,
            out var date
        )
            ? date.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)
            : null;
        return new UnsignedKey(row.Id, kind, made);
    }
}

/// <summary>A row of the key ring without a valid signature.</summary>
/// <param name="Id">Its number in the table.</param>
/// <param name="Kind">The name of its element: key, valueKey, revocation; or unknown.</param>
/// <param name="MadeAt">When the key says that it was made, UTC; null where it says nothing.</param>
public sealed record UnsignedKey(int Id, string Kind, string? MadeAt);
