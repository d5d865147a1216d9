using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Sync.PersonalData;

public sealed class RevealOnSqliteTests(SqliteStore store) : RevealTests<SqliteStore>(store);

public sealed class RevealOnPostgresTests(PostgresStore store) : RevealTests<PostgresStore>(store);

public abstract class RevealTests<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static readonly FieldValue Number = new FieldValue.Of("86011117947");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private Reveal Reveal => new(store.Get<ActivityLog>(), Options.Create(new RevealOptions()), store.Clock);

    [Fact]
    public async Task Show_WithPermissionAndRecentProof_ReturnsTheNumberAndIsLogged()
    {
        var whose = await ReferenceAsync();

        var answer = await Reveal.ShowAsync(
            whose,
            Field.BankAccount,
            Number,
            Reader(TimeSpan.FromMinutes(15)),
            Cancellation
        );

        Assert.Equal("8601.11.17947", Assert.IsType<Answer<string>.Done>(answer).Value);
        var record = Assert.Single(await RecordsAsync(whose.ConnectionId));
        Assert.Equal(
            ("Kari", ActivityCodes.ValueRevealed, store.Clock.Now.UtcDateTime),
            (record.Who, record.What, record.At)
        );
        Assert.Equal(("1", "192.0.2.7"), (record.WhoId, record.From));
        Assert.Equal(["bankAccount", whose.Huma!.Value.Value, "–"], record.Arguments);
    }

    [Fact]
    public async Task Show_ProofTooOldOrMissing_IsRefusedAndNotLogged()
    {
        var whose = await ReferenceAsync();

        foreach (
            var by in new[]
            {
                Reader(TimeSpan.FromMinutes(15) + TimeSpan.FromSeconds(1)),
                Reader(TimeSpan.Zero) with
                {
                    AuthenticatedAt = null,
                },
            }
        )
        {
            var refused = Assert.IsType<Answer<string>.Refused>(
                await Reveal.ShowAsync(whose, Field.Identification, Number, by, Cancellation)
            );
            Assert.Equal(new Reason(AccessReasons.SignInTooOld, "15"), refused.Reason);
            Assert.Equal(refused.Reason, await Reveal.ExportAsync(whose.ConnectionId, 3, "csv", by, Cancellation));
        }

        Assert.Empty(await RecordsAsync(whose.ConnectionId));
    }

    [Theory]
    [InlineData(Role.SensitiveData)]
    [InlineData(Role.IntegrationAdministrator)]
    [InlineData(Role.Viewer, Role.SensitiveData)]
    public async Task Show_WithoutBothRights_IsRefused(params Role[] roles)
    {
        var whose = await ReferenceAsync();
        var by = Reader(TimeSpan.Zero) with { Roles = roles.ToHashSet() };

        await Assert.ThrowsAsync<ActRefused>(() =>
            Reveal.ShowAsync(whose, Field.Identification, Number, by, Cancellation)
        );
        await Assert.ThrowsAsync<ActRefused>(() => Reveal.ExportAsync(whose.ConnectionId, 3, "csv", by, Cancellation));
    }

    [Theory]
    [InlineData(Field.JobTitle, "Regnskapsfører", "Regnskapsfører")]
    [InlineData(Field.Identification, null, "")]
    public async Task Show_NotSensitiveOrNoValue_IsNotLogged(Field field, string? text, string shown)
    {
        var whose = await ReferenceAsync();

        var answer = await Reveal.ShowAsync(
            whose,
            field,
            text is null ? FieldValue.NotKnown : new FieldValue.Of(text),
            Reader(TimeSpan.FromDays(1)),
            Cancellation
        );

        Assert.Equal(shown, Assert.IsType<Answer<string>.Done>(answer).Value);
        Assert.Empty(await RecordsAsync(whose.ConnectionId));
    }

    [Fact]
    public async Task Show_LogNotWritable_ReturnsNothing()
    {
        await using var services = store.Build(await store.SettingsAsync());
        // Never migrated: there is no table to write to.
        var log = new ActivityLog(services.GetRequiredService<IDbContextFactory<SyncDbContext>>(), store.Clock);
        var reveal = new Reveal(log, Options.Create(new RevealOptions()), store.Clock);
        var whose = await ReferenceAsync();

        await Assert.ThrowsAnyAsync<Exception>(() =>
            reveal.ShowAsync(whose, Field.Identification, Number, Reader(TimeSpan.Zero), Cancellation)
        );
        await Assert.ThrowsAnyAsync<Exception>(() =>
            reveal.ExportAsync(whose.ConnectionId, 3, "csv", Reader(TimeSpan.Zero), Cancellation)
        );
    }

    [Fact]
    public async Task Export_OfARun_IsRecordedWithItsNumberAndFormat()
    {
        var whose = await ReferenceAsync();

        Assert.Null(await Reveal.ExportAsync(whose.ConnectionId, 3, "xlsx", Reader(TimeSpan.Zero), Cancellation));

        var record = Assert.Single(await RecordsAsync(whose.ConnectionId));
        Assert.Equal(ActivityCodes.RunExportedInClear, record.What);
        Assert.Equal(["3", "xlsx"], record.Arguments);
    }

    [Fact]
    public void PersonReference_Printed_ContainsNoName() =>
        Assert.Equal("– 4711", $"{new PersonReference(Guid.NewGuid(), null, new XledgerId("4711"), "Kari Nordmann")}");

    private Actor Reader(TimeSpan provedAgo) =>
        new("1", "Kari", null, new HashSet<Role> { Role.IntegrationReviewer, Role.SensitiveData })
        {
            From = "192.0.2.7",
            AuthenticatedAt = store.Clock.Now.UtcDateTime - provedAgo,
        };

    private async Task<PersonReference> ReferenceAsync() =>
        new(await store.AddConnectionAsync(), new HumaId($"{Guid.NewGuid()}"), null, "Ola Nordmann");

    private async Task<IReadOnlyList<ActivityRecord>> RecordsAsync(Guid connection) =>
        (await store.Get<ActivityLog>().ReadAsync(connection, 0, 10, Cancellation)).Records;
}
