using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>
/// Keeps the whole input of a comparison, so that any page, node or later day makes the same comparison again.
/// </summary>
public sealed class ComparisonArchive(IDbContextFactory<SyncDbContext> contexts, ValueVault vault, TimeProvider clock)
{
    /// <summary>
    /// For how long after it was made a comparison is opened that does not name its connection: an earlier version
    /// stored it, and the database says whose it is.
    /// </summary>
    public static readonly TimeSpan UnnamedFor = TimeSpan.FromDays(7);

    /// <summary>Room for a comparison of a connection without an earlier one, in bytes.</summary>
    private const int RoomOfTheFirst = 1024 * 1024;

    /// <summary>
    /// Stores the input of a comparison whose record exists, in the place of what an interrupted attempt at it stored.
    /// </summary>
    public async Task SaveAsync(Guid comparisonId, ComparisonInput input, CancellationToken cancellation = default)
    {
        var packed = vault.SealContent(ComparisonPacking.Pack(input), PlaceOf(comparisonId));
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await PutAsync(context, comparisonId, packed, cancellation);
    }

    /// <summary>
    /// Throws the store's fault where it cannot take the input of this comparison: it is full, locked or read-only.
    /// Twice what the connection's last comparison took is written and deleted again, since a full disk often still has
    /// room for a few bytes. What an interrupted attempt stored is deleted.
    /// </summary>
    public async Task DemandRoomAsync(Guid comparisonId, Guid connectionId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var last = await context
            .FinishedComparisons(connectionId)
            .Join(
                context.ComparisonContents,
                comparison => comparison.Id,
                content => content.ComparisonId,
                (comparison, content) => new { comparison.StartedAt, content.Input.Length }
            )
            .OrderByDescending(comparison => comparison.StartedAt)
            .Select(comparison => (int?)comparison.Length)
            .FirstOrDefaultAsync(cancellation);
        // Sealed, and so as if random: PostgreSQL compresses what can be compressed.
        var room = vault.SealContent(new byte[2 * last ?? RoomOfTheFirst], PlaceOf(comparisonId));
        await PutAsync(context, comparisonId, room, cancellation);
        await context
            .ComparisonContents.Where(content => content.ComparisonId == comparisonId)
            .ExecuteDeleteAsync(cancellation);
    }

    /// <summary>Whether what was stored can be opened for this connection.</summary>
    public async Task<bool> CanReadAsync(
        Guid connectionId,
        Guid comparisonId,
        CancellationToken cancellation = default
    ) => await LoadAsync(connectionId, comparisonId, cancellation) is not null;

    /// <summary>
    /// The input as it was; null where none was stored (the comparison failed or still runs), its key is lost, or
    /// another connection was compared: the database may give it to this one, and the records of two installations may
    /// have the same ids (<see cref="UnnamedFor"/>).
    /// </summary>
    /// <param name="connectionId">The connection for which it is opened.</param>
    public async Task<ComparisonInput?> LoadAsync(
        Guid connectionId,
        Guid comparisonId,
        CancellationToken cancellation = default
    )
    {
        if (await OpenAsync(comparisonId, cancellation) is not { } packed)
        {
            return null;
        }

        var input = ComparisonPacking.Unpack(packed);
        if (input.ConnectionId is not { } compared)
        {
            return IsSpentUnlessNamed(comparisonId) ? null : input;
        }

        if (compared != connectionId)
        {
            AddMisplaced(comparisonId);
            return null;
        }

        return input;
    }

    // Only one that names its connection is opened then.
    private bool IsSpentUnlessNamed(Guid comparisonId) =>
        !(IdTime.Of(comparisonId) > clock.GetUtcNow().UtcDateTime - UnnamedFor);

    /// <summary>
    /// Puts another input in the place of the one that is kept, in the transaction of <paramref name="context"/>.
    /// </summary>
    internal async Task ReplaceAsync(
        SyncDbContext context,
        Guid comparisonId,
        ComparisonInput input,
        CancellationToken cancellation
    )
    {
        var packed = vault.SealContent(ComparisonPacking.Pack(input), PlaceOf(comparisonId));
        await context
            .ComparisonContents.Where(row => row.ComparisonId == comparisonId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Input, packed), cancellation);
    }

    private static Task PutAsync(
        SyncDbContext context,
        Guid comparisonId,
        byte[] packed,
        CancellationToken cancellation
    ) =>
        new BulkInsert<ComparisonContent>(context) { Conflict = [nameof(ComparisonContent.ComparisonId)] }.RunAsync(
            [new ComparisonContent { ComparisonId = comparisonId, Input = packed }],
            cancellation
        );

    private async Task<byte[]?> OpenAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var stored = await context
            .ComparisonContents.Where(row => row.ComparisonId == comparisonId)
            .Select(row => row.Input)
            .SingleOrDefaultAsync(cancellation);
        if (stored is null)
        {
            return null;
        }

        var opened = vault.OpenContent(stored, PlaceOf(comparisonId), EarlierPurpose(comparisonId));
        if (opened.Misplaced)
        {
            AddMisplaced(comparisonId);
        }

        return opened.Value;
    }

    private void AddMisplaced(Guid comparisonId) =>
        vault.Misplaced.Add(new MisplacedValue(comparisonId, Column, IdentityOf(comparisonId)));

    internal const string Column = "ComparisonContents.Input";

    internal static string IdentityOf(Guid comparisonId) => comparisonId.ToString("N");

    internal static string PlaceOf(Guid comparisonId) => $"{Column}\n{IdentityOf(comparisonId)}";

    /// <summary>What Data Protection sealed an input for in an earlier version.</summary>
    internal static string[] EarlierPurpose(Guid comparisonId) =>
        ["HumaXledger.Comparison", comparisonId.ToString("N")];
}
