using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

/// <summary>
/// Makes a store what the version before rows were bound has left: values sealed without associated data, contents
/// and messages by Data Protection, webhook keys bound to their connection only.
/// </summary>
internal sealed class EarlierVersion
{
    private readonly byte[] _id = RandomNumberGenerator.GetBytes(4);
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private string _held = "";

    public string Key => Convert.ToHexStringLower(_id);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<EarlierVersion> PutBackAsync(SealedStore made)
    {
        var earlier = new EarlierVersion();
        await earlier.WriteAsync(made);
        return earlier;
    }

    /// <summary>What this version stored in the first held value, in its row again.</summary>
    public async Task PutOneBackAsync(SealedStore made)
    {
        await using var context = made.Open();
        await context.Database.ExecuteSqlRawAsync(
            """UPDATE "HeldValues" SET "Huma" = {0} WHERE "Id" = (SELECT MIN("Id") FROM "HeldValues")""",
            [_held],
            Cancellation
        );
    }

    /// <summary>A node of this version that still runs stores the first held value.</summary>
    public void Write(SealedStore made, string text)
    {
        using var context = made.Open();
        context.Database.ExecuteSqlRaw(
            """UPDATE "HeldValues" SET "Huma" = {0} WHERE "Id" = (SELECT MIN("Id") FROM "HeldValues")""",
            Value(text)
        );
    }

    private async Task WriteAsync(SealedStore made)
    {
        var protection = made.Services.GetRequiredService<IDataProtectionProvider>();
        await using var context = made.Open();
        foreach (var link in await context.Links.AsNoTracking().ToListAsync(Cancellation))
        {
            foreach (var (name, values) in SealedStore.Fields(link))
            {
                var open = new JsonObject { ["givenName"] = values[Core.People.Field.GivenName].TextOrNull };
                var inner = new JsonObject
                {
                    ["bankAccount"] = values[Core.People.Field.BankAccount].TextOrNull,
                    ["identification"] = values[Core.People.Field.Identification].TextOrNull,
                };
                // The oldest ones are in clear.
                if (name == "LastProcessed")
                {
                    open["identification"] = inner["identification"]!.DeepClone();
                    open["bankAccount"] = inner["bankAccount"]!.DeepClone();
                }
                else
                {
                    open["sealed"] = Seal(inner.ToJsonString());
                }

                await SetAsync(context, "Links", name, link.Id, open.ToJsonString());
            }
        }

        foreach (var plan in await context.Plans.AsNoTracking().ToListAsync(Cancellation))
        {
            await SetAsync(context, "Plans", "Fingerprint", plan.Id, plan.Fingerprint.TextOrNull!);
        }

        foreach (var change in await context.Changes.AsNoTracking().ToListAsync(Cancellation))
        {
            await SetAsync(context, "Changes", "From", change.Id, change.From.TextOrNull!);
            await SetAsync(context, "Changes", "To", change.Id, Value(change.To.TextOrNull!));
            await SetAsync(context, "Changes", "After", change.Id, Value(change.After!.TextOrNull!));
            await SetAsync(context, "Changes", "BaselineBefore", change.Id, Value(change.BaselineBefore!.TextOrNull!));
        }

        foreach (var held in await context.HeldValues.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancellation))
        {
            var huma = Value(held.Huma.TextOrNull!);
            _held = _held.Length == 0 ? huma : _held;
            await SetAsync(context, "HeldValues", "Huma", held.Id, huma);
            await SetAsync(context, "HeldValues", "Xledger", held.Id, Value(held.Xledger.TextOrNull!));
            await SetAsync(context, "HeldValues", "Baseline", held.Id, Value(held.Baseline.TextOrNull!));
        }

        await context.Database.ExecuteSqlRawAsync("""UPDATE "Links" SET "Proof" = NULL""", Cancellation);
        await WriteContentsAsync(made, context, protection);
        await WriteSecretsAsync(made, context);
        await context.Keys.Where(key => key.FriendlyName.StartsWith("valueKey-")).ExecuteDeleteAsync(Cancellation);
        var cipher = Convert.ToBase64String(protection.CreateProtector("HumaXledger.ValueKey").Protect(_key));
        context.Keys.Add(
            new StoredKey { FriendlyName = $"valueKey-{Key}", Xml = $"""<valueKey id="{Key}">{cipher}</valueKey>""" }
        );
        await context.SaveChangesAsync(Cancellation);
    }

    private static async Task WriteContentsAsync(
        SealedStore made,
        SyncDbContext context,
        IDataProtectionProvider protection
    )
    {
        var vault = made.Services.GetRequiredService<MessageVault>();
        foreach (var message in await context.Messages.AsNoTracking().ToListAsync(Cancellation))
        {
            var body = protection
                .CreateProtector("HumaXledger.Message", message.ConnectionId.ToString("N"))
                .Protect(vault.Unprotect(message)!);
            await SetAsync(context, "Messages", "Body", message.Id, body);
        }

        var first = true;
        foreach (var content in await context.ComparisonContents.AsNoTracking().ToListAsync(Cancellation))
        {
            var packed = made
                .Services.GetRequiredService<ValueVault>()
                .OpenContent(content.Input, Core.Storage.Comparisons.ComparisonArchive.PlaceOf(content.ComparisonId))
                .Value!;
            byte[] stored = first
                ? packed
                :
                [
                    .. "HXS1"u8,
                    .. protection
                        .CreateProtector("HumaXledger.Comparison", content.ComparisonId.ToString("N"))
                        .Protect(packed),
                ];
            first = false;
            await context
                .ComparisonContents.Where(row => row.ComparisonId == content.ComparisonId)
                .ExecuteUpdateAsync(set => set.SetProperty(row => row.Input, stored), Cancellation);
        }
    }

    private static async Task WriteSecretsAsync(SealedStore made, SyncDbContext context)
    {
        var secrets = made.Services.GetRequiredService<SecretVault>();
        foreach (var key in await context.WebhookKeys.ToListAsync(Cancellation))
        {
            key.Secret = secrets.Protect(new("secret"), SecretKind.WebhookSecret, key.ConnectionId);
            key.Token = secrets.Protect(new("token"), SecretKind.WebhookToken, key.ConnectionId);
        }

        await context.SaveChangesAsync(Cancellation);
    }

    private static Task SetAsync(SyncDbContext context, string table, string column, object id, object value)
    {
        var sql = $$"""UPDATE "{{table}}" SET "{{column}}" = {0} WHERE "Id" = {1}""";
        return context.Database.ExecuteSqlRawAsync(sql, [value, id], Cancellation);
    }

    private string Value(string text) => $"\u001As{Seal(text)}";

    private string Seal(string text)
    {
        var plain = Encoding.UTF8.GetBytes(text);
        var made = new byte[32 + plain.Length];
        _id.CopyTo(made, 0);
        RandomNumberGenerator.Fill(made.AsSpan(4, 12));
        using var cipher = new AesGcm(_key, 16);
        cipher.Encrypt(made.AsSpan(4, 12), plain, made.AsSpan(32), made.AsSpan(16, 16));
        return Base64Url.EncodeToString(made);
    }
}
