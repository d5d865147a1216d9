using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Mapping;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Portal.Access;
using HumaXledger.Tests.Storage.Database;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

public sealed class SealedRowsOnSqliteTest(SqliteStore store) : SealedRowsTest<SqliteStore>(store);

public sealed class SealedRowsOnPostgresTest(PostgresStore store) : SealedRowsTest<PostgresStore>(store);

/// <summary>A sealed value is part of its row and column: anywhere else it cannot be opened.</summary>
public abstract class SealedRowsTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    // How a secret or a content is opened that is not opened with its row: whether that is possible.
    private static readonly Dictionary<string, Func<ServiceProvider, object, Task<bool>>> Openers = new()
    {
        ["Connections.HumaClientSecret"] = (services, row) =>
            Secret(
                services,
                ((Connection)row).HumaClientSecret,
                SecretKind.HumaClientSecret,
                ((Connection)row).Id,
                ((Connection)row).HumaEnvironment
            ),
        ["Connections.XledgerToken"] = (services, row) =>
            Secret(
                services,
                ((Connection)row).XledgerToken,
                SecretKind.XledgerToken,
                ((Connection)row).Id,
                ((Connection)row).XledgerEnvironment
            ),
        ["WebhookKeys.Secret"] = (services, row) =>
            Secret(
                services,
                ((WebhookKey)row).Secret,
                SecretKind.WebhookSecret,
                ((WebhookKey)row).ConnectionId,
                ((WebhookKey)row).Row
            ),
        ["WebhookKeys.Token"] = (services, row) =>
            Secret(
                services,
                ((WebhookKey)row).Token,
                SecretKind.WebhookToken,
                ((WebhookKey)row).ConnectionId,
                ((WebhookKey)row).Row
            ),
        ["SetupDrafts.Answers"] = (services, row) =>
            Secret(services, ((SetupDraftRecord)row).Answers, SecretKind.SetupAnswers, ((SetupDraftRecord)row).Id),
        ["SetupDrafts.Findings"] = (services, row) =>
            Secret(services, ((SetupDraftRecord)row).Findings!, SecretKind.SetupFindings, ((SetupDraftRecord)row).Id),
        ["SetupDrafts.HumaClientSecret"] = (services, row) =>
            Secret(
                services,
                ((SetupDraftRecord)row).HumaClientSecret!,
                SecretKind.DraftHumaClientSecret,
                ((SetupDraftRecord)row).Id
            ),
        ["SetupDrafts.XledgerToken"] = (services, row) =>
            Secret(
                services,
                ((SetupDraftRecord)row).XledgerToken!,
                SecretKind.DraftXledgerToken,
                ((SetupDraftRecord)row).Id
            ),
        ["SettingsDrafts.Input"] = (services, row) =>
            Secret(services, ((SettingsDraftRecord)row).Input, SecretKind.SettingsInput, ((SettingsDraftRecord)row).Id),
        ["Sessions.RefreshToken"] = (services, row) =>
            Task.FromResult(
                Sessions.Open(
                    services.GetRequiredService<IDataProtectionProvider>(),
                    ((SignInSession)row).RefreshToken!,
                    ((SignInSession)row).Id
                )
                    is not null
            ),
        ["Messages.Body"] = (services, row) =>
            Task.FromResult(services.GetRequiredService<MessageVault>().Unprotect((WebhookMessage)row) is not null),
        ["ComparisonContents.Input"] = async (services, row) =>
        {
            var id = ((ComparisonContent)row).ComparisonId;
            return await services
                .GetRequiredService<ComparisonArchive>()
                .CanReadAsync(await SealedStore.ConnectionOfAsync(services, id), id, Cancellation);
        },
    };

    [Fact]
    public async Task EverySealedColumn_WhoseValuesAreExchangedBetweenTwoRows_OpensInNeither()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await AddSessionsAsync(made);
        await using var context = made.Open();
        var columns = SealedColumns(context);
        Assert.InRange(columns.Count, 20, int.MaxValue);
        foreach (var column in columns)
        {
            Assert.True(await AllOpenAsync(made, column), $"{column} cannot be opened before it is touched.");
            await ExchangeRowsAsync(made, context, column);

            Assert.Equal((column, 0), (column, await OpenAsync(made, column)));
            await ExchangeRowsAsync(made, context, column);
        }

        Assert.Equal(columns.Count(column => column.ByRow || column.Bytes), await MetAsync(made));
    }

    [Fact]
    public async Task EverySealedColumn_WhoseValueIsExchangedWithAnotherColumnOfItsRow_OpensInNeither()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await AddSessionsAsync(made);
        await using var context = made.Open();
        var tables = SealedColumns(context).GroupBy(column => (column.Table, column.ByRow, column.Type));
        foreach (var pair in tables.SelectMany(table => table.Zip(table.Skip(1))))
        {
            await ExchangeColumnsAsync(context, pair.First, pair.Second);

            Assert.Equal((pair, 0), (pair, await OpenAsync(made, pair.First)));
            Assert.Equal((pair, 0), (pair, await OpenAsync(made, pair.Second)));
            await ExchangeColumnsAsync(context, pair.First, pair.Second);
        }
    }

    // Who has the database tries all bodies that a person could have.
    [Fact]
    public async Task FingerprintOfAMessage_WithoutTheKeyOfTheStore_CannotBeMade()
    {
        var body = """{"identification":"12345678901"}"""u8.ToArray();
        await using var made = await SealedStore.OpenAsync(store);
        await using var other = await SealedStore.OpenAsync(store);
        await using var again = await made.AgainAsync();

        var fingerprint = Of(made);

        Assert.Equal(fingerprint, Of(again));
        Assert.NotEqual(fingerprint, Of(other));
        Assert.NotEqual(
            fingerprint,
            made.Services.GetRequiredService<MessageVault>().FingerprintOf("users-create", body)
        );
        made.Services.GetRequiredService<ValueVault>().Keys.Add();
        Assert.NotEqual(fingerprint, Of(made));

        string Of(SealedStore one) =>
            one.Services.GetRequiredService<MessageVault>().FingerprintOf("users-update", body);
    }

    [Fact]
    public async Task EveryTableWithValuesOfPeople_IsSealedAnewByARotation()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await using var context = made.Open();

        Assert.Equal(
            SealedColumns(context)
                .Where(column => column.ByRow || column.Bytes)
                .Select(column => column.Entity)
                .Distinct()
                .OrderBy(type => type.Name),
            SealedTable.All.Select(table => table.Entity).OrderBy(type => type.Name)
        );
    }

    [Fact]
    public async Task Change_WhosePersonIsExchanged_HoldsNoValueAnyMore()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await using var context = made.Open();
        var ids = await context.Changes.Select(change => (object)change.Id).ToListAsync(Cancellation);
        await ExchangeAsync(context, "Changes", "XledgerId", "Id", ids);

        Assert.All(await context.Changes.AsNoTracking().ToListAsync(Cancellation), change =>
            Assert.True(change.To.IsMisplaced)
        );
    }

    // Every column that holds a value of a person, a secret, or bytes: a new one cannot be forgotten.
    private static List<Sealed> SealedColumns(SyncDbContext context) =>
        [
            .. from entity in context.Model.GetEntityTypes()
            from property in entity.GetProperties()
            let type = property.ClrType
            where SealedColumn.IsSealed(type) || type == typeof(ProtectedSecret) || type == typeof(byte[])
            select new Sealed(
                entity.ClrType,
                entity.GetTableName()!,
                property.GetColumnName(),
                property.Name,
                type,
                entity.FindPrimaryKey()!.Properties.Single().GetColumnName()
            ),
        ];

    private static async Task<bool> AllOpenAsync(SealedStore made, Sealed column) =>
        await OpenAsync(made, column) is var open && open >= 2 && open == (await RowsAsync(made, column)).Count;

    // In how many rows the column can be opened.
    private static async Task<int> OpenAsync(SealedStore made, Sealed column)
    {
        var open = 0;
        foreach (var row in await RowsAsync(made, column))
        {
            var value = column.Entity.GetProperty(column.Property)!.GetValue(row);
            open += value switch
            {
                FieldValue one => one.IsMisplaced ? 0 : 1,
                FieldValues all => all[Field.Identification].IsMisplaced && all[Field.BankAccount].IsMisplaced ? 0 : 1,
                _ => await Openers[$"{column.Table}.{column.Name}"](made.Services, row) ? 1 : 0,
            };
        }

        return open;
    }

    // Two rows: of webhook keys those of one connection, which share everything but themselves.
    private static async Task<List<object>> RowsAsync(SealedStore made, Sealed column)
    {
        await using var context = made.Open();
        var rows =
            (IQueryable<object>)
                typeof(DbContext)
                    .GetMethod(nameof(DbContext.Set), [])!
                    .MakeGenericMethod(column.Entity)
                    .Invoke(context, null)!;
        return
        [
            .. (await rows.AsNoTracking().ToListAsync(Cancellation))
                .OrderBy(row => $"{column.KeyOf(row)}", StringComparer.Ordinal)
                .Take(2),
        ];
    }

    private static async Task ExchangeRowsAsync(SealedStore made, SyncDbContext context, Sealed column)
    {
        var keys = (await RowsAsync(made, column)).ConvertAll(column.KeyOf);
        await ExchangeAsync(context, column.Table, column.Name, column.Key, keys);
    }

    // By way of a copy: SQLite would read what it has just written.
    private static async Task ExchangeAsync(
        SyncDbContext context,
        string table,
        string name,
        string key,
        List<object> keys
    )
    {
        await using var transaction = await context.Database.BeginTransactionAsync(Cancellation);
        var copy = $"""CREATE TEMP TABLE "Copy" AS SELECT "{key}" AS "Key", "{name}" AS "Value" FROM "{table}" """;
        await context.Database.ExecuteSqlRawAsync(copy, Cancellation);
        var exchange = $$"""
            UPDATE "{{table}}" SET "{{name}}" = (
                SELECT "Value" FROM "Copy" WHERE "Key" IN ({0}, {1}) AND "Key" <> "{{table}}"."{{key}}"
            ) WHERE "{{key}}" IN ({0}, {1})
            """;
        await context.Database.ExecuteSqlRawAsync(exchange, keys, Cancellation);
        await context.Database.ExecuteSqlRawAsync("""DROP TABLE "Copy" """, Cancellation);
        await transaction.CommitAsync(Cancellation);
    }

    private static Task ExchangeColumnsAsync(SyncDbContext context, Sealed one, Sealed other)
    {
        var sql = $"""UPDATE "{one.Table}" SET "{one.Name}" = "{other.Name}", "{other.Name}" = "{one.Name}" """;
        return context.Database.ExecuteSqlRawAsync(sql, Cancellation);
    }

    private static Task<int> MetAsync(SealedStore made) =>
        Task.FromResult(
            made.Services.GetRequiredService<ValueVault>()
                .Misplaced.Take()
                .Select(value => value.Column)
                .Distinct()
                .Count()
        );

    private static async Task AddSessionsAsync(SealedStore made)
    {
        await using var context = made.Open();
        for (var one = 0; one < 2; one++)
        {
            context.Sessions.Add(
                new SignInSession
                {
                    Id = $"session {one}",
                    Subject = "tenant.kari",
                    Name = "Kari",
                    Roles = [],
                    RefreshToken = Sessions.Close(
                        made.Services.GetRequiredService<IDataProtectionProvider>(),
                        new($"refresh {one}"),
                        $"session {one}"
                    ),
                }
            );
        }

        await context.SaveChangesAsync(Cancellation);
    }

    private static Task<bool> Secret(
        ServiceProvider services,
        ProtectedSecret secret,
        SecretKind kind,
        Guid owner,
        string row = ""
    ) => Task.FromResult(services.GetRequiredService<SecretVault>().CanRead(secret, kind, owner, row));

    private sealed record Sealed(Type Entity, string Table, string Name, string Property, Type Type, string Key)
    {
        public bool ByRow => SealedColumn.IsSealed(Type);

        public object KeyOf(object row) => Entity.GetProperty(Key)!.GetValue(row)!;

        public bool Bytes => Type == typeof(byte[]);
    }
}
