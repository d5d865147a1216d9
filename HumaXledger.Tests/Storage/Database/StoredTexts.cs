using System.Text;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>
/// Searches a store for texts: in its raw content (<see cref="RawStore"/>), and in everything that the product can
/// open: sealed, packed or encrypted.
/// </summary>
internal static class StoredTexts
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Which of these ASCII texts the store contains.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(TestStore store, IEnumerable<string> texts)
    {
        var raw = await RawStore.ReadAsync(store.Connection, Cancellation);
        var opened = await OpenedAsync(store);
        return
        [
            .. texts.Where(text =>
                raw.Contains(text, StringComparison.Ordinal) || opened.Contains(text, StringComparison.Ordinal)
            ),
        ];
    }

    private static async Task<string> OpenedAsync(TestStore store)
    {
        await using var context = store.Open();
        var text = new StringBuilder();
        foreach (var entity in context.Model.GetEntityTypes())
        {
            var rows =
                (IQueryable<object>)
                    typeof(DbContext)
                        .GetMethod(nameof(DbContext.Set), [])!
                        .MakeGenericMethod(entity.ClrType)
                        .Invoke(context, null)!;
            foreach (var row in await rows.AsNoTracking().ToListAsync(Cancellation))
            {
                foreach (var property in entity.GetProperties().Where(property => property.PropertyInfo is not null))
                {
                    text.AppendLine(Text(property.PropertyInfo!.GetValue(row)));
                }
            }
        }

        foreach (
            var comparison in await context
                .Comparisons.WithInput(context)
                .Select(row => new { row.ConnectionId, row.Id })
                .ToListAsync(Cancellation)
        )
        {
            var input = (
                await store.Get<ComparisonArchive>().LoadAsync(comparison.ConnectionId, comparison.Id, Cancellation)
            )!;
            IEnumerable<FieldValues> values =
            [
                .. input.Huma.Concat(input.Xledger).Select(person => person.Values),
                .. input.Baselines.Select(baseline => baseline.Values),
            ];
            text.AppendJoin('\n', values.Select(Text))
                .AppendJoin('\n', input.Links.Select(link => $"in a comparison: {link.Huma}"));
        }

        foreach (var message in await context.Messages.AsNoTracking().ToListAsync(Cancellation))
        {
            // Other tests of the class store messages without encryption.
            text.AppendLine(
                store.Get<MessageVault>().Unprotect(message) is { } body ? Encoding.UTF8.GetString(body) : ""
            );
        }

        return text.ToString();
    }

    private static string? Text(object? value) =>
        value switch
        {
            FieldValue one => one.TextOrNull,
            FieldValues all => string.Join('\n', FieldRules.All.Select(rules => all[rules.Field].TextOrNull))
                + $"\n{all[Field.GivenName].TextOrNull} {all[Field.FamilyName].TextOrNull}",
            IReadOnlyList<string> several => string.Join('\n', several),
            IReadOnlyList<BlockedChange> blocked => string.Join(
                '\n',
                blocked.Select(one => $"{one.PersonName}\n{string.Join('\n', one.Reason.Arguments)}")
            ),
            _ => value?.ToString(),
        };
}
