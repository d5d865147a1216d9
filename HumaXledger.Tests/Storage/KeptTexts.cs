using System.Text;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage;

/// <summary>Which texts a store holds: as they lie in it (<see cref="RawStore"/>), and in what is packed or encrypted.</summary>
internal static class KeptTexts
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Which of these texts, all of ASCII, are found by whoever has the database and nothing else.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TestStore store, IEnumerable<string> texts)
    {
        var everything = await RawStore.ReadAsync(store.Connection, Cancellation);
        return [.. texts.Where(text => everything.Contains(text, StringComparison.Ordinal))];
    }

    /// <summary>What is packed or encrypted in the rows, unpacked.</summary>
    public static async Task<IReadOnlyList<string>> PackedAsync(TestStore store)
    {
        await using var context = store.Open();
        var texts = new List<string>();
        foreach (var comparison in await context.ComparisonContents.Select(content => content.ComparisonId).ToListAsync(Cancellation))
        {
            var input = (await store.Get<ComparisonArchive>().LoadAsync(comparison, Cancellation))!;
            texts.AddRange(input.Huma.Concat(input.Xledger).Select(person => $"{person.Id} {person.DisplayName}"));
            texts.AddRange(input.Links.Select(link => $"{link.Huma} {link.Xledger}"));
            texts.AddRange(input.Baselines.Select(baseline => $"{baseline.Link.Huma} {baseline.Values[Core.People.Field.JobTitle].TextOrNull}"));
        }

        foreach (var message in await context.Messages.AsNoTracking().ToListAsync(Cancellation))
        {
            texts.Add(Encoding.UTF8.GetString(store.Get<MessageVault>().Unprotect(message.Body!, message.ConnectionId)!));
        }

        return texts;
    }
}
