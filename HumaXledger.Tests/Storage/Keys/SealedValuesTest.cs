using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Plans;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Storage.Keys;

public sealed class SealedValuesOnSqliteTest(SqliteStore store) : SealedValuesTest<SqliteStore>(store);

public sealed class SealedValuesOnPostgresTest(PostgresStore store) : SealedValuesTest<PostgresStore>(store);

public abstract class SealedValuesTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    // Invented; neither has a valid check digit.
    private const string Identification = "12345678901";
    private const string Account = "98765432109";
    private const string Name = "Torbjørn";

    private static readonly FieldValues Known = FieldValues
        .AllUnknown.With(Field.GivenName, new FieldValue.Of(Name))
        .With(Field.Phone, FieldValue.Nothing)
        .With(Field.Identification, new FieldValue.Of(Identification))
        .With(Field.BankAccount, new FieldValue.Of($$"""{"number":"{{Account}}"}"""));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_Stored_AreInClearNowhereAndReadByAnotherProcess()
    {
        var settings = await store.SettingsAsync();
        await using var services = await StartAsync(settings);
        var (link, change, held, comparison) = await StoreAsync(services);

        var raw = await RawStore.ReadAsync(services.GetRequiredService<StorageConnection>(), Cancellation);

        Assert.Contains("Torbj", raw, StringComparison.Ordinal);
        Assert.DoesNotContain(Identification, raw, StringComparison.Ordinal);
        Assert.DoesNotContain(Account, raw, StringComparison.Ordinal);
        await using var other = store.BuildSealed(settings);
        await using var context = Open(other);
        var read = await context.Links.AsNoTracking().SingleAsync(row => row.Id == link, Cancellation);
        Assert.Equal((Known, Known), (read.Baseline, read.LastProcessed));
        var changed = await context.Changes.AsNoTracking().SingleAsync(row => row.Id == change, Cancellation);
        Assert.Equal(
            (Known[Field.Identification], Known[Field.BankAccount], FieldValue.Nothing, null),
            (changed.From, changed.To, changed.After, changed.BaselineBefore)
        );
        Assert.Equal(
            Known[Field.Identification],
            (await context.HeldValues.SingleAsync(row => row.Id == held, Cancellation)).Huma
        );
        Assert.Equal(
            Identification,
            (await LoadAsync(other, comparison))!.Huma[0].Values[Field.Identification].TextOrNull
        );
    }

    [Fact]
    public async Task Values_WithALostKeyRing_AreUnknownAndTheRestIsKnown()
    {
        var settings = await store.SettingsAsync();
        await using var services = await StartAsync(settings);
        var (link, change, held, comparison) = await StoreAsync(services);
        await using (var context = Open(services))
        {
            await context.Keys.ExecuteDeleteAsync(Cancellation);
        }

        await using var later = await StartAsync(settings);

        await using var read = Open(later);
        var values = (await read.Links.SingleAsync(row => row.Id == link, Cancellation)).Baseline;
        Assert.Equal(
            (new FieldValue.Of(Name), FieldValue.Nothing, FieldValue.NotKnown, FieldValue.NotKnown),
            (values[Field.GivenName], values[Field.Phone], values[Field.Identification], values[Field.BankAccount])
        );
        var changed = await read.Changes.SingleAsync(row => row.Id == change, Cancellation);
        Assert.Equal(
            (FieldValue.NotKnown, FieldValue.NotKnown, FieldValue.Nothing),
            (changed.From, changed.To, changed.After)
        );
        Assert.Equal(
            FieldValue.NotKnown,
            (await read.HeldValues.SingleAsync(row => row.Id == held, Cancellation)).Huma
        );
        Assert.Null(await LoadAsync(later, comparison));
    }

    [Fact]
    public async Task Values_InClear_AreNotThoseOfTheProduct()
    {
        await using var services = await StartAsync(await store.SettingsAsync());
        var (id, change, _, _) = await StoreAsync(services);
        await using var context = Open(services);
        await context.Database.ExecuteSqlRawAsync(
            """UPDATE "Links" SET "Baseline" = {0} WHERE "Id" = {1}""",
            [$$"""{"givenName":"{{Name}}","identification":"{{Identification}}"}""", id],
            Cancellation
        );
        await context.Database.ExecuteSqlRawAsync(
            """UPDATE "Changes" SET "From" = {0} WHERE "Id" = {1}""",
            [Identification, change],
            Cancellation
        );

        var link = await context.Links.SingleAsync(row => row.Id == id, Cancellation);
        Assert.Equal(new FieldValue.Of(Name), link.Baseline[Field.GivenName]);
        Assert.True(link.Baseline[Field.Identification].IsMisplaced);
        Assert.True((await context.Changes.SingleAsync(row => row.Id == change, Cancellation)).From.IsMisplaced);
    }

    [Fact]
    public async Task Row_ReadAndSavedWithoutAChange_IsNotWritten()
    {
        await using var services = await StartAsync(await store.SettingsAsync());
        var (link, change, held, _) = await StoreAsync(services);
        await using var context = Open(services);
        await context.Links.SingleAsync(row => row.Id == link, Cancellation);
        await context.Changes.SingleAsync(row => row.Id == change, Cancellation);
        await context.HeldValues.SingleAsync(row => row.Id == held, Cancellation);

        Assert.False(context.ChangeTracker.HasChanges());
    }

    [Fact]
    public async Task Content_CopiedToAnotherComparison_CannotBeRead()
    {
        await using var services = await StartAsync(await store.SettingsAsync());
        var (_, _, _, comparison) = await StoreAsync(services);
        await using var context = Open(services);
        var record = await context.Comparisons.AsNoTracking().SingleAsync(row => row.Id == comparison, Cancellation);
        var other = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = record.ConnectionId,
            StartedAt = record.StartedAt,
            StartedBy = "Kari",
        };
        context.Comparisons.Add(other);
        context.ComparisonContents.Add(
            new ComparisonContent
            {
                ComparisonId = other.Id,
                Input = (
                    await context
                        .ComparisonContents.AsNoTracking()
                        .SingleAsync(row => row.ComparisonId == comparison, Cancellation)
                ).Input,
            }
        );
        await context.SaveChangesAsync(Cancellation);

        Assert.Null(await LoadAsync(services, other.Id));
    }

    private static async Task<ComparisonInput?> LoadAsync(ServiceProvider services, Guid comparison) =>
        await services
            .GetRequiredService<ComparisonArchive>()
            .LoadAsync(await SealedStore.ConnectionOfAsync(services, comparison), comparison, Cancellation);

    private static SyncDbContext Open(ServiceProvider services) =>
        services.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext();

    private async Task<ServiceProvider> StartAsync(Dictionary<string, string?> settings)
    {
        var services = store.BuildSealed(settings);
        await services.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
        return services;
    }

    private static async Task<(long Link, long Change, long Held, Guid Comparison)> StoreAsync(ServiceProvider services)
    {
        await using var context = Open(services);
        var connection = Samples.Connection();
        var comparison = new ComparisonRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection.Id,
            StartedAt = TestStore.Start.UtcDateTime,
            StartedBy = "Kari",
        };
        var (huma, xledger) = (new HumaId($"{Guid.NewGuid()}"), new XledgerId("1001"));
        var link = new PersonLink
        {
            ConnectionId = connection.Id,
            HumaId = huma,
            XledgerId = xledger,
            FoundAs = MatchState.Certain,
            LinkedBy = "Kari",
            Baseline = Known,
            LastProcessed = Known,
        };
        var held = new HeldValue
        {
            ConnectionId = connection.Id,
            HumaId = huma,
            XledgerId = xledger,
            PersonName = Name,
            Field = Field.Identification,
            Huma = Known[Field.Identification],
            Xledger = FieldValue.NotKnown,
            Baseline = FieldValue.Nothing,
        };
        context.AddRange(connection, comparison, link, held);
        await context.SaveChangesAsync(Cancellation);
        var input = new ComparisonInput(
            [new Person(Side.Huma, huma.Value, Active: true, Known)],
            [],
            [],
            [],
            Policy.AlwaysAsk,
            HumaComplete: true,
            XledgerComplete: true
        )
        {
            ConnectionId = connection.Id,
        };
        await services.GetRequiredService<ComparisonArchive>().SaveAsync(comparison.Id, input, Cancellation);
        var plan = await SavedPlans
            .In(services)
            .SaveAsync(
                connection.Id,
                comparison.Id,
                Samples.Plan(Samples.Change(1, Known[Field.Identification], Known[Field.BankAccount])),
                "Kari",
                Cancellation
            );
        var change = await context.Changes.SingleAsync(row => row.PlanId == plan.Id, Cancellation);
        change.After = FieldValue.Nothing;
        await context.SaveChangesAsync(Cancellation);
        return (link.Id, change.Id, held.Id, comparison.Id);
    }
}
