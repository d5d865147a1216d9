using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Comparisons;

/// <summary>
/// Keeps the whole input of a comparison, so that any page, node or later day makes the same comparison again.
/// </summary>
public sealed class ComparisonArchive(IDbContextFactory<SyncDbContext> contexts, ValueVault vault)
{
    /// <summary>
    /// Stores the input of a comparison whose record exists, in the place of what an interrupted attempt at it stored.
    /// </summary>
    public async Task SaveAsync(Guid comparisonId, ComparisonInput input, CancellationToken cancellation = default)
    {
        var packed = vault.SealContent(ComparisonPacking.Pack(input), comparisonId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await new BulkInsert<ComparisonContent>(context)
        {
            Conflict = [nameof(ComparisonContent.ComparisonId)],
        }.RunAsync([new ComparisonContent { ComparisonId = comparisonId, Input = packed }], cancellation);
    }

    /// <summary>Whether what was stored can be opened.</summary>
    public async Task<bool> CanReadAsync(Guid comparisonId, CancellationToken cancellation = default) =>
        await OpenAsync(comparisonId, cancellation) is not null;

    /// <summary>
    /// The input as it was; null where none was stored (the comparison failed or still runs) or its key is lost.
    /// </summary>
    public async Task<ComparisonInput?> LoadAsync(Guid comparisonId, CancellationToken cancellation = default) =>
        await OpenAsync(comparisonId, cancellation) is { } packed ? ComparisonPacking.Unpack(packed) : null;

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
        var packed = vault.SealContent(ComparisonPacking.Pack(input), comparisonId);
        await context
            .ComparisonContents.Where(row => row.ComparisonId == comparisonId)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Input, packed), cancellation);
    }

    private async Task<byte[]?> OpenAsync(Guid comparisonId, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var stored = await context
            .ComparisonContents.Where(row => row.ComparisonId == comparisonId)
            .Select(row => row.Input)
            .SingleOrDefaultAsync(cancellation);
        return stored is null ? null : vault.OpenContent(stored, comparisonId);
    }
}
