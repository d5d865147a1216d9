using System.Linq.Expressions;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Mapping;
using HumaXledger.Core.Storage.Plans;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Storage.Keys;

/// <summary>A sealed value as it is stored.</summary>
/// <param name="Column">Name of its column.</param>
/// <param name="Stored">The whole content of the column: a text or bytes; <see cref="DBNull"/> for a proof that is
/// missing.</param>
/// <param name="Key">Name of the key that it is sealed with; null where it is none of <see cref="ValueKeys"/>.</param>
/// <param name="Anew">Seals it anew with the newest key.</param>
internal sealed record SealedCell(string Column, object Stored, string? Key, Func<ValueVault, ResealedCell> Anew);

/// <summary>The same value, sealed anew.</summary>
/// <param name="Value">Null where it cannot be opened.</param>
/// <param name="Misplaced">Whether it does not belong where it is.</param>
internal readonly record struct ResealedCell(object? Value, bool Misplaced);

/// <summary>A row with its sealed values.</summary>
/// <param name="Key">Its primary key.</param>
internal sealed record SealedCells(object Key, ISealedRow Row, IReadOnlyList<SealedCell> Cells);

/// <summary>A table with values that are sealed with the value keys, read in portions by its primary key.</summary>
internal abstract class SealedTable
{
    /// <summary>Every table that has sealed values.</summary>
    public static IReadOnlyList<SealedTable> All { get; } =
    [
        new Table<PersonLink, long>(200, row => row.Id, last => row => row.Id > last)
        {
            Content = row => ProofCell.Of(row),
        },
        new Table<PlanRecord, Guid>(500, row => row.Id, last => row => row.Id > last),
        new Table<ChangeRecord, long>(500, row => row.Id, last => row => row.Id > last),
        new Table<HeldValue, long>(500, row => row.Id, last => row => row.Id > last),
        // A message is up to a megabyte.
        new Table<WebhookMessage, long>(20, row => row.Id, last => row => row.Id > last)
        {
            Content = row =>
                row.Body is not { } body
                    ? null
                    : Contents.Cell(
                        nameof(WebhookMessage.Body),
                        body,
                        MessageVault.PlaceOf(((ISealedRow)row).Identity),
                        MessageVault.EarlierPurpose(row.ConnectionId)
                    ),
        },
        // Each is megabytes.
        new Table<ComparisonContent, Guid>(1, row => row.ComparisonId, last => row => row.ComparisonId > last)
        {
            Content = row =>
                Contents.Cell(
                    nameof(ComparisonContent.Input),
                    row.Input,
                    ComparisonArchive.PlaceOf(row.ComparisonId),
                    ComparisonArchive.EarlierPurpose(row.ComparisonId)
                ),
        },
    ];

    /// <summary>The entity whose table it is.</summary>
    public abstract Type Entity { get; }

    /// <summary>How many rows there are.</summary>
    public abstract Task<long> CountAsync(SyncDbContext context, CancellationToken cancellation);

    /// <summary>The next rows; none at the end.</summary>
    /// <param name="last">Primary key of the last row that was read; null at the beginning.</param>
    public abstract Task<IReadOnlyList<SealedCells>> ReadAsync(
        SyncDbContext context,
        object? last,
        CancellationToken cancellation
    );

    private static class Contents
    {
        public static SealedCell Cell(string column, byte[] stored, string place, string[] earlier) =>
            new(column, stored, ValueVault.KeyOf(stored), vault =>
            {
                var opened = vault.OpenContent(stored, place, earlier);
                return new(opened.Value is { } content ? vault.SealContent(content, place) : null, opened.Misplaced);
            });
    }

    private sealed class Table<TRow, TKey>(
        int rowsAtOnce,
        Expression<Func<TRow, TKey>> key,
        Func<TKey, Expression<Func<TRow, bool>>> after
    ) : SealedTable
        where TRow : class, ISealedRow
        where TKey : struct
    {
        private readonly Func<TRow, TKey> _keyOf = key.Compile();

        /// <summary>What is sealed whole, and not value by value.</summary>
        public Func<TRow, SealedCell?>? Content { get; init; }

        public override Type Entity => typeof(TRow);

        public override Task<long> CountAsync(SyncDbContext context, CancellationToken cancellation) =>
            context.Set<TRow>().LongCountAsync(cancellation);

        public override async Task<IReadOnlyList<SealedCells>> ReadAsync(
            SyncDbContext context,
            object? last,
            CancellationToken cancellation
        )
        {
            var rows = context.Set<TRow>().AsNoTracking();
            context.LeavesClosed = true;
            try
            {
                var some = await (last is TKey known ? rows.Where(after(known)) : rows)
                    .OrderBy(key)
                    .Take(rowsAtOnce)
                    .ToListAsync(cancellation);
                var columns = Sealing.ColumnsOf(context.Model.FindEntityType(typeof(TRow))!);
                return some.ConvertAll(row => new SealedCells(_keyOf(row), row, [.. CellsOf(row, columns)]));
            }
            finally
            {
                // The context goes back into its pool.
                context.LeavesClosed = false;
            }
        }

        private IEnumerable<SealedCell> CellsOf(TRow row, IReadOnlyList<SealedColumn> columns)
        {
            foreach (var column in columns.Where(column => column.Property != nameof(IProvedRow.Proof)))
            {
                if (column.Stored(row) is var (stored, key))
                {
                    yield return new(column.Name, stored, key, vault =>
                        new(column.Anew(vault, row, out var misplaced), misplaced)
                    );
                }
            }

            if (Content?.Invoke(row) is { } content)
            {
                yield return content;
            }
        }
    }
}
