using System.Globalization;
using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.Transport;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>A list that was read to its end.</summary>
/// <param name="Items">The items, each id once.</param>
/// <param name="WithoutId">The number of items without id.</param>
/// <param name="Announced">
/// The total that Huma stated, but at least the number of items read, those without id included.
/// </param>
internal sealed record Listed<T>(IReadOnlyList<T> Items, int WithoutId, int Announced)
{
    /// <summary>Whether items are missing.</summary>
    public bool IsShort => Items.Count + WithoutId < Announced;
}

/// <summary>
/// Reads a list by <c>limit</c> and <c>offset</c>. No order is guaranteed and people are added and removed meanwhile,
/// so pages may repeat or skip items (contracts/huma.md 2.2): items are distinguished by id, and a list shorter than
/// the largest total of its pages is read a second time. A total that falls meanwhile means that an item was removed
/// and that the following ones moved up, perhaps from a page still to be read to one already read.
/// </summary>
internal sealed class ListReader(HumaCalls calls, ReadPace pace)
{
    /// <summary>Reads all pages.</summary>
    /// <param name="filter">The query without limit and offset.</param>
    /// <param name="keep">
    /// Maps an item as soon as its page is read, again in a second pass; the JSON is disposed with the page.
    /// </param>
    public async Task<Listed<T>> ReadAsync<T>(
        string path,
        string filter,
        int limit,
        Func<string, JsonElement, T> keep,
        CancellationToken cancellation
    )
    {
        var items = new Dictionary<string, T>();
        var pass = await PassAsync(path, filter, limit, keep, items, cancellation);
        if (pass.Announced > items.Count + pass.WithoutId)
        {
            pass = await PassAsync(path, filter, limit, keep, items, cancellation);
        }

        return new Listed<T>([.. items.Values], pass.WithoutId, Math.Max(pass.Announced, items.Count + pass.WithoutId));
    }

    /// <summary>The first items of a list, at most one page.</summary>
    public async Task<IReadOnlyList<T>> ReadFirstAsync<T>(
        string path,
        string filter,
        int most,
        Func<string, JsonElement, T> keep,
        CancellationToken cancellation
    )
    {
        var call = HumaCall
            .Get(path)
            .With(string.Create(CultureInfo.InvariantCulture, $"{filter}&limit={most}&offset=0"));
        using var page = await ReadAsync(call, cancellation);
        return page.Root.Property("items") is { ValueKind: JsonValueKind.Array } list
            ?
            [
                .. list.EnumerateArray()
                    .Select(item => (Id: item.Id(), Item: item))
                    .Where(found => found.Id is not null)
                    .Select(found => keep(found.Id!, found.Item)),
            ]
            : throw HumaFaults.Unexpected(call, "items");
    }

    private Task<HumaAnswer> ReadAsync(HumaCall call, CancellationToken cancellation) =>
        pace.ReadAsync(ReadKind.Page, () => calls.ReadAsync(call, cancellation), cancellation);

    private async Task<(int Announced, int WithoutId)> PassAsync<T>(
        string path,
        string filter,
        int limit,
        Func<string, JsonElement, T> keep,
        Dictionary<string, T> items,
        CancellationToken cancellation
    )
    {
        var seen = new HashSet<string>();
        var (offset, withoutId, announced) = (0, 0, 0);
        while (true)
        {
            var call = HumaCall
                .Get(path)
                .With(string.Create(CultureInfo.InvariantCulture, $"{filter}&limit={limit}&offset={offset}"));
            using var page = await ReadAsync(call, cancellation);
            if (page.Root.Property("items") is not { ValueKind: JsonValueKind.Array } list)
            {
                throw HumaFaults.Unexpected(call, "items");
            }

            var fresh = 0;
            foreach (var item in list.EnumerateArray())
            {
                if (item.Id() is not { } id)
                {
                    withoutId++;
                }
                else if (seen.Add(id))
                {
                    items[id] = keep(id, item);
                    fresh++;
                }
            }

            if (seen.Count > ListBound.Most)
            {
                throw HumaFaults.Unexpected(call, $"items > {ListBound.Most}");
            }

            announced = Math.Max(page.Root.Number("total") ?? 0, announced);
            offset += list.GetArrayLength();
            // A page without a new id ends the list too: a server that ignores the offset would never end it. Items
            // without id are a problem of the reading, or leave it short of its total.
            if (fresh == 0 || (page.Root.Number("total") is { } total && offset >= total))
            {
                return (announced, withoutId);
            }
        }
    }
}
