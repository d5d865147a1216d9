using System.Globalization;
using System.Text.Json;
using HumaXledger.Core.Huma.Wire;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>A list that was read to its end.</summary>
/// <param name="Announced">How many Huma said there are, as many as came at least; those without id included.</param>
internal sealed record Listed<T>(IReadOnlyList<T> Items, int WithoutId, int Announced)
{
    public bool IsShort => Items.Count + WithoutId < Announced;
}

/// <summary>
/// Reads a list by <c>limit</c> and <c>offset</c>. Nothing promises an order, and people come and go meanwhile, so that
/// pages may repeat or skip
/// (contracts/huma.md 2.2): items are told apart by id, and a list that gave fewer than it announced is read once more.
/// </summary>
internal sealed class ListReader(HumaCalls calls)
{
    /// <param name="filter">The query without limit and offset.</param>
    /// <param name="keep">What to keep of an item; the item itself ends with its page.</param>
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
        using var page = await calls.ReadAsync(call, cancellation);
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
            using var page = await calls.ReadAsync(call, cancellation);
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
                    fresh++;
                }
                else if (seen.Add(id))
                {
                    items[id] = keep(id, item);
                    fresh++;
                }
            }

            announced = page.Root.Number("total") ?? announced;
            offset += list.GetArrayLength();
            // A page that brings nothing new ends the list too: a server that ignores the offset would go on for ever.
            if (fresh == 0 || (page.Root.Number("total") is { } total && offset >= total))
            {
                return (announced, withoutId);
            }
        }
    }
}
